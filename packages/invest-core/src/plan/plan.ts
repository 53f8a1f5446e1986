// A plan is a person's standing instruction: how much, of what, how often, from when, and within which limit.

import type { Money } from '@mandato/primitives/money';

/** When in the day, by the clock of an IANA zone (`America/Mexico_City`). */
export interface LocalTime {
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  readonly zone: string;
}

/** How often. A day that a month lacks (31st, 29 Feb) becomes that month's last day. */
export type PlanSchedule =
  | ({ readonly kind: 'daily' } & LocalTime)
  /** `weekday` as ISO counts: 1 is Monday, 7 is Sunday. */
  | ({ readonly kind: 'weekly'; readonly weekday: number } & LocalTime)
  /** `day` of the month, 1 to 31. */
  | ({ readonly kind: 'monthly'; readonly day: number } & LocalTime);

/** What happens to slots that came due while nobody was there: nothing, or one buy for the newest still valid. */
export type MissedSlotsRule = 'skip' | 'buy_once';

/** Everything that decides when a plan is due. */
export interface PlanTiming {
  readonly schedule: PlanSchedule;
  /** Local date `YYYY-MM-DD` in the schedule's zone; no slot lies before it. */
  readonly startsOn: string;
}

/** The terms that a person agrees to. An intent freezes them; a later edit never changes it. */
export interface PlanTerms extends PlanTiming {
  /** `btc_mxn`. */
  readonly book: string;
  /** Spent at each slot, in the book's quote currency. */
  readonly notional: Money;
  /** The most that the plan ever spends, in the quote currency; `null` is no total limit. */
  readonly budgetMax: Money | null;
  readonly missedSlots: MissedSlotsRule;
}

/** Why a plan ended. */
export type PlanStopReason = 'stopped_by_person' | 'budget_used_up' | 'link_removed';

/** Why a plan waits. */
export type PlanPauseReason =
  | 'paused_by_person'
  | 'late_order_found'
  | 'link_not_usable'
  | 'link_paused'
  /** This runtime does not know the plan's time zone, and so not when it is due. */
  | 'zone_unknown';

export type PlanState =
  | { readonly kind: 'active' }
  | { readonly kind: 'paused'; readonly reason: PlanPauseReason; readonly sinceMs: number }
  | { readonly kind: 'stopped'; readonly reason: PlanStopReason; readonly atMs: number };
