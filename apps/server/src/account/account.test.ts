// The account from outside: signing up and in, the second factor used once, and nothing told to strangers.

import { isDefinedError, ORPCError } from '@orpc/client';
import { eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { secondFactors, sessions, users } from '../store/schema/account-schema.ts';
import { activities } from '../store/schema/activity-schema.ts';

const password = 'tres tigres tristes';

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());

function newEmail(): string {
  serial += 1;
  return `person${serial}@example.com`;
}

async function signedUp(): Promise<{ browser: Browser; email: string }> {
  const browser = server.browser();
  const email = newEmail();
  await browser.api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  return { browser, email };
}

function codeNow(manualKey: string, offsetMs = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  return totp.generate({ timestamp: server.clock.atMs + offsetMs });
}

async function enrolled(): Promise<{ browser: Browser; email: string; manualKey: string }> {
  const { browser, email } = await signedUp();
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  await browser.api.account.confirmSecondFactor({ code: codeNow(manualKey) });
  server.clock.atMs += 60_000;
  return { browser, email, manualKey };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

test('item 30: account.signUp() makes an account and signs in; the token is stored only as a hash', async () => {
  const { browser, email } = await signedUp();
  expect(await browser.api.account.session()).toEqual({
    kind: 'signed_in',
    name: 'Ana',
    email,
    hasSecondFactor: false,
    language: 'es',
  });
  const token = browser.cookie.split('=')[1] ?? '';
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const rows = JSON.stringify(await server.database.db.select().from(sessions));
  expect(rows).not.toContain(token);
  const [user] = await server.database.db.select().from(users).where(eq(users.emailKey, email));
  expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('account.signUp() refuses what it must, with a code the client knows, and leaves nothing behind', async () => {
  const { email } = await signedUp();
  const before = await server.database.db.select().from(users);
  const { account } = server.browser().api;
  const form = { name: 'Ana', email: newEmail(), password, language: 'en' as const };
  expect(await refusalOf(account.signUp({ ...form, email: 'no at sign' }))).toBe('email_malformed');
  expect(await refusalOf(account.signUp({ ...form, password: 'short' }))).toBe('password_too_short');
  expect(await refusalOf(account.signUp({ ...form, password: 'Password20262026!' }))).toBe(
    'password_too_common',
  );
  expect(await refusalOf(account.signUp({ ...form, password: '123456789012345' }))).toBe(
    'password_too_common',
  );
  expect(await refusalOf(account.signUp({ ...form, email: email.toUpperCase() }))).toBe('email_taken');
  expect(await refusalOf(account.signUp({ ...form, name: '' }))).toBe('input_malformed');
  const [outcome] = await Promise.allSettled([account.signUp({ ...form, password: 'short' })]);
  const error: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
  expect(error).toMatchObject({ status: 422, data: { details: { minimum: '15' } } });
  expect(error instanceof ORPCError && isDefinedError(error)).toBe(true);
  expect(await server.database.db.select().from(users)).toHaveLength(before.length);
});

test('item 44: account.signIn() answers the same for a wrong password and an unknown e-mail', async () => {
  const { email } = await signedUp();
  const { account } = server.browser().api;
  expect(await refusalOf(account.signIn({ email, password: 'not the password' }))).toBe('credentials_wrong');
  expect(await refusalOf(account.signIn({ email: newEmail(), password }))).toBe('credentials_wrong');
});

test('item 31: account.signIn() gives a new token each time, and the old one opens nothing', async () => {
  const { browser, email } = await signedUp();
  const planted = browser.cookie;
  await browser.api.account.signIn({ email, password });
  expect(browser.cookie).not.toBe(planted);
  const thief = server.browser();
  thief.cookie = planted;
  expect(await thief.api.account.session()).toEqual({ kind: 'anonymous' });
});

test('account.signIn() slows down guessing of one account, and says nothing more about it', async () => {
  const { browser, email } = await signedUp();
  const { account } = server.browser().api;
  const codes: string[] = [];
  for (let guess = 0; guess < 8; guess += 1) {
    codes.push(await refusalOf(account.signIn({ email, password: `guess number ${guess}` })));
  }
  expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'credentials_wrong'));
  expect(codes.slice(5)).toEqual(Array.from({ length: 3 }, () => 'too_many_tries'));
  expect(await refusalOf(account.signIn({ email, password }))).toBe('too_many_tries');
  server.clock.atMs += 16 * 60_000;
  expect((await account.signIn({ email, password })).kind).toBe('signed_in');
  expect((await browser.api.account.session()).kind).toBe('signed_in');
});

test('account.signOut() ends the session for every copy of its cookie', async () => {
  const { browser } = await signedUp();
  const stolen = browser.cookie;
  expect(await browser.api.account.signOut()).toEqual({ kind: 'anonymous' });
  const thief = server.browser();
  thief.cookie = stolen;
  expect(await thief.api.account.session()).toEqual({ kind: 'anonymous' });
});

test('item 33: account.session() ends after seven days without use and after thirty in any case', async () => {
  const { browser } = await signedUp();
  const day = 24 * 3_600_000;
  server.clock.atMs += 6 * day;
  expect((await browser.api.account.session()).kind).toBe('signed_in');
  server.clock.atMs += 8 * day;
  expect((await browser.api.account.session()).kind).toBe('anonymous');
  const other = (await signedUp()).browser;
  for (let days = 0; days < 30; days += 6) {
    expect((await other.api.account.session()).kind).toBe('signed_in');
    server.clock.atMs += 6 * day;
  }
  expect((await other.api.account.session()).kind).toBe('anonymous');
});

test('item 47: account.beginSecondFactor() asks for the password and turns nothing on by itself', async () => {
  const { browser } = await signedUp();
  const { account } = browser.api;
  expect(await refusalOf(account.beginSecondFactor({ password: 'not the password' }))).toBe('password_wrong');
  expect(await refusalOf(account.confirmSecondFactor({ code: '123456' }))).toBe('enrolment_not_started');
  const { otpauthUri, manualKey } = await account.beginSecondFactor({ password });
  expect(otpauthUri).toContain('otpauth://totp/Mandato');
  const session = await account.session();
  expect(session).toMatchObject({ kind: 'signed_in', hasSecondFactor: false });
  const rows = JSON.stringify(await server.database.db.select().from(secondFactors));
  expect(rows).not.toContain(manualKey.replaceAll(' ', ''));
});

test('items 31, 34, 48: account.confirmSecondFactor() turns it on, renews this session and ends the others', async () => {
  const { browser, email } = await signedUp();
  const other = server.browser();
  await other.api.account.signIn({ email, password });
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const before = browser.cookie;
  expect(await refusalOf(browser.api.account.confirmSecondFactor({ code: 'abc' }))).toBe('code_malformed');
  expect(await refusalOf(browser.api.account.confirmSecondFactor({ code: codeNow(manualKey, 90_000) }))).toBe(
    'code_wrong',
  );
  const { session } = await browser.api.account.confirmSecondFactor({ code: codeNow(manualKey) });
  expect(session).toMatchObject({ kind: 'signed_in', hasSecondFactor: true });
  expect(browser.cookie).not.toBe(before);
  expect((await other.api.account.session()).kind).toBe('anonymous');
  expect(await refusalOf(browser.api.account.beginSecondFactor({ password }))).toBe('second_factor_on');
});

test('item 50: account.confirmSignIn() is needed before anything else, and a code of the enrolment does not pass', async () => {
  const { browser, email } = await signedUp();
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const code = codeNow(manualKey);
  await browser.api.account.confirmSecondFactor({ code });
  const { api } = server.browser();
  expect(await api.account.signIn({ email, password })).toEqual({ kind: 'second_factor_needed', email });
  expect(await refusalOf(api.links.list())).toBe('second_factor_needed');
  expect(await refusalOf(api.account.confirmSignIn({ code }))).toBe('code_used');
  server.clock.atMs += 30_000;
  expect(await api.account.confirmSignIn({ code: codeNow(manualKey) })).toMatchObject({ kind: 'signed_in' });
  expect(await api.links.list()).toEqual([]);
});

test('item 49: account.confirmSignIn() lets one code pass once, however many ask at the same moment', async () => {
  const { email, manualKey } = await enrolled();
  const browsers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const browser = server.browser();
      await browser.api.account.signIn({ email, password });
      return browser;
    }),
  );
  const code = codeNow(manualKey);
  const outcomes = await Promise.all(
    browsers.map(({ api }) => refusalOf(api.account.confirmSignIn({ code }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'no refusal')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['no refusal', 'code_used']));
});

test('items 49, 52: account.confirmSignIn() accepts the step before and after now, and none older than one already used', async () => {
  const { email, manualKey } = await enrolled();
  const { account } = server.browser().api;
  await account.signIn({ email, password });
  expect(await refusalOf(account.confirmSignIn({ code: codeNow(manualKey, -60_000) }))).toBe('code_wrong');
  expect(await refusalOf(account.confirmSignIn({ code: codeNow(manualKey, 30_000) }))).toBe('no refusal');
  await account.signIn({ email, password });
  expect(await refusalOf(account.confirmSignIn({ code: codeNow(manualKey) }))).toBe('code_used');
});

test('item 51: account.confirmSignIn() slows down guessing across new sign-ins', async () => {
  const { email, manualKey } = await enrolled();
  const { account } = server.browser().api;
  const codes: string[] = [];
  for (let guess = 0; guess < 7; guess += 1) {
    await account.signIn({ email, password });
    codes.push(
      await refusalOf(account.confirmSignIn({ code: codeNow(manualKey, 3_600_000 + guess * 30_000) })),
    );
  }
  expect(codes).toEqual([
    ...Array.from({ length: 5 }, () => 'code_wrong'),
    'too_many_tries',
    'too_many_tries',
  ]);
});

test('item 51: account.confirmSignIn() expires five minutes after the password', async () => {
  const { email, manualKey } = await enrolled();
  const { account } = server.browser().api;
  await account.signIn({ email, password });
  server.clock.atMs += 5 * 60_000;
  expect(await refusalOf(account.confirmSignIn({ code: codeNow(manualKey) }))).toBe('session_expired');
});

test('account.setLanguage() is kept, and needs a session', async () => {
  const { browser } = await signedUp();
  expect(await browser.api.account.setLanguage({ language: 'en' })).toMatchObject({ language: 'en' });
  expect(await browser.api.account.session()).toMatchObject({ language: 'en' });
  expect(await refusalOf(server.browser().api.account.setLanguage({ language: 'en' }))).toBe(
    'session_expired',
  );
});

test('account procedures leave lines in the activity list', async () => {
  const { email } = await enrolled();
  const [user] = await server.database.db.select().from(users).where(eq(users.emailKey, email));
  const lines = await server.database.db
    .select({ code: activities.code })
    .from(activities)
    .where(eq(activities.userId, user?.userId ?? ''));
  expect(lines.map(({ code }) => code).sort()).toEqual(['account_created', 'second_factor_turned_on']);
});
