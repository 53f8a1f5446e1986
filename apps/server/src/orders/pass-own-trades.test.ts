import { unitsPerWhole } from '@mandato/primitives/money';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type LinkedPerson, PlanRig, startMs } from '../plans/plan-rig.ts';
import { attempts, ownTradePasses } from '../store/schema/order-schema.ts';
import { checkBooks } from './check-books.ts';
import { ownTradeStore } from './own-trade-store.ts';
import { passOwnTrades } from './pass-own-trades.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

/** A plan whose only order was called absent, and whose sweeps, a day later, found nothing either. */
async function sweptInVain(person: LinkedPerson) {
  person.exchange.script.push({ kind: 'delay_and_lose' });
  const planId = await rig.plan(person, { budgetMax: 500n * unitsPerWhole });
  const plans = await rig.prepare();
  rig.clock.ms = startMs + hourMs;
  await plans.runOnceFor(22 * minuteMs);
  await plans.runOnceFor(15 * minuteMs);
  await plans.runOnceFor(2 * hourMs);
  await plans.runOnceFor(26 * hourMs);
  const [intent] = await rig.intents(planId);
  const orderId = intent?.orderId ?? '';
  expect(await rig.db.select().from(attempts).where(eq(attempts.orderId, orderId))).toMatchObject([
    { sweepAtMs: null },
  ]);
  return { planId, plans, intent };
}

const placeOf = async ({ linkId }: LinkedPerson) => {
  const [pass] = await rig.db.select().from(ownTradePasses).where(eq(ownTradePasses.linkId, linkId));
  return pass;
};

it('passOwnTrades() finds an order that turned up after the last sweep, books it as late and pauses its plan', async () => {
  const person = await rig.person();
  const { planId, plans, intent } = await sweptInVain(person);
  expect(intent).toMatchObject({ stateKind: 'skipped', reason: 'proven_absent', spent: 0n });
  person.exchange.deliverLate();
  await plans.runOnceFor(2 * dayMs);
  expect((await rig.intents(planId))[0]).toMatchObject({ stateKind: 'late', spent: person.exchange.spent });
  expect(person.exchange.spent).toBeGreaterThan(0n);
  expect((await rig.planRow(planId)).state).toMatchObject({ kind: 'paused', reason: 'late_order_found' });
  expect(await checkBooks(rig.db)).toEqual([]);
  await plans.stop();
});

it('passOwnTrades() reads on behind trades of others, and books nothing of them', async () => {
  const person = await rig.person();
  for (const number of [1, 2, 3, 4, 5]) person.exchange.addForeignTrade(`${person.linkId}${number}`, null);
  person.exchange.addForeignTrade(`${person.linkId}6`, 'a-bot-of-mine');
  // The shape of ours, of an installation that this journal knows nothing of.
  person.exchange.addForeignTrade(`${person.linkId}7`, `m${'a'.repeat(26)}-1`);
  const planId = await rig.plan(person);
  const plans = await rig.prepare();
  rig.clock.ms += hourMs;
  await plans.runOnceFor(2 * dayMs);
  expect(await placeOf(person)).toMatchObject({ book: 'btc_mxn' });
  const bought = await rig.intents(planId);
  expect(bought.map(({ stateKind }) => stateKind)).toContain('done');
  const ownTrades = [...person.exchange.orders.values()].flatMap(({ fills }) => fills);
  expect(ownTrades.map(({ tradeId }) => tradeId)).toContain((await placeOf(person))?.afterTradeId);
  expect((await rig.planRow(planId)).stateKind).toBe('active');
  expect(await checkBooks(rig.db)).toEqual([]);
  await plans.stop();
});

it('passOwnTrades() leaves its place where it is while the exchange cannot be read, and looks again within the hour', async () => {
  const person = await rig.person();
  const { planId, plans } = await sweptInVain(person);
  const before = await placeOf(person);
  person.exchange.deliverLate();
  person.exchange.isReachable = false;
  await plans.runOnceFor(dayMs);
  expect((await placeOf(person))?.afterTradeId).toBe(before?.afterTradeId);
  expect((await rig.intents(planId))[0]).toMatchObject({ stateKind: 'skipped' });
  person.exchange.isReachable = true;
  await plans.runOnceFor(2 * hourMs);
  expect((await rig.intents(planId))[0]).toMatchObject({ stateKind: 'late' });
  await plans.stop();
});

it('passOwnTrades() is made by one of two processes that look at the same moment', async () => {
  const person = await rig.person();
  await rig.plan(person);
  const plans = await rig.prepare();
  let reads = 0;
  const { venue } = person.exchange;
  const venueFor = async (linkId: string) => {
    const link = await rig.venueFor(linkId);
    if (link === null || linkId !== person.linkId) return link;
    const readOwnTrades: typeof venue.readOwnTrades = (after, nonce) => {
      reads += 1;
      return venue.readOwnTrades(after, nonce);
    };
    return { ...link, venue: { ...venue, readOwnTrades } };
  };
  const deps = { ...plans.deps, venueFor };
  const store = ownTradeStore(rig.db);
  await Promise.all([passOwnTrades(deps, store), passOwnTrades(deps, store)]);
  expect(reads).toBe(1);
  await plans.stop();
});
