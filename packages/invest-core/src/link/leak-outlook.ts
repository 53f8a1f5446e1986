// What somebody who had the key could do with it, told from the evidence alone.

import type { Permission, PermissionFinding } from './key-evidence.ts';

/** What the evidence lets us say. `unknown` is said as such, never left out. */
export interface LeakOutlook {
  /** The worst that the key was shown to allow, or not shown to exclude. */
  readonly could: 'withdraw' | 'perhaps_withdraw' | 'trade' | 'look' | 'nothing';
  /** What keeps it from more: shown by a refused call, or only confirmed by the person. */
  readonly limit:
    | { readonly kind: 'none' }
    /** Withdrawals were refused at this time; whether the account can be changed, the exchange cannot say. */
    | { readonly kind: 'shown'; readonly atMs: number; readonly isAdminConfirmed: boolean };
}

/** Reads the findings of an audit; `isAttested` is the person's tick about the exchange's own list. */
export function leakOutlook(
  findings: readonly PermissionFinding[],
  { isAttested }: { readonly isAttested: boolean },
): LeakOutlook {
  const of = (permission: Permission) => findings.find((found) => found.permission === permission);
  const withdraw = of('make_withdrawals');
  if (withdraw?.state === 'granted') return { could: 'withdraw', limit: { kind: 'none' } };
  if (withdraw?.state !== 'absent' || withdraw.shownBy === null) {
    return { could: 'perhaps_withdraw', limit: { kind: 'none' } };
  }
  const limit = { kind: 'shown', atMs: withdraw.shownBy.atMs, isAdminConfirmed: isAttested } as const;
  // What was not shown to be missing counts as there.
  if (of('place_orders')?.state !== 'absent') return { could: 'trade', limit };
  const reads: readonly Permission[] = ['view_balances', 'view_account_information'];
  const isLooking = reads.some((permission) => of(permission)?.state !== 'absent');
  return { could: isLooking ? 'look' : 'nothing', limit };
}
