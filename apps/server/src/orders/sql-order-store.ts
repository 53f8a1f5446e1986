// The pipeline's store on SQL: each verb is one statement, and each transaction one transaction of the database.

import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNotNull, lte, ne, notInArray, sql } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import type { TrailLine } from '../audit/trail-entry.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Db } from '../store/database.ts';
import {
  attempts,
  fills,
  type IntentRow,
  intents,
  ledgerEntries,
  reservations,
} from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { ensureKillSwitch, readKillSwitch } from './kill-switch.ts';
import { claimLane, leaveLane } from './lane.ts';
import type { OrderStore, OrderTx, PlanRef } from './order-store.ts';

/** The store on `db`; new work is announced through `jobs`, where there are other processes to hear of it. */
export function sqlOrderStore(db: Db, jobs: Jobs | null): OrderStore {
  return {
    transaction: (work) => db.transaction((tx) => work(sqlOrderTx(tx, jobs))),
    async findIntent(intentId) {
      const [row] = await db.select().from(intents).where(eq(intents.intentId, intentId));
      return row ?? null;
    },
    async findOwnPlan(ref) {
      const [plan] = await db.select().from(plans).where(isOwnPlan(ref));
      return plan ?? null;
    },
    async intentsDue(nowMs, countMax) {
      const due = await db
        .select({ intentId: intents.intentId })
        .from(intents)
        .where(lte(intents.nextWorkAtMs, nowMs))
        .orderBy(asc(intents.nextWorkAtMs), asc(intents.intentId))
        .limit(countMax);
      return due.map(({ intentId }) => intentId);
    },
    intentsSentByOthers: (owner) =>
      db
        .select()
        .from(intents)
        .where(and(eq(intents.stateKind, 'submitting'), ne(intents.owner, owner)))
        .orderBy(asc(intents.recordedAtMs), asc(intents.intentId)),
    plansByNextSlot: (countMax) =>
      db
        .select()
        .from(plans)
        .where(isNotNull(plans.nextSlotAtMs))
        .orderBy(asc(plans.nextSlotAtMs), asc(plans.planId))
        .limit(countMax),
    attemptsToSweep: (nowMs, countMax) =>
      db
        .select()
        .from(attempts)
        .where(lte(attempts.sweepAtMs, nowMs))
        .orderBy(asc(attempts.sweepAtMs), asc(attempts.orderId))
        .limit(countMax),
    async scheduleNextSweep({ intentId, n }, { sweepAtMs, sweepsDone }) {
      await db
        .update(attempts)
        .set({ sweepAtMs, sweepsDone })
        .where(and(eq(attempts.intentId, intentId), eq(attempts.n, n)));
    },
    ensureKillSwitch: () => ensureKillSwitch(db),
  };
}

/** The verbs within the transaction `tx`. */
function sqlOrderTx(tx: Db, jobs: Jobs | null): OrderTx {
  return {
    ...intentVerbs(tx),
    ...planVerbs(tx),
    ...reservationVerbs(tx),
    ...attemptVerbs(tx),
    ...fillVerbs(tx),
    readKillSwitch: () => readKillSwitch(tx),
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
      await noteAttempt(tx, attempt.orderId, (intent) => ({
        what: 'order_signature_asked',
        details: { orderId: intent.orderId, intent: hashOfTerms(intent), linkId: intent.linkId },
      }));
    },
    async updateAttempt(orderId, change) {
      await tx.update(attempts).set(change).where(eq(attempts.orderId, orderId));
      const { outcome } = change;
      if (typeof outcome !== 'string') return;
      await noteAttempt(tx, orderId, () => ({ what: 'order_answered', details: { orderId, outcome } }));
    },
    async scheduleSweeps(intentId, atMs) {
      await tx.update(attempts).set({ sweepAtMs: atMs }).where(eq(attempts.intentId, intentId));
    },
  };
}

/** Each signature that is asked for, and what came of it, is in the person's trail: which order, not its words. */
async function noteAttempt(
  tx: Db,
  orderId: string,
  line: (intent: IntentRow) => Omit<TrailLine, 'userId'>,
): Promise<void> {
  const [attempt] = await tx
    .select({ intent: intents })
    .from(attempts)
    .innerJoin(intents, eq(intents.intentId, attempts.intentId))
    .where(eq(attempts.orderId, orderId));
  if (attempt === undefined) return;
  noteInTrail(tx, { userId: attempt.intent.userId, ...line(attempt.intent) });
}

function hashOfTerms({ orderId, linkId, exchange, book, notional }: IntentRow): string {
  const terms = canonicalJson({ orderId, linkId, exchange, book, notional: notional.toString() });
  return createHash('sha256').update(terms).digest('hex');
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
