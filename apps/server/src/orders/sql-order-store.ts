// The pipeline's store on SQL: each verb is one statement, and each transaction one transaction of the database.

import { and, asc, eq, inArray, isNotNull, lte, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { TrailLine } from '../audit/trail-entry.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Db } from '../store/database.ts';
import { gathered } from '../store/gathered.ts';
import {
  type AttemptRow,
  attempts,
  fills,
  type IntentRow,
  intents,
  ledgerEntries,
  reservations,
} from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { orderAnswered, signatureAsked } from './group-member.ts';
import { ensureKillSwitch, isStopped, readKillSwitch, stopGeneration } from './kill-switch.ts';
import { claimLane, leaveLane } from './lane.ts';
import type { LinkShare } from './link-share.ts';
import type { DueOrder, OrderStore, OrderTx, PlanRef } from './order-store.ts';
import { sharedTransactions } from './shared-transactions.ts';

/**
 * The store on `db`; new work is announced through `jobs`, where there are other processes to hear of it. With a
 * `share`, due work is only that of the links which are this process's turn.
 */
export function sqlOrderStore(db: Db, jobs: Jobs | null, share: LinkShare | null = null): OrderStore {
  const alone: OrderStore['transaction'] = (work) => db.transaction((tx) => work(sqlOrderTx(tx, jobs)));
  const shared = sharedTransactions({ db, jobs, alone, gatherMs: share === null ? 0 : sharedGatherMs });
  const findIntent = gathered((ids: readonly string[]) => readIntents(db, ids));
  return {
    transaction: (work, linkId) => (linkId === undefined ? alone(work) : shared(work, linkId)),
    findIntent: async (intentId) => (await findIntent(intentId)) ?? null,
    async findOwnPlan(ref) {
      const [plan] = await db.select().from(plans).where(isOwnPlan(ref));
      return plan ?? null;
    },
    intentsDue: (nowMs, countMax) => readIntentsDue(db, share, { nowMs, countMax }),
    intentsSentByOthers: (owner) =>
      db
        .select()
        .from(intents)
        .where(and(eq(intents.stateKind, 'submitting'), ne(intents.owner, owner)))
        .orderBy(asc(intents.recordedAtMs), asc(intents.intentId)),
    plansByNextSlot: (countMax, dueByMs) =>
      share === null
        ? readPlansByNextSlot(db, countMax)
        : readSharedPlans(db, share, { countMax, dueByMs: dueByMs ?? Number.MAX_SAFE_INTEGER }),
    attemptsToSweep: (nowMs, countMax) => readAttemptsToSweep(db, share, { nowMs, countMax }),
    async scheduleNextSweep({ intentId, n }, { sweepAtMs, sweepsDone }) {
      await db
        .update(attempts)
        .set({ sweepAtMs, sweepsDone })
        .where(and(eq(attempts.intentId, intentId), eq(attempts.n, n)));
    },
    ensureKillSwitch: () => ensureKillSwitch(db),
    isStopped: (of) => isStopped(db, of),
    stopGeneration: () => stopGeneration(db),
  };
}

async function readIntents(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, IntentRow>> {
  const rows = await db
    .select()
    .from(intents)
    .where(sql`${intents.intentId} = any(${sql.param([...ids])})`);
  return new Map(rows.map((row) => [row.intentId, row]));
}

/** A few milliseconds of waiting spare several processes many small transactions. */
const sharedGatherMs = 5;

/** Orders that may exist first: they must not wait behind those that have not left yet. */
async function readIntentsDue(
  db: Db,
  share: LinkShare | null,
  { nowMs, countMax }: { readonly nowMs: number; readonly countMax: number },
): Promise<readonly DueOrder[]> {
  const mine = share === null ? null : await share.take(await linksWithDueIntents(db, nowMs));
  if (mine?.length === 0) return [];
  const isDue = and(
    lte(intents.nextWorkAtMs, nowMs),
    mine === null ? undefined : inArray(intents.linkId, [...mine]),
  );
  const sent = await db
    .select({ intentId: intents.intentId, linkId: intents.linkId })
    .from(intents)
    .where(and(isDue, ne(intents.stateKind, 'recorded')))
    .orderBy(asc(intents.nextWorkAtMs), asc(intents.intentId))
    .limit(countMax);
  const queued = await readQueued(db, and(isDue, eq(intents.stateKind, 'recorded')), countMax);
  return [
    ...sent.map((row) => ({ ...row, isQueued: false })),
    ...queued.map((row) => ({ ...row, isQueued: true })),
  ];
}

/** One order of each link before a second one of any: orders of one link are sent one after another anyway. */
function readQueued(db: Db, isDue: SQL | undefined, countMax: number) {
  const nth = sql<number>`row_number() over (partition by ${intents.linkId}
    order by ${intents.nextWorkAtMs}, ${intents.intentId})`.as('nth');
  const due = db
    .select({ intentId: intents.intentId, linkId: intents.linkId, nextWorkAtMs: intents.nextWorkAtMs, nth })
    .from(intents)
    .where(isDue)
    .as('due');
  return db
    .select({ intentId: due.intentId, linkId: due.linkId })
    .from(due)
    .orderBy(asc(due.nth), asc(due.nextWorkAtMs), asc(due.intentId))
    .limit(countMax);
}

async function readAttemptsToSweep(
  db: Db,
  share: LinkShare | null,
  { nowMs, countMax }: { readonly nowMs: number; readonly countMax: number },
): Promise<readonly AttemptRow[]> {
  const due = await db
    .select()
    .from(attempts)
    .where(lte(attempts.sweepAtMs, nowMs))
    .orderBy(asc(attempts.sweepAtMs), asc(attempts.orderId))
    .limit(share === null ? countMax : countMax * 10);
  if (share === null || due.length === 0) return due;
  const mine = new Set(await share.take([...new Set(due.map(({ linkId }) => linkId))]));
  return due.filter(({ linkId }) => mine.has(linkId)).slice(0, countMax);
}

async function linksWithDueIntents(db: Db, nowMs: number): Promise<readonly string[]> {
  const rows = await db
    .select({ linkId: intents.linkId })
    .from(intents)
    .where(lte(intents.nextWorkAtMs, nowMs))
    .groupBy(intents.linkId)
    .orderBy(sql`min(${intents.nextWorkAtMs})`, asc(intents.linkId));
  return rows.map(({ linkId }) => linkId);
}

function readPlansByNextSlot(db: Db, countMax: number): Promise<PlanRow[]> {
  return db
    .select()
    .from(plans)
    .where(isNotNull(plans.nextSlotAtMs))
    .orderBy(asc(plans.nextSlotAtMs), asc(plans.planId))
    .limit(countMax);
}

/** The due plans of the links that are ours; without a due plan anywhere, the next one, so that it is known when. */
async function readSharedPlans(
  db: Db,
  share: LinkShare,
  { countMax, dueByMs }: { readonly countMax: number; readonly dueByMs: number },
): Promise<readonly PlanRow[]> {
  const due = await db
    .select({ linkId: plans.linkId })
    .from(plans)
    .where(lte(plans.nextSlotAtMs, dueByMs))
    .groupBy(plans.linkId)
    .orderBy(sql`min(${plans.nextSlotAtMs})`, asc(plans.linkId));
  if (due.length === 0) return readPlansByNextSlot(db, 1);
  const mine = await share.take(due.map(({ linkId }) => linkId));
  if (mine.length === 0) return [];
  return db
    .select()
    .from(plans)
    .where(and(lte(plans.nextSlotAtMs, dueByMs), inArray(plans.linkId, [...mine])))
    .orderBy(asc(plans.nextSlotAtMs), asc(plans.planId))
    .limit(countMax);
}

/** The verbs within the transaction `tx`. */
export function sqlOrderTx(tx: Db, jobs: Jobs | null): OrderTx {
  return {
    ...intentVerbs(tx),
    ...planVerbs(tx),
    ...reservationVerbs(tx),
    ...attemptVerbs(tx),
    ...fillVerbs(tx),
    readKillSwitch: (of) => readKillSwitch(tx, of),
    claimLane: (linkId, by) => claimLane(tx, linkId, by),
    leaveLane: (linkId, intentId) => leaveLane(tx, linkId, intentId),
    recordActivity: (line) => recordActivity(tx, line),
    wakeOthers: async () => jobs?.enqueueWake(tx),
  };
}

function isOwnPlan({ planId, userId }: PlanRef) {
  return and(eq(plans.planId, planId), eq(plans.userId, userId));
}

type IntentVerbs = Pick<
  OrderTx,
  'lockIntent' | 'findIntentOfSlot' | 'hasOpenIntent' | 'insertIntent' | 'updateIntent' | 'setIntentTotals'
>;

function intentVerbs(tx: Db): IntentVerbs {
  return {
    async lockIntent(intentId) {
      const [row] = await tx.select().from(intents).where(eq(intents.intentId, intentId)).for('update');
      return row ?? null;
    },
    async findIntentOfSlot(planId, slotKey) {
      const [row] = await tx
        .select()
        .from(intents)
        .where(and(eq(intents.planId, planId), eq(intents.slotKey, slotKey)));
      return row ?? null;
    },
    async hasOpenIntent(planId) {
      const [open] = await tx
        .select({ intentId: intents.intentId })
        .from(intents)
        .where(
          and(eq(intents.planId, planId), notInArray(intents.stateKind, ['done', 'skipped', 'held', 'late'])),
        )
        .limit(1);
      return open !== undefined;
    },
    async insertIntent(intent) {
      const [row] = await tx.insert(intents).values(intent).onConflictDoNothing().returning();
      return row ?? null;
    },
    async updateIntent({ intentId, ...values }, from) {
      const written = await tx
        .update(intents)
        .set(values)
        .where(and(eq(intents.intentId, intentId), eq(intents.stateKind, from)))
        .returning({ intentId: intents.intentId });
      return written.length === 1;
    },
    async setIntentTotals(intentId, { spent, bought }) {
      await tx.update(intents).set({ spent, bought }).where(eq(intents.intentId, intentId));
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

function planVerbs(tx: Db): PlanVerbs {
  return {
    async lockPlan(planId) {
      const [row] = await tx.select().from(plans).where(eq(plans.planId, planId)).for('update');
      return row ?? null;
    },
    async lockOwnPlan(ref) {
      const [row] = await tx.select().from(plans).where(isOwnPlan(ref)).for('update');
      return row ?? null;
    },
    async insertPlan(plan) {
      await tx.insert(plans).values(plan);
    },
    async setPlanState(planId, state, nextSlotAtMs) {
      await tx
        .update(plans)
        .set({ state, stateKind: state.kind, nextSlotAtMs })
        .where(eq(plans.planId, planId));
    },
    async readPlan(planId) {
      const [row] = await tx.select().from(plans).where(eq(plans.planId, planId)).for('share');
      return row ?? null;
    },
    async addToPlan(planId, { spent, reserved, bought, ordersDone }) {
      await tx
        .update(plans)
        .set({
          ...(spent === undefined ? {} : { spent: sql`${plans.spent} + ${spent}` }),
          ...(reserved === undefined ? {} : { reserved: sql`${plans.reserved} + ${reserved}` }),
          ...(bought === undefined ? {} : { bought: sql`${plans.bought} + ${bought}` }),
          ...(ordersDone === undefined ? {} : { ordersDone: sql`${plans.ordersDone} + ${ordersDone}` }),
        })
        .where(eq(plans.planId, planId));
    },
    async markAnswered(planId, mark) {
      await tx.update(plans).set(mark).where(eq(plans.planId, planId));
    },
    async pauseActivePlan(planId, state) {
      const paused = await tx
        .update(plans)
        .set({ stateKind: state.kind, state })
        .where(and(eq(plans.planId, planId), eq(plans.stateKind, 'active')))
        .returning({ planId: plans.planId });
      return paused.length > 0;
    },
    async stopPlan(planId, state) {
      await tx
        .update(plans)
        .set({ stateKind: state.kind, state, nextSlotAtMs: null })
        .where(eq(plans.planId, planId));
    },
  };
}

type ReservationVerbs = Pick<
  OrderTx,
  'insertReservation' | 'lockReservation' | 'setReservationLeft' | 'promisedOnLink'
>;

function reservationVerbs(tx: Db): ReservationVerbs {
  return {
    async insertReservation(reservation) {
      await tx.insert(reservations).values(reservation);
    },
    async lockReservation(intentId) {
      const [held] = await tx
        .select({ left: reservations.left })
        .from(reservations)
        .where(eq(reservations.intentId, intentId))
        .for('update');
      return held?.left ?? null;
    },
    async setReservationLeft(intentId, left) {
      await tx.update(reservations).set({ left }).where(eq(reservations.intentId, intentId));
    },
    async promisedOnLink(linkId, currency) {
      const [row] = await tx
        .select({ sum: sql<string>`coalesce(sum(${reservations.left}), 0)` })
        .from(reservations)
        .innerJoin(intents, eq(intents.intentId, reservations.intentId))
        .where(
          and(
            eq(intents.linkId, linkId),
            // Implied by the states, and what its index is on.
            isNotNull(intents.nextWorkAtMs),
            eq(reservations.currency, currency),
            inArray(intents.stateKind, ['recorded', 'submitting', 'being_confirmed']),
          ),
        );
      return BigInt(row?.sum ?? '0');
    },
  };
}

function attemptVerbs(tx: Db): Pick<OrderTx, 'insertAttempt' | 'updateAttempt' | 'scheduleSweeps'> {
  return {
    async insertAttempt(attempt) {
      await tx.insert(attempts).values(attempt);
      await noteAttempt(tx, attempt.orderId, signatureAsked);
    },
    async updateAttempt(orderId, change) {
      await tx.update(attempts).set(change).where(eq(attempts.orderId, orderId));
      const { outcome } = change;
      if (typeof outcome !== 'string') return;
      await noteAttempt(tx, orderId, ({ userId }) => orderAnswered(userId, orderId, outcome));
    },
    async scheduleSweeps(intentId, atMs) {
      await tx.update(attempts).set({ sweepAtMs: atMs }).where(eq(attempts.intentId, intentId));
    },
  };
}

/** Each signature that is asked for, and what came of it, is in the person's trail: which order, not its words. */
async function noteAttempt(tx: Db, orderId: string, line: (intent: IntentRow) => TrailLine): Promise<void> {
  const [attempt] = await tx
    .select({ intent: intents })
    .from(attempts)
    .innerJoin(intents, eq(intents.intentId, attempts.intentId))
    .where(eq(attempts.orderId, orderId));
  if (attempt === undefined) return;
  noteInTrail(tx, line(attempt.intent));
}

function fillVerbs(tx: Db): Pick<OrderTx, 'insertFills' | 'fillsOf' | 'insertLedger'> {
  return {
    async insertFills(rows) {
      if (rows.length === 0) return [];
      return tx
        .insert(fills)
        .values([...rows])
        .onConflictDoNothing()
        .returning();
    },
    fillsOf: (intentId) => tx.select().from(fills).where(eq(fills.intentId, intentId)),
    async insertLedger(entries) {
      if (entries.length > 0) await tx.insert(ledgerEntries).values([...entries]);
    },
  };
}
