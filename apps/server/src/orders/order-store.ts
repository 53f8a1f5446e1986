// What the order pipeline asks of its store, in its own words: the same pipeline runs on SQL and on memory.

import type { OrderStateKind } from '@mandato/invest-core/order/order-state';
import type { PlanState } from '@mandato/invest-core/plan/plan';
import type { ActivityLine } from '../activity/record-activity.ts';
import type {
  AttemptRow,
  FillRow,
  IntentRow,
  LedgerRow,
  ReservationRow,
} from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import type { KillSubject, KillSwitch } from './kill-switch.ts';
import type { LaneClaim, LaneRequest } from './lane.ts';

/** An order that there is something to do about. */
export interface DueOrder {
  readonly intentId: string;
  readonly linkId: string;
  /** Recorded, and not sent yet: it waits for its turn in its link's lane. */
  readonly isQueued: boolean;
}

/** Reads that need no lock, and transactions. Every transaction is all or nothing, and durable once it resolves. */
export interface OrderStore {
  /**
   * With `linkId`, all rows that `work` reads and writes belong to that link: then it may share its commit with the
   * work of other links, and it may be begun anew if it could not.
   */
  transaction<T>(work: (tx: OrderTx) => Promise<T>, linkId?: string): Promise<T>;
  findIntent(intentId: string): Promise<IntentRow | null>;
  /** The person's plan; null when there is none of that id or it is somebody else's. */
  findOwnPlan(ref: PlanRef): Promise<PlanRow | null>;
  /**
   * Intents whose next work is at `nowMs` (wall clock) or before: first up to `countMax` that were sent, the longest
   * waiting first, then up to `countMax` that wait to be, one of each link before a second one of any. Where several
   * processes share the work, those that are this one's turn.
   */
  intentsDue(nowMs: number, countMax: number): Promise<readonly DueOrder[]>;
  /** Intents that somebody other than `owner` was sending. */
  intentsSentByOthers(owner: string): Promise<readonly IntentRow[]>;
  /**
   * Plans that will have another slot, the next due first. Where several processes share the work, the due ones
   * (at `dueByMs` of the market clock or before) are those that are this one's turn, which may be none.
   */
  plansByNextSlot(countMax: number, dueByMs?: number): Promise<readonly PlanRow[]>;
  attemptsToSweep(nowMs: number, countMax: number): Promise<readonly AttemptRow[]>;
  scheduleNextSweep(attempt: AttemptRow, next: NextSweep): Promise<void>;
  /** Makes sure that the kill switch has a row to lock. */
  ensureKillSwitch(): Promise<void>;
  /** Whether some switch stops an order, as far as has committed. */
  isStopped(of: KillSubject): Promise<boolean>;
  /** Rises with every change of any switch, as far as has committed. */
  stopGeneration(): Promise<number>;
}

/** Whose plan. */
export interface PlanRef {
  readonly userId: string;
  readonly planId: string;
}

/** An attempt as it is journaled: nothing has come of it yet. */
export type NewAttempt = Omit<AttemptRow, 'sentAtMs' | 'outcome' | 'evidence' | 'sweepAtMs' | 'sweepsDone'>;

/** When to look for an attempt again; null when no look is left. */
export interface NextSweep {
  readonly sweepAtMs: number | null;
  readonly sweepsDone: number;
}

/** What is added to a plan's totals; amounts in 10^-8 units, negative to take away. */
export interface PlanChange {
  readonly spent?: bigint;
  readonly reserved?: bigint;
  readonly bought?: bigint;
  readonly ordersDone?: number;
}

/** One transaction. Locks last until it ends. */
export interface OrderTx {
  lockIntent(intentId: string): Promise<IntentRow | null>;
  /** The row of one slot of a plan. */
  findIntentOfSlot(planId: string, slotKey: string): Promise<IntentRow | null>;
  /** Whether any order of the plan has not ended. */
  hasOpenIntent(planId: string): Promise<boolean>;
  /** Null when the plan's slot has its row already. */
  insertIntent(intent: IntentRow): Promise<IntentRow | null>;
  /** Writes the whole row; false when it is not in the state `from` any more. */
  updateIntent(intent: IntentRow, from: OrderStateKind): Promise<boolean>;
  setIntentTotals(
    intentId: string,
    totals: { readonly spent: bigint; readonly bought: bigint },
  ): Promise<void>;

  lockPlan(planId: string): Promise<PlanRow | null>;
  /** As `lockPlan`, and null as well when the plan is somebody else's. */
  lockOwnPlan(ref: PlanRef): Promise<PlanRow | null>;
  insertPlan(plan: PlanRow): Promise<void>;
  setPlanState(planId: string, state: PlanState, nextSlotAtMs: number | null): Promise<void>;
  /** The plan, which nobody can change before the transaction has ended. */
  readPlan(planId: string): Promise<PlanRow | null>;
  addToPlan(planId: string, change: PlanChange): Promise<void>;
  /** Every slot up to `answeredUntilMs` has its row now. */
  markAnswered(
    planId: string,
    mark: { readonly answeredUntilMs: number; readonly nextSlotAtMs: number | null },
  ): Promise<void>;
  /** False when the plan was not active. */
  pauseActivePlan(planId: string, state: PlanState & { readonly kind: 'paused' }): Promise<boolean>;
  stopPlan(planId: string, state: PlanState & { readonly kind: 'stopped' }): Promise<void>;

  insertReservation(reservation: ReservationRow): Promise<void>;
  /** What is still set aside for an intent; null when nothing ever was. */
  lockReservation(intentId: string): Promise<bigint | null>;
  setReservationLeft(intentId: string, left: bigint): Promise<void>;
  /** The sum set aside on a link for orders that have not reached the exchange, as far as is known. */
  promisedOnLink(linkId: string, currency: string): Promise<bigint>;

  insertAttempt(attempt: NewAttempt): Promise<void>;
  updateAttempt(
    orderId: string,
    change: Partial<Pick<AttemptRow, 'outcome' | 'evidence' | 'sentAtMs'>>,
  ): Promise<void>;
  /** All attempts of an intent are to be looked for again at `atMs`. */
  scheduleSweeps(intentId: string, atMs: number): Promise<void>;

  /** Adds those of `fills` that are new, and answers those. */
  insertFills(fills: readonly FillRow[]): Promise<readonly FillRow[]>;
  fillsOf(intentId: string): Promise<readonly FillRow[]>;
  insertLedger(entries: readonly LedgerRow[]): Promise<void>;

  /** How the switches stand for an order; none can be turned before the transaction has ended. */
  readKillSwitch(of: KillSubject): Promise<KillSwitch>;
  claimLane(linkId: string, by: LaneRequest): Promise<LaneClaim | null>;
  leaveLane(linkId: string, intentId: string): Promise<void>;

  recordActivity(line: ActivityLine): Promise<void>;
  /** Other processes hear of new work once the transaction has committed. */
  wakeOthers(): Promise<void>;
}
