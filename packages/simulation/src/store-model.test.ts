import type { OrderStore, OrderTx } from '@mandato/server/orders/order-store';
import { sqlOrderStore } from '@mandato/server/orders/sql-order-store';
import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import { type PlanRow, plans as planTable } from '@mandato/server/store/schema/plan-schema';
import {
  type DiscardableDatabase,
  openPostgresForTests,
  openTemporaryDatabase,
} from '@mandato/server/store/temporary-database';
import { startTemporaryPostgres, type TemporaryPostgres } from '@mandato/server/store/temporary-postgres';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryOrderStore } from './memory-order-store.ts';
import { MemoryTables } from './memory-tables.ts';

let embedded: DiscardableDatabase;
let server: TemporaryPostgres;
let postgres: DiscardableDatabase;
beforeAll(async () => {
  embedded = await openTemporaryDatabase();
  server = await startTemporaryPostgres();
  postgres = await openPostgresForTests(await server.createDatabase());
});
afterAll(async () => {
  await embedded.discard();
  await postgres.discard();
  await server.stop();
});

/** One verb with small arguments, so that histories meet themselves; `run` is the number of the history. */
type Step = (tx: OrderTx, run: string) => Promise<unknown>;

const name = (run: string, kind: string, number: number) => `${run}-${kind}${number}`;
const small = fc.integer({ min: 0, max: 3 });
const amount = fc.bigInt({ min: 0n, max: 1_000n });
const time = fc.integer({ min: 0, max: 5 }).map((step) => step * 1_000);
const startMs = 1_795_176_000_000;

function planRow(run: string, number: number): PlanRow {
  return {
    planId: name(run, 'p', number),
    userId: 'user',
    linkId: name(run, 'l', number % 2),
    exchange: 'practice',
    book: 'btc_mxn',
    base: 'btc',
    quote: 'mxn',
    notional: 100n,
    schedule: { kind: 'daily', hour: 9, minute: 0, zone: 'UTC' },
    startsOn: '2026-11-20',
    budgetMax: null,
    missedSlots: 'skip',
    stateKind: 'active',
    state: { kind: 'active' },
    answeredUntilMs: startMs,
    nextSlotAtMs: startMs + number,
    spent: 0n,
    reserved: 0n,
    bought: 0n,
    ordersDone: 0,
    createdAtMs: startMs,
  };
}

function intentRow(run: string, number: number, plan: number): IntentRow {
  const { linkId, exchange, book, base, quote, userId } = planRow(run, plan);
  return {
    intentId: name(run, 'i', number),
    planId: name(run, 'p', plan),
    slotKey: `slot ${number % 3}`,
    userId,
    linkId,
    exchange,
    book,
    base,
    quote,
    notional: 100n,
    lotSize: 1n,
    dueAtMs: startMs,
    validUntilMs: startMs + 1_000,
    stateKind: 'recorded',
    state: { kind: 'recorded', attempt: 1, notBeforeMs: startMs, validUntilMs: startMs + 1_000 },
    orderId: `${name(run, 'i', number)}-1`,
    venueOrderId: null,
    reason: null,
    owner: null,
    nextWorkAtMs: startMs + number,
    spent: 0n,
    bought: 0n,
    recordedAtMs: startMs,
    endedAtMs: null,
  };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(small, small).map(
    ([number, plan]): Step =>
      (tx, run) =>
        tx.insertIntent(intentRow(run, number, plan)),
  ),
  small.map(
    (number): Step =>
      (tx, run) =>
        tx.lockIntent(name(run, 'i', number)),
  ),
  fc.tuple(small, fc.constantFrom('recorded' as const, 'closing' as const, 'held' as const), time).map(
    ([number, from, atMs]): Step =>
      async (tx, run) => {
        const intent = await tx.lockIntent(name(run, 'i', number));
        if (intent === null) return null;
        const state = {
          kind: 'closing',
          attempt: 1,
          venueOrderId: 'v',
          tradeCount: 0,
          unchangedSinceMs: atMs,
        } as const;
        return tx.updateIntent(
          { ...intent, stateKind: 'closing', state, nextWorkAtMs: startMs + atMs },
          from,
        );
      },
  ),
  fc.tuple(small, amount).map(
    ([number, spent]): Step =>
      (tx, run) =>
        tx.setIntentTotals(name(run, 'i', number), { spent, bought: spent + 1n }),
  ),
  fc.tuple(small, fc.bigInt({ min: -50n, max: 200n })).map(
    ([plan, reserved]): Step =>
      async (tx, run) => {
        const row = await tx.lockPlan(name(run, 'p', plan));
        if (row === null || row.reserved + reserved < 0n) return null;
        await tx.addToPlan(row.planId, { reserved, ordersDone: 1 });
        return tx.readPlan(row.planId);
      },
  ),
  small.map(
    (plan): Step =>
      (tx, run) =>
        tx.pauseActivePlan(name(run, 'p', plan), { kind: 'paused', reason: 'late_order_found', sinceMs: 1 }),
  ),
  fc.tuple(small, time).map(
    ([plan, atMs]): Step =>
      (tx, run) =>
        tx.markAnswered(name(run, 'p', plan), { answeredUntilMs: atMs, nextSlotAtMs: startMs + atMs + 1 }),
  ),
  fc.tuple(small, amount).map(
    ([number, left]): Step =>
      async (tx, run) => {
        const intentId = name(run, 'i', number);
        const intent = await tx.lockIntent(intentId);
        if (intent === null) return null;
        if ((await tx.lockReservation(intentId)) === null) {
          const { planId } = intent;
          await tx.insertReservation({ intentId, planId, currency: 'mxn', amount: 1_000n, left: 1_000n });
        }
        await tx.setReservationLeft(intentId, left);
        return tx.promisedOnLink(intent.linkId, 'mxn');
      },
  ),
  fc.tuple(small, fc.integer({ min: 1, max: 3 }), amount).map(
    ([number, trade, notional]): Step =>
      async (tx, run) => {
        const intent = await tx.lockIntent(name(run, 'i', number));
        if (intent === null) return null;
        const { intentId, planId, orderId } = intent;
        const row = {
          exchange: 'practice',
          tradeId: `${run}.${trade}`,
          intentId,
          planId,
          orderId,
          venueOrderId: 'v',
        };
        const values = { price: 1n, quantity: 1n, notional, fee: 0n, feeAsset: 'btc', atMs: startMs };
        const fresh = await tx.insertFills([{ ...row, ...values, liquidity: 'taker' }]);
        return [fresh.length, (await tx.fillsOf(intentId)).map(({ tradeId }) => tradeId).sort()];
      },
  ),
  fc.tuple(small, small, time).map(
    ([number, link, atMs]): Step =>
      (tx, run) =>
        tx.claimLane(name(run, 'l', link % 2), {
          intentId: name(run, 'i', number),
          owner: 'me',
          nonce: `${1_000 + atMs}`,
          nowMs: startMs + atMs * 10,
        }),
  ),
  fc.tuple(small, small).map(
    ([number, link]): Step =>
      (tx, run) =>
        tx.leaveLane(name(run, 'l', link % 2), name(run, 'i', number)),
  ),
  fc.tuple(small, time).map(
    ([number, atMs]): Step =>
      async (tx, run) => {
        const intent = await tx.lockIntent(name(run, 'i', number));
        if (intent === null) return null;
        await tx.scheduleSweeps(intent.intentId, startMs + atMs);
        return tx.updateAttempt(intent.orderId, { outcome: 'lost', evidence: { atMs } });
      },
  ),
);

/** Some transactions end in an error, after which nothing of them may be left. */
const transaction = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  fails: fc.boolean(),
  attempt: fc.option(small),
});
type Transaction = typeof transaction extends fc.Arbitrary<infer T> ? T : never;

class Undone extends Error {}

interface LinkedStore extends OrderStore {
  readonly link?: string | undefined;
}

/** With a link the store may share the transaction; what it cannot share it must do just the same. */
async function play(store: LinkedStore, run: string, one: Transaction): Promise<unknown> {
  const seen: unknown[] = [];
  try {
    await store.transaction(async (tx) => {
      seen.length = 0;
      for (const act of one.steps) seen.push((await act(tx, run)) ?? null);
      if (one.attempt !== null) seen.push(await journal(tx, run, one.attempt));
      if (one.fails) throw new Undone();
    }, store.link);
  } catch (error) {
    if (!(error instanceof Undone)) seen.push('refused');
    // What is written last is refused last: of a history that is undone anyway only what it leaves counts.
    if (one.fails) seen.length = 0;
  }
  return { seen, after: await look(store, run) };
}

/** Journals an attempt of an intent, where there is one; a second time the store has to refuse. */
async function journal(tx: OrderTx, run: string, number: number): Promise<unknown> {
  const intent = await tx.lockIntent(name(run, 'i', number));
  if (intent === null) return null;
  const { intentId, orderId, linkId } = intent;
  const attempt = { intentId, n: 1, orderId, linkId, nonce: orderId, laneEpoch: 1, killGeneration: 0 };
  await tx.insertAttempt({ ...attempt, journaledAtMs: startMs });
  return orderId;
}

async function look(store: OrderStore, run: string): Promise<unknown> {
  const isOurs = (id: string) => id.startsWith(`${run}-`);
  const due = (await store.intentsDue(startMs + 3_000, 1_000)).filter(({ intentId }) => isOurs(intentId));
  const plans = (await store.plansByNextSlot(1_000)).filter(({ planId }) => isOurs(planId));
  const sweeps = (await store.attemptsToSweep(startMs + 3_000, 1_000)).filter(({ intentId }) =>
    isOurs(intentId),
  );
  const intents = await Promise.all([0, 1, 2, 3].map((number) => store.findIntent(name(run, 'i', number))));
  return { due, plans: plans.sort((a, b) => (a.planId < b.planId ? -1 : 1)), sweeps, intents };
}

describe('memoryOrderStore()', () => {
  it.each([
    ['the embedded database', 'of their own', undefined],
    ['the embedded database', 'that may be shared', 'link'],
    ['PostgreSQL', 'of their own', undefined],
    ['PostgreSQL', 'that may be shared', 'link'],
  ])(
    'memoryOrderStore() and sqlOrderStore() on %s cannot be told apart by any history of transactions %s',
    async (kind, _, link) => {
      const database = kind === 'PostgreSQL' ? postgres : embedded;
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(transaction, { minLength: 1, maxLength: 8 }), async (history) => {
          runs += 1;
          const run = `${link ?? 'own'}${runs}`;
          const tables = new MemoryTables();
          const rows = [0, 1, 2, 3].map((number) => planRow(run, number));
          for (const row of rows) tables.putPlan(row);
          tables.commit();
          await database.db.insert(planTable).values(rows);
          const memory = memoryOrderStore(tables);
          const sql = sqlOrderStore(database.db, null);
          for (const one of history)
            expect(await play(memory, run, one)).toEqual(await play({ ...sql, link }, run, one));
          await database.db.update(planTable).set({ nextSlotAtMs: null });
        }),
        { numRuns: 60 },
      );
    },
  );
});
