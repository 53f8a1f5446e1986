// Step-up from inside and outside: one proof, one action with exactly these parameters, once, for two minutes.

import { ORPCError } from '@orpc/client';
import { eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { sealedForTests } from '../links/fake-signer.ts';
import { sessions, users } from '../store/schema/account-schema.ts';
import { auditEntries } from '../store/schema/audit-schema.ts';
import { serverKeyForTests } from '../store/temporary-database.ts';
import { consumeStepUp, grantLifeMs, grantStepUp, type StepUpSubject } from './step-up.ts';

const password = 'tres tigres tristes';
const form = { exchange: 'practice', name: 'Mine', sealed: sealedForTests, isAttested: true } as const;

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());

interface Person {
  readonly browser: Browser;
  readonly email: string;
  readonly recoveryCodes: readonly string[];
  /** A code that was not used before; half a minute passes. */
  code(): string;
}

async function person(): Promise<Person> {
  serial += 1;
  const email = `step${serial}@example.com`;
  const browser = server.browser();
  await browser.api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  const code = () => {
    server.clock.atMs += 30_000;
    return totp.generate({ timestamp: server.clock.atMs });
  };
  const { recoveryCodes } = await browser.api.account.confirmSecondFactor({ code: code() });
  return { browser, email, recoveryCodes, code };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

async function needsAndSession(email: string) {
  const { db } = server.database;
  const [user] = await db.select().from(users).where(eq(users.emailKey, email));
  const userId = user?.userId ?? '';
  const [row] = await db.select().from(sessions).where(eq(sessions.userId, userId));
  const face = { name: 'Ana', email, language: null, hasSecondFactor: true };
  const needs = { db, key: serverKeyForTests, wall: { nowMs: () => server.clock.atMs } };
  const session = {
    person: { userId, ...face },
    sessionId: row?.sessionId ?? '',
    tokenHash: row?.tokenHash ?? '',
  };
  return { needs, session };
}

const subject: StepUpSubject = { action: 'start_plan', params: { book: 'btc_mxn', notional: '500' } };

test('item 56: a grant is good for its own session, action and parameters only, and only once', async () => {
  const { email, code } = await person();
  const { needs, session } = await needsAndSession(email);
  expect(await grantStepUp(needs, session, { subject, proof: code() })).toEqual({ ok: true, value: null });
  const consume = (change: { sessionId?: string; subject?: StepUpSubject }) =>
    needs.db.transaction((tx) =>
      consumeStepUp(tx, { sessionId: session.sessionId, subject, nowMs: server.clock.atMs, ...change }),
    );
  expect(await consume({ sessionId: 'session_of_another' })).toBe(false);
  expect(await consume({ subject: { ...subject, action: 'unlink_key' } })).toBe(false);
  const more = { ...subject, params: { ...subject.params, notional: '5000' } };
  expect(await consume({ subject: more })).toBe(false);
  expect(await consume({ subject: { ...subject, params: { ...subject.params, extra: '' } } })).toBe(false);
  const reordered = { ...subject, params: { notional: '500', book: 'btc_mxn' } };
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => consume({ subject: reordered })));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await consume({})).toBe(false);
});

test('item 56: a grant that is not used within two minutes is worth nothing', async () => {
  const { email, code } = await person();
  const { needs, session } = await needsAndSession(email);
  await grantStepUp(needs, session, { subject, proof: code() });
  server.clock.atMs += grantLifeMs;
  const late = needs.db.transaction((tx) =>
    consumeStepUp(tx, { sessionId: session.sessionId, subject, nowMs: server.clock.atMs }),
  );
  expect(await late).toBe(false);
});

test('item 56: links.link() stores nothing without a fresh code, and one code is enough for one link', async () => {
  const { browser, code } = await person();
  const { links } = browser.api;
  const kept = server.signer.kept.size;
  expect(await refusalOf(links.link({ ...form, stepUpCode: '000000' }))).toBe('code_wrong');
  expect(await refusalOf(links.link({ ...form, stepUpCode: password }))).toBe('code_malformed');
  expect(server.signer.kept.size).toBe(kept);
  const stepUpCode = code();
  const { linkId } = await links.link({ ...form, stepUpCode });
  expect(await refusalOf(links.link({ ...form, stepUpCode }))).toBe('code_used');
  expect(await refusalOf(links.unlink({ linkId, stepUpCode }))).toBe('code_used');
  expect(server.signer.kept.size).toBe(kept + 1);
  expect(await links.unlink({ linkId, stepUpCode: code() })).toMatchObject({ linkId });
});

test('item 49: of twenty actions with one code at the same moment exactly one passes', async () => {
  const { browser, code } = await person();
  const stepUpCode = code();
  const tries = Array.from({ length: 20 }, () =>
    refusalOf(browser.api.account.renewRecoveryCodes({ stepUpCode })),
  );
  const outcomes = await Promise.all(tries);
  expect(outcomes.filter((outcome) => outcome === 'no refusal')).toHaveLength(1);
  expect([...new Set(outcomes)].sort()).toEqual(expect.arrayContaining(['code_used', 'no refusal']));
});

test('item 51: wrong codes at step-up and at sign-in count together, and a new challenge starts no new count', async () => {
  const { browser, email, code } = await person();
  for (let guess = 0; guess < 3; guess += 1) {
    expect(await refusalOf(browser.api.account.renewRecoveryCodes({ stepUpCode: '000000' }))).toBe(
      'code_wrong',
    );
  }
  const thief = server.browser();
  for (let guess = 0; guess < 2; guess += 1) {
    await thief.api.account.signIn({ email, password });
    expect(await refusalOf(thief.api.account.confirmSignIn({ code: '000000' }))).toBe('code_wrong');
  }
  await thief.api.account.signIn({ email, password });
  expect(await refusalOf(thief.api.account.confirmSignIn({ code: '000000' }))).toBe('too_many_tries');
  expect(await refusalOf(thief.api.account.confirmSignIn({ code: 'aaaabbbbccccddddeeeeffff' }))).toBe(
    'too_many_tries',
  );
  server.clock.atMs += 16 * 60_000;
  expect(await refusalOf(browser.api.account.renewRecoveryCodes({ stepUpCode: code() }))).toBe('no refusal');
});

test('item 53: ten recovery codes, each once, at sign-in and at step-up; a new set ends the old one', async () => {
  const { browser, email, recoveryCodes, code } = await person();
  expect(recoveryCodes).toHaveLength(10);
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const each of recoveryCodes) expect(each.replaceAll('-', '')).toMatch(/^[a-z2-7]{24}$/);
  const dump = JSON.stringify(await server.database.db.execute('select * from recovery_codes'));
  for (const each of recoveryCodes) expect(dump).not.toContain(each.replaceAll('-', ''));
  const [first = '', second = '', third = ''] = recoveryCodes;
  const other = server.browser();
  await other.api.account.signIn({ email, password });
  expect(await other.api.account.confirmSignIn({ code: first.toUpperCase() })).toMatchObject({
    kind: 'signed_in',
  });
  await other.api.account.signIn({ email, password });
  expect(await refusalOf(other.api.account.confirmSignIn({ code: first }))).toBe('code_used');
  expect(await refusalOf(browser.api.account.endSessions({ sessionId: null, stepUpCode: second }))).toBe(
    'no refusal',
  );
  expect(await browser.api.account.recoveryCodesLeft()).toEqual({ left: 8 });
  const lines = await browser.api.activity.list({ before: null, limit: 20 });
  expect(lines.filter((line) => line.code === 'recovery_code_used')).toHaveLength(2);
  const renewed = await browser.api.account.renewRecoveryCodes({ stepUpCode: code() });
  expect(renewed.recoveryCodes).toHaveLength(10);
  expect(await refusalOf(browser.api.account.renewRecoveryCodes({ stepUpCode: third }))).toBe('code_wrong');
  expect(await browser.api.account.recoveryCodesLeft()).toEqual({ left: 10 });
});

test('item 54: turning two-factor off needs password and code, is told, and holds back linking for a day', async () => {
  const { browser, email, code } = await person();
  const other = server.browser();
  await other.api.account.signIn({ email, password });
  await other.api.account.confirmSignIn({ code: code() });
  const { account, links } = browser.api;
  const wrong = account.turnSecondFactorOff({ password: 'not it at all', stepUpCode: code() });
  expect(await refusalOf(wrong)).toBe('password_wrong');
  expect(await refusalOf(account.turnSecondFactorOff({ password, stepUpCode: '000000' }))).toBe('code_wrong');
  expect(await account.turnSecondFactorOff({ password, stepUpCode: code() })).toMatchObject({
    hasSecondFactor: false,
  });
  expect(await other.api.account.session()).toEqual({ kind: 'anonymous' });
  const [line] = await browser.api.activity.list({ before: null, limit: 1 });
  expect(line?.code).toBe('second_factor_turned_off');
  const { manualKey } = await account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  const fresh = () => totp.generate({ timestamp: server.clock.atMs });
  await account.confirmSecondFactor({ code: fresh() });
  server.clock.atMs += 60_000;
  expect(await refusalOf(links.link({ ...form, stepUpCode: fresh() }))).toBe('linking_held');
  server.clock.atMs += 24 * 3_600_000;
  expect(await refusalOf(links.link({ ...form, stepUpCode: fresh() }))).toBe('no refusal');
});

test('item 69: the trail says who did what, from which session and address, with which factor, and how it ended', async () => {
  const { browser, email, code } = await person();
  await refusalOf(server.browser().api.account.signIn({ email, password: 'not it at all' }));
  await refusalOf(browser.api.account.renewRecoveryCodes({ stepUpCode: '000000' }));
  await browser.api.account.renewRecoveryCodes({ stepUpCode: code() });
  const trail = await browser.api.activity.trail({ before: null, limit: 100 });
  const what = trail.map((entry) => entry.what).reverse();
  expect(what).toEqual([
    'account_created',
    'second_factor_turned_on',
    'sign_in_failed',
    'code_refused',
    'step_up_refused',
    'step_up_granted',
    'recovery_codes_made',
  ]);
  expect(trail[0]).toMatchObject({ address: '127.0.0.1', sessionId: expect.stringMatching(/^session_/) });
  expect(trail[1]?.details).toMatchObject({ action: 'renew_recovery_codes', factor: 'authenticator' });
  expect(trail[2]?.details).toMatchObject({ reason: 'code_wrong' });
  expect(JSON.stringify(trail)).not.toContain('not it at all');
});

test('item 69: a person downloads their own trail with a fresh code, and sees nobody else’s', async () => {
  const mine = await person();
  const theirs = await person();
  expect(await refusalOf(mine.browser.api.activity.exportTrail({ stepUpCode: '000000' }))).toBe('code_wrong');
  const { fileName, text } = await mine.browser.api.activity.exportTrail({ stepUpCode: mine.code() });
  expect(fileName).toMatch(/^mandato-trail-\d{4}-\d\d-\d\d\.jsonl$/);
  const lines = text.trim().split('\n');
  const [user] = await server.database.db.select().from(users).where(eq(users.emailKey, mine.email));
  const rows = await server.database.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.userId, user?.userId ?? ''));
  // The download itself is noted in the same transaction, and chained after the text was made.
  expect(lines).toHaveLength(rows.length - 1);
  const own = await theirs.browser.api.activity.trail({ before: null, limit: 100 });
  const mySeqs = new Set(rows.map((row) => row.seq));
  expect(own.filter((entry) => mySeqs.has(entry.seq))).toEqual([]);
});

test('items 38, 56 and 69: a person downloads all that is held about them with a fresh code; no secret is in it', async () => {
  const mine = await person();
  const theirs = await person();
  const { api } = mine.browser;
  await api.links.link({ ...form, stepUpCode: mine.code() });
  expect(await refusalOf(api.activity.exportData({ stepUpCode: '000000' }))).toBe('code_wrong');
  const { fileName, text } = await api.activity.exportData({ stepUpCode: mine.code() });
  expect(fileName).toMatch(/^mandato-data-\d{4}-\d\d-\d\d\.json$/);
  const data: unknown = JSON.parse(text);
  expect(data).toMatchObject({
    account: { email: mine.email, name: 'Ana' },
    links: [{ exchange: 'practice', name: 'Mine' }],
    plans: [],
    orders: [],
    trades: [],
  });
  const { db } = server.database;
  const [user] = await db.select().from(users).where(eq(users.emailKey, mine.email));
  const [session] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, user?.userId ?? ''));
  expect(text).toContain('link_created');
  for (const secret of [user?.passwordHash, session?.tokenHash, ...mine.recoveryCodes, theirs.email]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toContain('credentialId');
  const [line] = await api.activity.list({ before: null, limit: 1 });
  expect(line?.code).toBe('data_exported');
});
