// Notices over the real API: one for each cause and in its transaction, read once, sent at least once, off only with a proof.

import { ORPCError } from '@orpc/client';
import { eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordActivity } from '../activity/record-activity.ts';
import { activityCodes } from '../api-contract/activity-contract.ts';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { sealedForTests } from '../links/fake-signer.ts';
import { tellExpiries } from '../links/key-expiry.ts';
import { users } from '../store/schema/account-schema.ts';
import { auditEntries } from '../store/schema/audit-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { noticeOutbox, notices } from '../store/schema/notice-schema.ts';
import { deliverDue, tryForMs } from './deliver-notices.ts';
import { toldOf } from './notice-group.ts';
import type { NoticeMessage } from './notice-message.ts';

const password = 'tres tigres tristes';
const dayMs = 24 * 3_600_000;

let server: TemporaryServer;
let serial = 0;
beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());
beforeEach(async () => {
  server.signer.behaviour = 'safe';
  server.signer.expiresAtMs = null;
  await server.database.db.delete(noticeOutbox);
});

interface Reader {
  readonly api: Browser['api'];
  readonly userId: string;
  readonly email: string;
  code(): string;
}

async function person(): Promise<Reader> {
  serial += 1;
  const { api } = server.browser();
  const email = `reader${serial}@example.com`;
  await api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  const { manualKey } = await api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  const code = (): string => {
    server.clock.atMs += 30_000;
    return totp.generate({ timestamp: server.clock.atMs });
  };
  await api.account.confirmSecondFactor({ code: code() });
  const [user] = await server.database.db.select().from(users).where(eq(users.emailKey, email));
  return { api, userId: user?.userId ?? '', email, code };
}

async function linked(reader: Reader, expiresAt: string | null = null): Promise<string> {
  const key = { sealed: sealedForTests, isAttested: true, expiresAt, stepUpCode: reader.code() };
  return (await reader.api.links.link({ exchange: 'practice', name: 'Mine', ...key })).linkId;
}

async function codesOf({ api }: Reader): Promise<readonly string[]> {
  return (await api.notices.list({ before: null, limit: 100 })).map(({ code }) => code);
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

function expiryNeeds() {
  const wall = { nowMs: () => server.clock.atMs };
  return { db: server.database.db, wall, market: wall };
}

test('items 5 and 46: a freeze writes exactly one notice, in its own transaction, and none when it is rolled back', async () => {
  const reader = await person();
  const linkId = await linked(reader);
  const before = await codesOf(reader);
  server.signer.behaviour = 'may_withdraw';
  server.clock.atMs += 60_000;
  await reader.api.links.reaudit({ linkId });
  await reader.api.links.reaudit({ linkId });
  const after = await codesOf(reader);
  expect(after).toEqual(['link_frozen', ...before]);
  const [notice] = await reader.api.notices.list({ before: null, limit: 1 });
  expect(notice).toMatchObject({ group: 'exchange', linkId, isRead: false, details: { name: 'Mine' } });
  const { db } = server.database;
  const undone = db.transaction(async (tx) => {
    await recordActivity(tx, { userId: reader.userId, atMs: 1, code: 'link_frozen', linkId });
    throw new Error('the cause did not happen');
  });
  await expect(undone).rejects.toThrow('the cause did not happen');
  expect(await codesOf(reader)).toEqual(after);
  // The row of its transaction: notice and trail entry were committed together.
  const rows = await db.execute<{ one: boolean }>(
    `select (select xmin from notices where code = 'link_frozen' and link_id = '${linkId}')
          = (select xmin from activities where code = 'link_frozen' and link_id = '${linkId}') as one`,
  );
  expect(rows.rows).toEqual([{ one: true }]);
  const trail = await db.select().from(auditEntries).where(eq(auditEntries.what, 'link_frozen'));
  expect(trail.filter(({ userId }) => userId === reader.userId)).toHaveLength(1);
});

test('item 46: new browsers, passwords, two-factor, recovery codes and keys are told as notices', async () => {
  const reader = await person();
  await linked(reader);
  const stranger = server.browser();
  await stranger.api.account.signIn({ email: reader.email, password });
  await stranger.api.account.confirmSignIn({ code: reader.code() });
  const { recoveryCodes } = await reader.api.account.renewRecoveryCodes({ stepUpCode: reader.code() });
  await reader.api.account.endSessions({ sessionId: null, stepUpCode: recoveryCodes[0] ?? '' });
  const newPassword = 'cuatro tigres tristes';
  await reader.api.account.changePassword({ password, newPassword, stepUpCode: reader.code() });
  await reader.api.account.turnSecondFactorOff({ password: newPassword, stepUpCode: reader.code() });
  expect((await codesOf(reader)).toReversed()).toEqual([
    'second_factor_turned_on',
    'link_created',
    'signed_in_new_device',
    'recovery_codes_made',
    'recovery_code_used',
    'password_changed',
    'second_factor_turned_off',
  ]);
  const held = JSON.stringify(await server.database.db.select().from(notices));
  for (const secret of [password, newPassword, ...recoveryCodes]) expect(held).not.toContain(secret);
});

test('notices.markRead() marks that notice and older ones, and nobody else’s', async () => {
  const [mine, theirs] = [await person(), await person()];
  await linked(mine);
  await linked(theirs);
  const [newest, older] = await mine.api.notices.list({ before: null, limit: 2 });
  expect(await mine.api.notices.unread()).toEqual({ count: 2 });
  expect(await mine.api.notices.markRead({ upTo: older?.noticeId ?? '' })).toEqual({ count: 1 });
  expect(await mine.api.notices.markRead({ upTo: newest?.noticeId ?? '' })).toEqual({ count: 0 });
  expect(await theirs.api.notices.unread()).toEqual({ count: 2 });
  expect(await theirs.api.notices.list({ before: newest?.noticeId ?? '', limit: 5 })).toHaveLength(1);
  expect(await refusalOf(mine.api.notices.markRead({ upTo: '1; drop' }))).toBe('input_malformed');
  expect(await refusalOf(server.browser().api.notices.unread())).toBe('session_expired');
});

test('item 46: notices.setSettings() turns nothing off without a fresh proof, and tells that it was done', async () => {
  const reader = await person();
  const off = { security: false, exchange: true, plan: true };
  expect(await reader.api.notices.settings()).toEqual({
    email: reader.email,
    goesOut: { security: true, exchange: true, plan: true },
  });
  const { setSettings } = reader.api.notices;
  expect(await refusalOf(setSettings({ goesOut: off, stepUpCode: null }))).toBe('step_up_needed');
  expect(await refusalOf(setSettings({ goesOut: off, stepUpCode: '000000' }))).toBe('code_wrong');
  await server.database.db.delete(noticeOutbox);
  expect((await setSettings({ goesOut: off, stepUpCode: reader.code() })).goesOut).toEqual(off);
  await linked(reader);
  const waiting = await server.database.db.select().from(noticeOutbox);
  // The change itself still goes out; what it turned off does not, but stays in the list.
  expect(waiting).toHaveLength(1);
  expect(await codesOf(reader)).toEqual(['link_created', 'notices_changed', 'second_factor_turned_on']);
  const all = { security: true, exchange: true, plan: true };
  expect((await setSettings({ goesOut: all, stepUpCode: null })).goesOut).toEqual(all);
});

test('deliverDue() sends again what was not taken, once more after a crash, and gives up after three days', async () => {
  const reader = await person();
  await server.database.db.delete(noticeOutbox);
  await linked(reader);
  const wall = { atMs: Date.now() };
  const sent: NoticeMessage[] = [];
  let isTaken = false;
  const needs = {
    db: server.database.db,
    wall: { nowMs: () => wall.atMs },
    log: { warn: () => undefined },
    send: (message: NoticeMessage) => {
      sent.push(message);
      return Promise.resolve(isTaken);
    },
  };
  await deliverDue(needs);
  await deliverDue(needs);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ to: reader.email, language: 'es', code: 'link_created' });
  expect(sent[0]?.subject).toBe('Mandato: Se vinculó un exchange');
  expect(sent[0]?.text).toContain('Mine');
  wall.atMs += 31_000;
  isTaken = true;
  await deliverDue(needs);
  await deliverDue(needs);
  expect(sent.map(({ id }) => id)).toEqual([sent[0]?.id, sent[0]?.id]);
  expect(await server.database.db.select().from(noticeOutbox)).toEqual([]);
  await linked(reader);
  wall.atMs += tryForMs + 60_000;
  await deliverDue(needs);
  expect(sent).toHaveLength(2);
  expect(await server.database.db.select().from(noticeOutbox)).toEqual([]);
});

test('item 7: a stated end is told 14, 7 and 1 days before and when it came, once each', async () => {
  const reader = await person();
  const endMs = server.clock.atMs + 30 * dayMs;
  const linkId = await linked(reader, new Date(endMs).toISOString());
  const before = (await codesOf(reader)).length;
  const told: [string, string | undefined][] = [];
  for (let day = 0; day <= 31; day += 1) {
    await tellExpiries(expiryNeeds());
    await tellExpiries(expiryNeeds());
    server.clock.atMs += dayMs;
  }
  // The session has ended meanwhile: read from the rows.
  const rows = await server.database.db.select().from(notices).where(eq(notices.linkId, linkId));
  for (const { code, details } of rows) if (code.startsWith('link_exp')) told.push([code, details['days']]);
  expect(told).toEqual([
    ['link_expires_soon', '14'],
    ['link_expires_soon', '7'],
    ['link_expires_soon', '1'],
    ['link_expired', '0'],
  ]);
  expect(before).toBe(2);
});

test('links.stateExpiry() takes dates to come, shows the days left, and gives way to what the exchange reports', async () => {
  const reader = await person();
  const linkId = await linked(reader);
  const at = (days: number) => new Date(server.clock.atMs + days * dayMs).toISOString();
  const { stateExpiry } = reader.api.links;
  expect(await refusalOf(stateExpiry({ linkId, expiresAt: at(-1) }))).toBe('expiry_malformed');
  expect(await refusalOf(stateExpiry({ linkId, expiresAt: at(4_000) }))).toBe('expiry_malformed');
  expect(await stateExpiry({ linkId, expiresAt: at(5) })).toMatchObject({
    status: { kind: 'expires_soon', days: 5 },
    isExpiryReported: false,
  });
  expect(await stateExpiry({ linkId, expiresAt: null })).toMatchObject({ status: { kind: 'connected' } });
  const other = await person();
  expect(await refusalOf(other.api.links.stateExpiry({ linkId, expiresAt: at(5) }))).toBe('link_unknown');
  server.signer.expiresAtMs = server.clock.atMs + 3 * dayMs;
  expect(await reader.api.links.reaudit({ linkId })).toMatchObject({
    status: { kind: 'expires_soon', days: 3 },
    isExpiryReported: true,
  });
  expect(await refusalOf(stateExpiry({ linkId, expiresAt: at(50) }))).toBe('expiry_reported');
  await server.database.db.update(links).set({ expirySaidBy: 'person' }).where(eq(links.linkId, linkId));
  expect((await reader.api.activity.list({ before: null, limit: 3 }))[0]?.code).toBe('link_expiry_stated');
});

test('toldOf() tells every notice code, and of ended plans only those that used their budget up', () => {
  const told = activityCodes.filter(
    (code) => toldOf({ code, details: { reason: 'budget_used_up' } }) !== null,
  );
  expect(told).toHaveLength(25);
  expect(toldOf({ code: 'plan_stopped', details: { reason: 'stopped_by_person' } })).toBeNull();
  expect(toldOf({ code: 'order_done' })).toBeNull();
});
