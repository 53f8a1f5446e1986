// The pipeline's store in memory: one transaction after the other, all or nothing, no clock and no chance of its own.

import { isTerminal } from '@mandato/invest-core/order/order-state';
import { leaseMs } from '@mandato/server/orders/apply-event';
import { type KillScope, type KillSubject, nameOfScope } from '@mandato/server/orders/kill-switch';
import type { OrderStore, OrderTx, PlanRef } from '@mandato/server/orders/order-store';
import type { AttemptRow, FillRow, IntentRow } from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { ConstraintBroken, type LaneRow, type MemoryTables } from './memory-tables.ts';
import { appendToTrail } from './memory-trail.ts';

/** A store on `tables`. */
export function memoryOrderStore(tables: MemoryTables): OrderStore {
  const tx = memoryTx(tables);
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction(work) {
      const mine = last.then(() => runTransaction(tables, tx, work));
      last = mine.catch(() => undefined);
      return mine;
    },
    findIntent: async (intentId) => tables.intents.get(intentId) ?? null,
    findOwnPlan: async (ref) => ownPlan(tables, ref),
    intentsDue: async (nowMs, countMax) => {
      const due = sorted(
        rowsWhere(tables.waitingIntents, (row) => (row.nextWorkAtMs ?? 0) <= nowMs),
        (row) => row.nextWorkAtMs ?? 0,
        (row) => row.intentId,
      );
      const sent = due.filter((row) => row.stateKind !== 'recorded').slice(0, countMax);
      const queued = fairly(due.filter((row) => row.stateKind === 'recorded')).slice(0, countMax);
      return [
        ...sent.map(({ intentId, linkId }) => ({ intentId, linkId, isQueued: false })),
        ...queued.map(({ intentId, linkId }) => ({ intentId, linkId, isQueued: true })),
      ];
    },
    intentsSentByOthers: async (owner) =>
      sorted(
        [...tables.intents.values()].filter((row) => row.stateKind === 'submitting' && row.owner !== owner),
        (row) => row.recordedAtMs,
        (row) => row.intentId,
      ),
    plansByNextSlot: async (countMax) => tables.plansInOrder().slice(0, countMax),
    attemptsToSweep: async (nowMs, countMax) =>
      sorted(
        rowsWhere(tables.waitingAttempts, (row) => (row.sweepAtMs ?? 0) <= nowMs),
        (row) => row.sweepAtMs ?? 0,
        (row) => row.orderId,
      ).slice(0, countMax),
    scheduleNextSweep: async ({ orderId }, next) => {
      const row = tables.attempts.get(orderId);
      if (row !== undefined) tables.putAttempt({ ...row, ...next });
      tables.commit();
    },
    ensureKillSwitch: async () => {
      if (!tables.control.has('all')) tables.put(tables.control, 'all', { isKilled: false, generation: 0 });
      tables.commit();
    },
    isStopped: async (of) => isStoppedIn(tables, of),
    stopGeneration: async () => tables.control.get('all')?.generation ?? 0,
  };
}

/** Turns the switch of `scope`, or of that name, in one step. Answers its name. */
export function turnKillSwitch(tables: MemoryTables, isKilled: boolean, scope: KillScope | string): string {
  const name = typeof scope === 'string' ? scope : nameOfScope(scope);
  const all = tables.control.get('all') ?? { isKilled: false, generation: 0 };
  const generation = all.generation + 1;
  tables.put(tables.control, 'all', { ...all, generation });
  tables.put(tables.control, name, { isKilled, generation });
  tables.commit();
  return name;
}

/** Whether some switch stops `subject`. */
export function isStoppedIn(tables: MemoryTables, { userId, planId }: KillSubject): boolean {
  const isOn = (scope: KillScope) => tables.control.get(nameOfScope(scope))?.isKilled === true;
  return isOn({ kind: 'all' }) || isOn({ kind: 'account', userId }) || isOn({ kind: 'plan', planId });
}

async function runTransaction<T>(
  tables: MemoryTables,
  tx: OrderTx,
  work: (tx: OrderTx) => Promise<T>,
): Promise<T> {
  try {
    const value = await work(tx);
    tables.commit();
    return value;
  } catch (error) {
    tables.rollBack();
    throw error;
  }
}

function memoryTx(tables: MemoryTables): OrderTx {
  return {
    ...intentVerbs(tables),
    ...planVerbs(tables),
    ...reservationVerbs(tables),
    ...attemptVerbs(tables),
    ...fillVerbs(tables),
    ...laneVerbs(tables),
    readKillSwitch: async (of) => ({
      isKilled: isStoppedIn(tables, of),
      generation: tables.control.get('all')?.generation ?? 0,
    }),
    recordActivity: async (line) => {
      tables.put(tables.activities, tables.activities.size + 1, line);
      appendToTrail(tables, line);
    },
    wakeOthers: async () => undefined,
  };
}

type IntentVerbs = Pick<
  OrderTx,
  'lockIntent' | 'findIntentOfSlot' | 'hasOpenIntent' | 'insertIntent' | 'updateIntent' | 'setIntentTotals'
>;

function intentVerbs(tables: MemoryTables): IntentVerbs {
  return {
    lockIntent: async (intentId) => tables.intents.get(intentId) ?? null,
    findIntentOfSlot: async (planId, slotKey) => {
      const intentId = tables.slots.get(`${planId} ${slotKey}`);
      return intentId === undefined ? null : (tables.intents.get(intentId) ?? null);
    },
    hasOpenIntent: async (planId) => {
      for (const { planId: of, state } of tables.intents.values())
        if (of === planId && !isTerminal(state)) return true;
      return false;
    },
    insertIntent: async (intent) => {
      const isTaken =
        tables.intents.has(intent.intentId) || tables.slots.has(`${intent.planId} ${intent.slotKey}`);
      if (isTaken) return null;
      tables.putIntent(intent);
      return intent;
    },
    updateIntent: async (intent, from) => {
      if (tables.intents.get(intent.intentId)?.stateKind !== from) return false;
      tables.putIntent(intent);
      return true;
    },
    setIntentTotals: async (intentId, { spent, bought }) => {
      const row = tables.intents.get(intentId);
      if (row !== undefined) tables.putIntent({ ...row, spent, bought });
    },
  };
}

type PlanVerbs = Pick<
  OrderTx,
  | 'lockPlan'
  | 'lockOwnPlan'
  | 'insertPlan'
  | 'setPlanState'
  | 'readPlan'
  | 'addToPlan'
  | 'markAnswered'
  | 'pauseActivePlan'
  | 'stopPlan'
>;

function planVerbs(tables: MemoryTables): PlanVerbs {
  return {
    lockPlan: async (planId) => tables.plans.get(planId) ?? null,
    lockOwnPlan: async (ref) => ownPlan(tables, ref),
    insertPlan: async (plan) => {
      if (tables.plans.has(plan.planId)) throw new ConstraintBroken('plans_pkey');
      tables.putPlan(plan);
    },
    setPlanState: async (planId, state, nextSlotAtMs) => {
      const row = tables.plans.get(planId);
      if (row !== undefined) tables.putPlan({ ...row, stateKind: state.kind, state, nextSlotAtMs });
    },
    readPlan: async (planId) => tables.plans.get(planId) ?? null,
    addToPlan: async (planId, change) => {
      const row = tables.plans.get(planId);
      if (row === undefined) return;
      tables.putPlan({
        ...row,
        spent: row.spent + (change.spent ?? 0n),
        reserved: row.reserved + (change.reserved ?? 0n),
        bought: row.bought + (change.bought ?? 0n),
        ordersDone: row.ordersDone + (change.ordersDone ?? 0),
      });
    },
    markAnswered: async (planId, mark) => {
      const row = tables.plans.get(planId);
      if (row !== undefined) tables.putPlan({ ...row, ...mark });
    },
    pauseActivePlan: async (planId, state) => {
      const row = tables.plans.get(planId);
      if (row?.stateKind !== 'active') return false;
      tables.putPlan({ ...row, stateKind: state.kind, state });
      return true;
    },
    stopPlan: async (planId, state) => {
      const row = tables.plans.get(planId);
      if (row !== undefined) tables.putPlan({ ...row, stateKind: state.kind, state, nextSlotAtMs: null });
    },
  };
}

function ownPlan(tables: MemoryTables, { planId, userId }: PlanRef): PlanRow | null {
  const plan = tables.plans.get(planId);
  return plan?.userId === userId ? plan : null;
}

type ReservationVerbs = Pick<
  OrderTx,
  'insertReservation' | 'lockReservation' | 'setReservationLeft' | 'promisedOnLink'
>;

const promisingKinds: readonly string[] = ['recorded', 'submitting', 'being_confirmed'];

function reservationVerbs(tables: MemoryTables): ReservationVerbs {
  return {
    insertReservation: async (row) => {
      if (tables.reservations.has(row.intentId)) throw new ConstraintBroken('reservations_pkey');
      tables.putReservation(row);
    },
    lockReservation: async (intentId) => tables.reservations.get(intentId)?.left ?? null,
    setReservationLeft: async (intentId, left) => {
      const row = tables.reservations.get(intentId);
      if (row !== undefined) tables.putReservation({ ...row, left });
    },
    promisedOnLink: async (linkId, currency) => {
      let sum = 0n;
      for (const intent of tables.waitingIntents.values()) {
        if (intent.linkId !== linkId || !promisingKinds.includes(intent.stateKind)) continue;
        const reservation = tables.reservations.get(intent.intentId);
        if (reservation?.currency === currency) sum += reservation.left;
      }
      return sum;
    },
  };
}

function attemptVerbs(
  tables: MemoryTables,
): Pick<OrderTx, 'insertAttempt' | 'updateAttempt' | 'scheduleSweeps'> {
  return {
    insertAttempt: async (attempt) => {
      const nonceKey = `${attempt.linkId} ${attempt.nonce}`;
      if (tables.attempts.has(attempt.orderId)) throw new ConstraintBroken('attempts_order_id_unique');
      if (tables.nonces.has(nonceKey)) throw new ConstraintBroken('attempts_nonce_once');
      tables.put(tables.nonces, nonceKey, attempt.orderId);
      tables.putAttempt({ ...attempt, ...newAttempt });
    },
    updateAttempt: async (orderId, change) => {
      const row = tables.attempts.get(orderId);
      if (row !== undefined) tables.putAttempt({ ...row, ...change });
    },
    scheduleSweeps: async (intentId, atMs) => {
      for (const row of [...tables.attempts.values()]) {
        if (row.intentId === intentId) tables.putAttempt({ ...row, sweepAtMs: atMs });
      }
    },
  };
}

const newAttempt: Pick<AttemptRow, 'sentAtMs' | 'outcome' | 'evidence' | 'sweepAtMs' | 'sweepsDone'> = {
  sentAtMs: null,
  outcome: null,
  evidence: null,
  sweepAtMs: null,
  sweepsDone: 0,
};

function fillVerbs(tables: MemoryTables): Pick<OrderTx, 'insertFills' | 'fillsOf' | 'insertLedger'> {
  return {
    insertFills: async (rows) => {
      const fresh: FillRow[] = [];
      for (const row of rows) {
        const key = `${row.exchange} ${row.tradeId}`;
        if (tables.fills.has(key)) continue;
        fresh.push(row);
        tables.put(tables.fills, key, row);
        const others = tables.fillsByIntent.get(row.intentId) ?? [];
        tables.put(tables.fillsByIntent, row.intentId, [...others, row]);
      }
      return fresh;
    },
    fillsOf: async (intentId) => tables.fillsByIntent.get(intentId) ?? [],
    insertLedger: async (entries) => {
      for (const entry of entries) {
        const key = `${entry.journalId} ${entry.line}`;
        if (tables.ledger.has(key)) throw new ConstraintBroken('ledger_entries_line');
        tables.put(tables.ledger, key, entry);
      }
    },
  };
}

const freeLane: LaneRow = { epoch: 0, holderIntentId: null, owner: null, leaseUntilMs: 0, nonceHigh: 0n };

function laneVerbs(tables: MemoryTables): Pick<OrderTx, 'claimLane' | 'leaveLane'> {
  return {
    claimLane: async (linkId, by) => {
      const lane = tables.lanes.get(linkId) ?? freeLane;
      if (lane.holderIntentId !== null && lane.leaseUntilMs > by.nowMs) return null;
      const offered = BigInt(by.nonce);
      const nonceHigh = offered > lane.nonceHigh + 1n ? offered : lane.nonceHigh + 1n;
      const epoch = lane.epoch + 1;
      const { intentId: holderIntentId, owner } = by;
      const leaseUntilMs = by.nowMs + leaseMs;
      tables.put(tables.lanes, linkId, { epoch, holderIntentId, owner, leaseUntilMs, nonceHigh });
      return { epoch, nonce: nonceHigh.toString() };
    },
    leaveLane: async (linkId, intentId) => {
      const lane = tables.lanes.get(linkId);
      if (lane?.holderIntentId !== intentId) return;
      tables.put(tables.lanes, linkId, { ...lane, holderIntentId: null, owner: null, leaseUntilMs: 0 });
    },
  };
}

/** Most looks find nothing, and make nothing. */
function rowsWhere<Row>(table: ReadonlyMap<string, Row>, isWanted: (row: Row) => boolean): Row[] {
  const rows: Row[] = [];
  for (const row of table.values()) if (isWanted(row)) rows.push(row);
  return rows;
}

/** One of each link before a second one of any; otherwise as they are. */
function fairly(rows: readonly IntentRow[]): readonly IntentRow[] {
  if (rows.length < 2) return rows;
  const counts = new Map<string, number>();
  const numbered = rows.map((row) => {
    const nth = counts.get(row.linkId) ?? 0;
    counts.set(row.linkId, nth + 1);
    return { row, nth };
  });
  return numbered.sort((one, other) => one.nth - other.nth).map(({ row }) => row);
}

/** By a number, and by text where the numbers are equal. */
function sorted<Row>(rows: Row[], number: (row: Row) => number, text: (row: Row) => string): Row[] {
  return rows.length < 2
    ? rows
    : rows.sort((one, other) => number(one) - number(other) || (text(one) < text(other) ? -1 : 1));
}
