// What a person and the world can do to the product, and what both can see of it: the same for every tier.

import type { PlanToCreate } from '@mandato/server/plans/create-plan';

type PlanForm = PlanToCreate['form'];

/** What the exchange, or the way to it, does to the next order. */
export const troubles = [
  'none',
  'answer_lost',
  'request_lost',
  'failed_before',
  'failed_after',
  'limited_after',
  'sent_twice',
  'slow_trades',
  'partial',
  'refused',
  'unreadable_there',
  'unreadable_absent',
] as const;
export type Trouble = (typeof troubles)[number];

/** The moments of an order at which the process that works on it is killed. */
export const deaths = [
  'before_journal',
  'journaled',
  'answered',
  'answer_recorded',
  'trades_read',
  'booked',
] as const;
export type Death = (typeof deaths)[number];

export type StopWish =
  | { readonly kind: 'all' }
  | { readonly kind: 'account' }
  | { readonly kind: 'plan'; readonly plan: string };

/** A plan that is asked for; `name` is the suite's own. Amounts in whole units of the quote. */
export interface PlanWish {
  readonly name: string;
  readonly notional: number;
  readonly budget: number | null;
  readonly missedSlots: PlanForm['missedSlots'];
  /** Its first slot is due within minutes; otherwise it is weeks away. */
  readonly isSoon: boolean;
}

/** `ok`, or the code of the refusal. */
export type Answer = string;

/** Amounts in units of 10^-8. */
export interface SlotSeen {
  readonly state: string;
  readonly reason: string | null;
  /** What Mandato says. */
  readonly spent: bigint;
  readonly bought: bigint;
  /** What the exchange says: the orders that traded for this slot, what they cost and what they brought. */
  readonly orders: number;
  readonly paid: bigint;
  readonly received: bigint;
}

export interface PlanSeen {
  readonly state: string;
  readonly pausedBecause: string | null;
  readonly spent: bigint;
  readonly bought: bigint;
  /** By name: `due`, or the id of the press. */
  readonly slots: ReadonlyMap<string, SlotSeen>;
}

export interface Seen {
  readonly plans: ReadonlyMap<string, PlanSeen>;
  /** Orders with an id of ours that belong to no slot that Mandato knows. */
  readonly strayOrders: number;
  /** What else was found wrong; empty where nothing was. */
  readonly findings: readonly string[];
}

/** One tier of the product with one person, whose account begins with `fundsAtStart`. */
export interface Product {
  write(wish: PlanWish): Promise<Answer>;
  change(plan: string, to: 'paused' | 'active' | 'stopped'): Promise<Answer>;
  /** Answers once somebody has answered, whoever died meanwhile. */
  press(plan: string, requestId: string): Promise<Answer>;
  /** Stops buying, or lets it go on. */
  turn(scope: StopWish, isStopped: boolean): Promise<Answer>;
  decide(
    slot: { readonly plan: string; readonly slot: string },
    what: 'look_again' | 'close',
  ): Promise<Answer>;
  /** The next order meets this; `calm` ends it. */
  arm(trouble: Trouble, death: Death | null): Promise<void>;
  calm(): Promise<void>;
  /** The process dies and is started again; with `awayFrom` only after the slot of that plan has long passed. */
  kill(awayFrom: string | null): Promise<void>;
  showWrongPrice(isWrong: boolean): Promise<void>;
  /** The person spends by hand what there is, but for less than any order costs. */
  spendByHand(): Promise<void>;
  /** From now on the exchange refuses the key. */
  switchKeyOff(): Promise<void>;
  /** Time passes until the plan's slot has its row. */
  reachDue(plan: string): Promise<void>;
  /** Time passes until every order has come to rest; `looksFor` names a slot whose state is to become another. */
  settle(looksFor?: { readonly plan: string; readonly slot: string; readonly state: string }): Promise<void>;
  observe(): Promise<Seen>;
}

/** Whole units of the quote that the person's account begins with. */
export const fundsAtStart = 100_000;

/** What the form of `wish` says, when the market's clock shows `marketMs`. */
export function formOf(
  wish: PlanWish,
  of: { readonly linkId: string; readonly book: string; readonly marketMs: number },
): PlanForm {
  // A whole minute that is at least one away; the next slot after it is a month away.
  const dueMs = Math.ceil((of.marketMs + 60_000) / 60_000) * 60_000 + (wish.isSoon ? 0 : 20 * 86_400_000);
  const due = new Date(dueMs).toISOString();
  return {
    linkId: of.linkId,
    book: of.book,
    notional: `${wish.notional}`,
    schedule: { kind: 'monthly', day: Number(due.slice(8, 10)) },
    time: due.slice(11, 16),
    zone: 'UTC',
    startsOn: due.slice(0, 10),
    budget: wish.budget === null ? null : `${wish.budget}`,
    missedSlots: wish.missedSlots,
  };
}
