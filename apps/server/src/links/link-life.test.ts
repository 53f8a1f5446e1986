// What becomes of a link after it was made: worse, frozen, released, replaced, renamed, paused, and removed in order.

import { randomUUID } from 'node:crypto';
import type { OrderState } from '@mandato/invest-core/order/order-state';
import type { PlanState } from '@mandato/invest-core/plan/plan';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { ORPCError } from '@orpc/client';
import { desc, eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { intents } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { sealedForTests } from './fake-signer.ts';
import { tellExpiries } from './key-expiry.ts';

const password = 'tres tigres tristes';
const key = { sealed: sealedForTests, isAttested: true } as const;

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());
beforeEach(() => {
  server.signer.behaviour = 'safe';
  server.signer.account = 'account-1';
});

interface Linked {
  readonly api: Browser['api'];
  readonly linkId: string;
  readonly credentialId: string;
  readonly planId: string;
  code(): string;
}

/** A person with one link and one plan that buys through it. */
async function linked(): Promise<Linked> {
  serial += 1;
  const { api } = server.browser();
  const email = `life${serial}@example.com`;
  await api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  const { manualKey } = await api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  await api.account.confirmSecondFactor({ code: totp.generate({ timestamp: server.clock.atMs }) });
  const code = (): string => {
    server.clock.atMs += 30_000;
    return totp.generate({ timestamp: server.clock.atMs });
  };
  const { linkId } = await api.links.link({ exchange: 'practice', name: 'Mine', ...key, stepUpCode: code() });
  const [row] = await server.database.db.select().from(links).where(eq(links.linkId, linkId));
  const planId = await planOn(linkId, row?.userId ?? '');
  return { api, linkId, credentialId: row?.credentialId ?? '', planId, code };
}

async function planOn(linkId: string, userId: string): Promise<string> {
  const planId = randomUUID();
  await server.database.db.insert(plans).values({
    planId,
    userId,
    linkId,
    exchange: 'practice',
    book: 'btc_mxn',
    base: 'btc',
    quote: 'mxn',
    notional: 500n,
    schedule: { kind: 'daily', hour: 13, minute: 0, zone: 'UTC' },
    startsOn: '2026-11-20',
    budgetMax: null,
    missedSlots: 'skip',
    stateKind: 'active',
    state: { kind: 'active' },
    answeredUntilMs: server.clock.atMs,
    nextSlotAtMs: server.clock.atMs + 3_600_000,
    spent: 0n,
    reserved: 0n,
    bought: 0n,
    ordersDone: 0,
    createdAtMs: server.clock.atMs,
  });
  return planId;
}

/** An order that the exchange has taken, and of which nothing more is known yet; its id. */
async function openOrderOf(linkId: string, planId: string): Promise<string> {
  const orderId = randomUUID();
  const atMs = server.clock.atMs;
  const state: OrderState = {
    kind: 'acknowledged',
    attempt: 1,
    venueOrderId: 'v1',
    tradeCount: 0,
    sinceMs: atMs,
  };
  await server.database.db.insert(intents).values({
    intentId: orderId,
    planId,
    slotKey: '2026-11-22T13:00',
    userId: 'u',
    linkId,
    exchange: 'practice',
    book: 'btc_mxn',
    base: 'btc',
    quote: 'mxn',
    notional: 500n,
    lotSize: 1n,
    dueAtMs: atMs,
    validUntilMs: atMs + 1,
    stateKind: 'acknowledged',
    state,
    orderId,
    spent: 0n,
    bought: 0n,
    recordedAtMs: atMs,
  });
  return orderId;
}

async function planState(planId: string): Promise<PlanState | undefined> {
  const [plan] = await server.database.db.select().from(plans).where(eq(plans.planId, planId));
  return plan?.state;
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

async function newestActivity(linkId: string) {
  const [line] = await server.database.db
    .select()
    .from(activities)
    .where(eq(activities.linkId, linkId))
    .orderBy(desc(activities.seq))
    .limit(1);
  return line;
}

test('item 5: reauditLink() freezes a link that became worse, in the signer too, and pauses its plans', async () => {
  const { api, linkId, credentialId, planId } = await linked();
  server.signer.behaviour = 'may_withdraw';
  server.clock.atMs += 60_000;
  const worse = await api.links.reaudit({ linkId });
  expect(worse).toMatchObject({
    status: { kind: 'withdrawal_enabled' },
    remedy: 'replace_key',
    verdict: 'UNSAFE',
    leak: { could: 'withdraw', refusedAt: null },
  });
  expect(worse.frozenSince).not.toBeNull();
  expect(server.signer.frozen.has(credentialId)).toBe(true);
  expect(await planState(planId)).toMatchObject({ kind: 'paused', reason: 'link_not_usable' });
  const codes = (await api.activity.list({ before: null, limit: 3 })).map(({ code }) => code);
  expect(codes).toEqual(['link_frozen', 'plan_paused', 'link_created']);
  expect((await newestActivity(linkId))?.details).toMatchObject({
    status: 'withdrawal_enabled',
    before: 'active',
  });
});

test('reauditLink() takes silence for no news, and a check that is fine again for no release', async () => {
  const { api, linkId, planId } = await linked();
  server.signer.behaviour = 'unreachable';
  expect(await api.links.reaudit({ linkId })).toMatchObject({
    status: { kind: 'unreachable' },
    remedy: 'wait',
    verdict: 'PROBED',
    frozenSince: null,
  });
  expect(await planState(planId)).toEqual({ kind: 'active' });
  server.signer.behaviour = 'may_not_trade';
  expect(await api.links.reaudit({ linkId })).toMatchObject({
    status: { kind: 'permissions_missing', missing: ['place_orders'] },
    verdict: 'INSUFFICIENT',
  });
  server.signer.behaviour = 'unreachable';
  expect(await api.links.reaudit({ linkId })).toMatchObject({ status: { kind: 'permissions_missing' } });
  server.signer.behaviour = 'safe';
  expect(await api.links.reaudit({ linkId })).toMatchObject({
    status: { kind: 'frozen' },
    remedy: 'release',
    verdict: 'PROBED',
  });
  expect(await newestActivity(linkId)).toMatchObject({ code: 'link_recovered' });
  expect(await planState(planId)).toMatchObject({ kind: 'paused', reason: 'link_not_usable' });
});

test('links.release() needs a full check that is fine and a fresh code, and then its plans go on', async () => {
  const { api, linkId, credentialId, planId, code } = await linked();
  server.signer.behaviour = 'revoked';
  await api.links.reaudit({ linkId });
  expect(await refusalOf(api.links.release({ linkId, stepUpCode: code() }))).toBe('link_still_unfit');
  server.signer.behaviour = 'may_withdraw';
  expect(await refusalOf(api.links.release({ linkId, stepUpCode: code() }))).toBe('link_still_unfit');
  server.signer.behaviour = 'safe';
  expect(await refusalOf(api.links.release({ linkId, stepUpCode: '000000' }))).toBe('code_wrong');
  expect(server.signer.frozen.has(credentialId)).toBe(true);
  expect(await api.links.release({ linkId, stepUpCode: code() })).toMatchObject({
    status: { kind: 'connected' },
    frozenSince: null,
  });
  expect(server.signer.frozen.has(credentialId)).toBe(false);
  expect(await planState(planId)).toEqual({ kind: 'active' });
});

test('links.replaceKey() keeps link and plans, and ends the freeze that was for the old key', async () => {
  const { api, linkId, credentialId, planId, code } = await linked();
  server.signer.behaviour = 'may_withdraw';
  server.clock.atMs += 60_000;
  await api.links.reaudit({ linkId });
  server.signer.behaviour = 'safe';
  const before = server.signer.kept.size;
  const replaced = await api.links.replaceKey({ linkId, ...key, stepUpCode: code() });
  expect(replaced).toMatchObject({
    linkId,
    status: { kind: 'connected' },
    keyHint: 'new4',
    frozenSince: null,
    attestedAt: new Date(server.clock.atMs).toISOString(),
  });
  expect(server.signer.kept.size).toBe(before);
  expect(server.signer.kept.get(credentialId)?.face.keyHint).toBe('new4');
  expect(await planState(planId)).toEqual({ kind: 'active' });
  expect(await newestActivity(linkId)).toMatchObject({ code: 'plan_resumed' });
});

test('links.replaceKey() takes no unfit key, none of another account, and none without tick or code', async () => {
  const { api, linkId, credentialId, planId, code } = await linked();
  const present = server.signer.kept.get(credentialId);
  const replace = (over: object = {}) =>
    refusalOf(api.links.replaceKey({ linkId, ...key, ...over, stepUpCode: code() }));
  expect(await replace({ isAttested: false })).toBe('key_list_not_confirmed');
  server.signer.behaviour = 'may_withdraw';
  expect(await replace()).toBe('withdrawal_allowed');
  expect(await newestActivity(linkId)).toMatchObject({
    code: 'link_refused',
    details: { reason: 'withdrawal_allowed' },
  });
  server.signer.behaviour = 'safe';
  server.signer.account = 'account-2';
  expect(await replace()).toBe('account_differs');
  server.signer.account = null;
  expect(await replace()).toBe('account_differs');
  server.signer.account = 'account-1';
  const wrong = api.links.replaceKey({ linkId, ...key, stepUpCode: '000000' });
  expect(await refusalOf(wrong)).toBe('code_wrong');
  expect(server.signer.kept.get(credentialId)).toBe(present);
  expect(await planState(planId)).toEqual({ kind: 'active' });
});

test('links.pause() and resume() take the plans along, but not those that the person paused', async () => {
  const { api, linkId, planId } = await linked();
  const [{ userId } = { userId: '' }] = await server.database.db
    .select()
    .from(links)
    .where(eq(links.linkId, linkId));
  const own = await planOn(linkId, userId);
  const state: PlanState = { kind: 'paused', reason: 'paused_by_person', sinceMs: 1 };
  await server.database.db.update(plans).set({ state, stateKind: 'paused' }).where(eq(plans.planId, own));
  expect(await api.links.pause({ linkId })).toMatchObject({ status: { kind: 'paused' }, remedy: 'resume' });
  expect(await planState(planId)).toMatchObject({ kind: 'paused', reason: 'link_paused' });
  await api.links.pause({ linkId });
  expect(await api.links.resume({ linkId })).toMatchObject({ status: { kind: 'connected' } });
  expect(await planState(planId)).toEqual({ kind: 'active' });
  expect(await planState(own)).toEqual(state);
});

test('links.resume() of a frozen link places nothing before the freeze has ended', async () => {
  const { api, linkId, planId, code } = await linked();
  await api.links.pause({ linkId });
  server.signer.behaviour = 'revoked';
  await api.links.reaudit({ linkId });
  server.signer.behaviour = 'safe';
  await api.links.reaudit({ linkId });
  expect(await api.links.resume({ linkId })).toMatchObject({ status: { kind: 'frozen' } });
  expect(await planState(planId)).toMatchObject({ kind: 'paused' });
  await api.links.release({ linkId, stepUpCode: code() });
  expect(await planState(planId)).toEqual({ kind: 'active' });
});

test('item 7: a key that has ended places nothing and its plans wait; a later end lets them go on', async () => {
  const { api, linkId, planId } = await linked();
  const wall = { nowMs: () => server.clock.atMs };
  const needs = { db: server.database.db, wall, market: wall };
  const inDays = (days: number) => new Date(server.clock.atMs + days * 24 * 3_600_000).toISOString();
  await api.links.stateExpiry({ linkId, expiresAt: inDays(2) });
  await tellExpiries(needs);
  expect(await planState(planId)).toEqual({ kind: 'active' });
  server.clock.atMs += 2 * 24 * 3_600_000;
  await tellExpiries(needs);
  expect(await planState(planId)).toMatchObject({ kind: 'paused', reason: 'link_not_usable' });
  const [ended] = await api.links.list();
  expect(ended).toMatchObject({ status: { kind: 'expired' }, remedy: 'replace_key' });
  expect((await api.notices.list({ before: null, limit: 1 }))[0]?.code).toBe('link_expired');
  const later = await api.links.stateExpiry({ linkId, expiresAt: inDays(100) });
  expect(later.status).toEqual({ kind: 'connected' });
  expect(await planState(planId)).toEqual({ kind: 'active' });
});

test('links.rename() gives a link another name', async () => {
  const { api, linkId } = await linked();
  expect(await api.links.rename({ linkId, name: ' Mi Lonja ' })).toMatchObject({ name: 'Mi Lonja' });
  expect(await newestActivity(linkId)).toMatchObject({
    code: 'link_renamed',
    details: { name: 'Mi Lonja', before: 'Mine' },
  });
  expect(await refusalOf(api.links.rename({ linkId, name: 'a\u0007b' }))).toBe('link_name_malformed');
});

test('links.unlink() ends the plans first, and says how many', async () => {
  const { api, linkId, planId, credentialId, code } = await linked();
  expect(await api.links.beforeUnlink({ linkId })).toEqual({ plans: 1, openOrders: 0 });
  expect(await refusalOf(api.links.unlink({ linkId, stepUpCode: '000000' }))).toBe('code_wrong');
  expect(await planState(planId)).toEqual({ kind: 'active' });
  expect(await api.links.unlink({ linkId, stepUpCode: code() })).toEqual({
    linkId,
    plansStopped: 1,
    ordersCancelled: 0,
  });
  expect(await planState(planId)).toMatchObject({ kind: 'stopped', reason: 'link_removed' });
  expect(server.signer.kept.has(credentialId)).toBe(false);
});

test('links.unlink() cancels an open order first, and keeps the key until what became of it is known', async () => {
  const { api, linkId, planId, credentialId, code } = await linked();
  const orderId = await openOrderOf(linkId, planId);
  expect(await api.links.beforeUnlink({ linkId })).toEqual({ plans: 1, openOrders: 1 });
  const asked: VenueIntent[] = [];
  const execute = vi.spyOn(server.signer, 'execute').mockImplementation(({ intent }) => {
    asked.push(intent);
    return Promise.resolve({ kind: 'lost', cause: 'timeout' });
  });
  expect(await refusalOf(api.links.unlink({ linkId, stepUpCode: code() }))).toBe('link_orders_open');
  expect(asked).toEqual([{ kind: 'cancel_order', orderId }]);
  expect(await planState(planId)).toMatchObject({ kind: 'stopped', reason: 'link_removed' });
  expect(server.signer.kept.has(credentialId)).toBe(true);
  await server.database.db.update(intents).set({ stateKind: 'done' }).where(eq(intents.orderId, orderId));
  expect(await api.links.unlink({ linkId, stepUpCode: code() })).toMatchObject({ plansStopped: 0 });
  expect(server.signer.kept.has(credentialId)).toBe(false);
  execute.mockRestore();
}, 30_000);

test('item 38: nobody changes a link of somebody else', async () => {
  const { linkId } = await linked();
  const stranger = await linked();
  const { api, code } = stranger;
  const tries: Promise<unknown>[] = [
    api.links.rename({ linkId, name: 'x' }),
    api.links.pause({ linkId }),
    api.links.resume({ linkId }),
    api.links.beforeUnlink({ linkId }),
    api.links.release({ linkId, stepUpCode: code() }),
    api.links.replaceKey({ linkId, ...key, stepUpCode: code() }),
    api.links.unlink({ linkId, stepUpCode: code() }),
  ];
  expect(await Promise.all(tries.map(refusalOf))).toEqual(tries.map(() => 'link_unknown'));
});
