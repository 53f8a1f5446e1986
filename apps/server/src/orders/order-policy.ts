// The rules of the pipeline that are given from outside: how long to wait for what, and where tests may look in.

import { areTradesComplete } from '@mandato/invest-core/order/close-rule';
import { requestWindowMs, settleTimeMs } from '@mandato/invest-core/order/settle-rule';
import { transition } from '@mandato/invest-core/order/transition';

/** The places at which a simulator lets a process die, stall, or lets somebody turn the kill switch. */
export const faultPoints = [
  'recorded',
  'before_journal',
  'journaled',
  'answered',
  'answer_recorded',
  'cancel_journaled',
  'looked_up',
  'trades_read',
  'booked',
  'before_settle',
  'swept',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

/** How one exchange was measured: W, the age at which it refuses a request, and S, when an order shows at the latest. */
export interface ExchangeTiming {
  readonly requestWindowMs: number;
  readonly settleTimeMs: number;
}

export interface OrderPolicy {
  /** W: the exchange refuses a request signed longer ago than this. */
  readonly requestWindowMs: number;
  /** S: an accepted order shows up within this time. */
  readonly settleTimeMs: number;
  /** W and S of the practice exchange, where they were measured; null for the two above. */
  readonly practiceTiming: ExchangeTiming | null;
  /** A request may leave this long after its journal transaction began, and not later. */
  readonly sendDeadlineMs: number;
  /** After this long without an answer it counts as lost, whatever the adapter still hopes for. */
  readonly answerDeadlineMs: number;
  /** What the exchange says of a market counts for this long, by the market clock. */
  readonly marketAgeMaxMs: number;
  /** Signed calls of one key in a minute after which this process reads nothing more with it; Bitso allows 300. */
  readonly callsPerMinuteMax: number;
  /** Plans that look at one market within this time, by the wall clock, share one look: public calls are few. */
  readonly marketShareMs: number;
  /** The table of states, and the rule of when trades are complete. */
  readonly transition: typeof transition;
  readonly areTradesComplete: typeof areTradesComplete;
  /** Nothing happens here but in a simulation. */
  readonly reach: (point: FaultPoint, intentId: string) => Promise<void>;
}

const nothing = Promise.resolve();

/** What holds until the real exchange has been measured (no second attempt after an unknown answer). */
export const defaultOrderPolicy: OrderPolicy = {
  requestWindowMs,
  settleTimeMs,
  practiceTiming: null,
  sendDeadlineMs: 2_000,
  answerDeadlineMs: 20_000,
  marketAgeMaxMs: 60_000,
  marketShareMs: 1_000,
  callsPerMinuteMax: 150,
  transition,
  areTradesComplete,
  reach: () => nothing,
};

/**
 * How old a market may be, how long a look at it is shared, and how often a key may ask: within a second of an
 * accelerated market days pass, and its exchange counts minutes by the same clock.
 */
export function marketPolicy(
  accelerated: { readonly rate: number } | null,
): Pick<OrderPolicy, 'marketAgeMaxMs' | 'marketShareMs' | 'callsPerMinuteMax'> {
  const { marketAgeMaxMs, marketShareMs, callsPerMinuteMax } = defaultOrderPolicy;
  if (accelerated === null) return { marketAgeMaxMs, marketShareMs, callsPerMinuteMax };
  const { rate } = accelerated;
  return {
    marketAgeMaxMs: marketAgeMaxMs * rate,
    marketShareMs: 0,
    callsPerMinuteMax: Math.ceil(callsPerMinuteMax * rate),
  };
}
