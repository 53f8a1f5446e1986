// The choices that Bitso's own pages leave open or contradict (bitso-api 17), each with the value a practice needs.

/** Values in force; read on every request, changed by `POST /sandbox/switches` alone. */
export interface Switches {
  /** Refuses nonces of up to 13 digits with `0207`, as Bitso announced. */
  reject_v1_nonces: boolean;
  /** Cancelled entries of `diff-orders` come without `a` and `v`. */
  documented_diff_shape: boolean;
  /** Limit orders may give `minor`; major is then minor / price. */
  limit_orders_in_minor: boolean;
  /** `order_trades` answers `0378` for an order without fills, and not `[]`. */
  unfilled_order_trades_0378: boolean;
  /** A look-up of one unknown order answers `[]`, and not `0312` or `0357`. */
  unknown_order_empty: boolean;
  /** How long ended orders can be looked up, in market minutes, from 0 to 60. */
  ended_order_minutes: number;
  /** Withdrawals are accepted, pending and processing for a while, and then fail; else they are refused with `0330`. */
  accept_withdrawals: boolean;
  /** The third lock-out within a day lasts a day. */
  day_long_lockouts: boolean;
  /** Rate limits and lock-outs; starts as `--no-rate-limit` says. */
  rate_limits: boolean;
}

export type SwitchName = keyof Switches;

export const switchNames = [
  'reject_v1_nonces',
  'documented_diff_shape',
  'limit_orders_in_minor',
  'unfilled_order_trades_0378',
  'unknown_order_empty',
  'ended_order_minutes',
  'accept_withdrawals',
  'day_long_lockouts',
  'rate_limits',
] as const satisfies readonly SwitchName[];

/** The values of a fresh start. */
export function defaultSwitches(hasRateLimits: boolean): Switches {
  return {
    reject_v1_nonces: false,
    documented_diff_shape: false,
    limit_orders_in_minor: false,
    unfilled_order_trades_0378: false,
    unknown_order_empty: false,
    ended_order_minutes: 60,
    accept_withdrawals: false,
    day_long_lockouts: false,
    rate_limits: hasRateLimits,
  };
}

/** Sets `name`; false when the value is of another kind or out of range. */
export function setSwitch(switches: Switches, name: SwitchName, value: boolean | number): boolean {
  if (name === 'ended_order_minutes') {
    if (typeof value !== 'number' || !(value >= 0 && value <= 60)) return false;
    switches.ended_order_minutes = value;
    return true;
  }
  if (typeof value !== 'boolean') return false;
  switches[name] = value;
  return true;
}
