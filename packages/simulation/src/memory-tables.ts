// The tables of the order pipeline in memory, with the same constraints as on SQL, and undone when a transaction fails.

import type { ActivityLine } from '@mandato/server/activity/record-activity';
import type { TrailEntry } from '@mandato/server/audit/trail-entry';
import type { KillSwitch } from '@mandato/server/orders/kill-switch';
import type {
  AttemptRow,
  FillRow,
  IntentRow,
  LedgerRow,
  ReservationRow,
} from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';

export interface LaneRow {
  readonly epoch: number;
  readonly holderIntentId: string | null;
  readonly owner: string | null;
  readonly leaseUntilMs: number;
  readonly nonceHigh: bigint;
}

/** A write that SQL would have refused. */
export class ConstraintBroken extends Error {
  override readonly name = 'ConstraintBroken';
}

export class MemoryTables {
  readonly plans = new Map<string, PlanRow>();
  readonly intents = new Map<string, IntentRow>();
  /** Intent ids by plan and slot. */
  readonly slots = new Map<string, string>();
  readonly attempts = new Map<string, AttemptRow>();
  readonly nonces = new Map<string, string>();
  readonly lanes = new Map<string, LaneRow>();
  readonly reservations = new Map<string, ReservationRow>();
  readonly fills = new Map<string, FillRow>();
  readonly ledger = new Map<string, LedgerRow>();
  readonly activities = new Map<number, ActivityLine>();
  readonly trail = new Map<number, TrailEntry>();
  /** Switches by the name of their scope. */
  readonly control = new Map<string, KillSwitch>();
  /** What is waiting for work, so that looking for it does not read every row. */
  readonly waitingIntents = new Map<string, IntentRow>();
  /** A held order waits for a person, and keeps its share of the budget meanwhile. */
  readonly heldIntents = new Map<string, IntentRow>();
  readonly waitingAttempts = new Map<string, AttemptRow>();
  readonly fillsByIntent = new Map<string, readonly FillRow[]>();
  /** Whether a commit is on the disk when it is answered. */
  isSynced = true;
  #undo: (() => void)[] = [];
  #unsynced: (() => void)[] = [];
  #plansInOrder: readonly PlanRow[] | null = null;

  /** Writes one row; undone by `rollBack` until `commit`. */
  put<Key, Row>(table: Map<Key, Row>, key: Key, row: Row): void {
    const before = table.get(key);
    this.#undo.push(() => {
      if (before === undefined) table.delete(key);
      else table.set(key, before);
    });
    table.set(key, row);
  }

  remove<Key, Row>(table: Map<Key, Row>, key: Key): void {
    const before = table.get(key);
    if (before === undefined) return;
    this.#undo.push(() => table.set(key, before));
    table.delete(key);
  }

  putIntent(row: IntentRow): void {
    this.put(this.intents, row.intentId, row);
    this.put(this.slots, `${row.planId} ${row.slotKey}`, row.intentId);
    if (row.nextWorkAtMs === null) this.remove(this.waitingIntents, row.intentId);
    else this.put(this.waitingIntents, row.intentId, row);
    if (row.stateKind === 'held') this.put(this.heldIntents, row.intentId, row);
    else this.remove(this.heldIntents, row.intentId);
  }

  putAttempt(row: AttemptRow): void {
    this.put(this.attempts, row.orderId, row);
    if (row.sweepAtMs === null) this.remove(this.waitingAttempts, row.orderId);
    else this.put(this.waitingAttempts, row.orderId, row);
  }

  putPlan(row: PlanRow): void {
    if (row.spent < 0n || row.reserved < 0n) throw new ConstraintBroken('plan_totals_not_negative');
    this.put(this.plans, row.planId, row);
    this.#plansInOrder = null;
  }

  /** Plans that will have another slot, the next due first. */
  plansInOrder(): readonly PlanRow[] {
    this.#plansInOrder ??= [...this.plans.values()]
      .filter(({ nextSlotAtMs }) => nextSlotAtMs !== null)
      .sort(
        (one, other) =>
          (one.nextSlotAtMs ?? 0) - (other.nextSlotAtMs ?? 0) || (one.planId < other.planId ? -1 : 1),
      );
    return this.#plansInOrder;
  }

  earliestSlot(): Pick<PlanRow, 'nextSlotAtMs'> {
    return this.plansInOrder()[0] ?? { nextSlotAtMs: null };
  }

  putReservation(row: ReservationRow): void {
    if (row.left < 0n || row.left > row.amount) throw new ConstraintBroken('reservation_within');
    this.put(this.reservations, row.intentId, row);
  }

  commit(): void {
    if (!this.isSynced) this.#unsynced.push(...this.#undo);
    this.#undo = [];
  }

  /** Everything committed so far is on the disk. */
  sync(): void {
    this.#unsynced = [];
  }

  /** What no sync has covered is gone. */
  losePower(): void {
    this.rollBack();
    this.#undo = this.#unsynced;
    this.#unsynced = [];
    this.rollBack();
  }

  rollBack(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo = [];
    this.#plansInOrder = null;
  }
}
