// Tier B: the pipeline's store on the real SQL, with a person of its own for each history.

import { randomUUID } from 'node:crypto';
import { checkBooks } from '@mandato/server/orders/check-books';
import { closeHeld, lookForHeldAgain } from '@mandato/server/orders/decide-held';
import { setKillSwitch } from '@mandato/server/orders/kill-switch';
import type { OrderDeps, PipelineDeps } from '@mandato/server/orders/order-deps';
import type { OrderStore } from '@mandato/server/orders/order-store';
import { sqlOrderStore } from '@mandato/server/orders/sql-order-store';
import { pausePlansOfLink } from '@mandato/server/plans/halt-plans';
import { insertLinkedPerson } from '@mandato/server/plans/insert-linked-person';
import type { Db } from '@mandato/server/store/database';
import { intents } from '@mandato/server/store/schema/order-schema';
import { plans } from '@mandato/server/store/schema/plan-schema';
import { eq, sql } from 'drizzle-orm';
import { MemoryTables } from '../memory-tables.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { AgreeStorage } from './agree-storage.ts';

/** One history's part of `db`; the orders of earlier ones are gone. */
export async function sqlStorage(db: Db): Promise<AgreeStorage> {
  await emptyTables(db);
  const [userId, linkId] = [randomUUID(), randomUUID()];
  await insertLinkedPerson(db, { userId, linkId, atMs: 0 });
  const store = sqlOrderStore(db, null);
  return {
    userId,
    linkId,
    isInMemory: false,
    tables: new MemoryTables(),
    storeOn: (time) => heldBy(store, time),
    turn: async (scope, isStopped) => {
      const of =
        scope === 'all'
          ? ({ kind: 'all' } as const)
          : scope === 'account'
            ? ({ kind: 'account', userId } as const)
            : ({ kind: 'plan', planId: scope.planId } as const);
      await db.transaction((tx) => setKillSwitch(tx, isStopped, { scope: of }));
    },
    decide: async (deps, orderId, what) => {
      const all = withDb({ ...deps, store }, db);
      const ref = { userId, orderId };
      const decided =
        what === 'look_again'
          ? await lookForHeldAgain(all, ref)
          : await db.transaction((tx) => closeHeld(tx, all, ref));
      return decided.ok ? 'ok' : decided.error;
    },
    pausePlans: async (atMs) => {
      await db.transaction((tx) => pausePlansOfLink(tx, { linkId, atMs }, 'link_not_usable'));
    },
    plans: () => db.select().from(plans).where(eq(plans.userId, userId)),
    intents: () => db.select().from(intents).where(eq(intents.userId, userId)),
    findings: async () => (await checkBooks(db)).map(({ rule, subject }) => `${rule}: ${subject}`),
  };
}

function withDb(deps: PipelineDeps, db: Db): OrderDeps {
  return { ...deps, db, jobs: null };
}

/** Each history has an exchange of its own, which numbers its trades as all others do. */
async function emptyTables(db: Db): Promise<void> {
  await db.execute(
    sql`truncate ledger_entries, fills, attempts, reservations, intents, plans, controls cascade`,
  );
}

/** Real statements take real time, during which virtual time stands still. */
function heldBy(store: OrderStore, time: VirtualTime): OrderStore {
  return {
    transaction: (work) => time.hold(store.transaction(work)),
    findIntent: (intentId) => time.hold(store.findIntent(intentId)),
    findOwnPlan: (ref) => time.hold(store.findOwnPlan(ref)),
    intentsDue: (nowMs, countMax) => time.hold(store.intentsDue(nowMs, countMax)),
    intentsSentByOthers: (owner) => time.hold(store.intentsSentByOthers(owner)),
    plansByNextSlot: (countMax, dueByMs) => time.hold(store.plansByNextSlot(countMax, dueByMs)),
    attemptsToSweep: (nowMs, countMax) => time.hold(store.attemptsToSweep(nowMs, countMax)),
    scheduleNextSweep: (attempt, next) => time.hold(store.scheduleNextSweep(attempt, next)),
    ensureKillSwitch: () => time.hold(store.ensureKillSwitch()),
    isStopped: (of) => time.hold(store.isStopped(of)),
    stopGeneration: () => time.hold(store.stopGeneration()),
  };
}
