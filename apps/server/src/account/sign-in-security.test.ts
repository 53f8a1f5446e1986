// Signing in under attack: strangers learn nothing, cannot guess, and cannot keep the account's person out.

import { request as httpRequest } from 'node:http';
import { ORPCError } from '@orpc/client';
import { eq, sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { knownDevices, sessions, tryCounters, users } from '../store/schema/account-schema.ts';
import { serverKeyForTests } from '../store/temporary-database.ts';
import { networkOf } from './network-of.ts';
import { passwordProblem } from './password.ts';
import { tryLimiter } from './try-limiter.ts';

const password = 'tres tigres tristes';

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());

async function signedUp(): Promise<{ browser: Browser; email: string }> {
  serial += 1;
  const email = `secure${serial}@example.com`;
  const browser = server.browser();
  await browser.api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  return { browser, email };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

function codesOf(browser: Browser) {
  return browser.api.activity
    .list({ before: null, limit: 20 })
    .then((lines) => lines.map(({ code }) => code));
}

test('item 33: a session ends after 7 days without use, and the list shows none that has ended', async () => {
  const { browser, email } = await signedUp();
  await server.browser().api.account.signIn({ email, password });
  expect(await browser.api.account.sessions()).toHaveLength(2);
  const day = 24 * 3_600_000;
  server.clock.atMs += 4 * day;
  await browser.api.account.session();
  server.clock.atMs += 4 * day;
  expect(await browser.api.account.sessions()).toMatchObject([{ isCurrent: true }]);
});

test('item 34: changing the password ends all other sessions, renews this one, and is told', async () => {
  const { browser, email } = await signedUp();
  const other = server.browser();
  await other.api.account.signIn({ email, password });
  const before = browser.cookie;
  const { account } = browser.api;
  const newPassword = 'cuatro gatos grises';
  const wrong = account.changePassword({ password: 'not it at all', newPassword, stepUpCode: null });
  expect(await refusalOf(wrong)).toBe('password_wrong');
  const short = account.changePassword({ password, newPassword: 'short', stepUpCode: null });
  expect(await refusalOf(short)).toBe('password_too_short');
  await account.changePassword({ password, newPassword, stepUpCode: null });
  expect(browser.cookie).not.toBe(before);
  expect(await account.session()).toMatchObject({ kind: 'signed_in' });
  expect(await other.api.account.session()).toEqual({ kind: 'anonymous' });
  expect(await refusalOf(other.api.account.signIn({ email, password }))).toBe('credentials_wrong');
  expect(await refusalOf(other.api.account.signIn({ email, password: newPassword }))).toBe('no refusal');
  expect(await codesOf(browser)).toContain('password_changed');
});

test('item 35: a person sees their sessions and ends one or all others; nobody ends another’s', async () => {
  const { browser, email } = await signedUp();
  const others = [server.browser(), server.browser(), server.browser()];
  for (const { api } of others) await api.account.signIn({ email, password });
  const rows = await browser.api.account.sessions();
  expect(rows).toHaveLength(4);
  expect(rows.filter((row) => row.isCurrent)).toHaveLength(1);
  const sessionId = rows.find((row) => !row.isCurrent)?.sessionId ?? '';
  const stranger = (await signedUp()).browser.api.account;
  expect(await refusalOf(stranger.endSessions({ sessionId, stepUpCode: password }))).toBe('session_unknown');
  const wrong = browser.api.account.endSessions({ sessionId, stepUpCode: 'not it at all' });
  expect(await refusalOf(wrong)).toBe('password_wrong');
  expect(await browser.api.account.endSessions({ sessionId, stepUpCode: password })).toHaveLength(3);
  expect(await browser.api.account.endSessions({ sessionId: null, stepUpCode: password })).toMatchObject([
    { isCurrent: true },
  ]);
  for (const { api } of others) expect(await api.account.session()).toEqual({ kind: 'anonymous' });
  expect(await codesOf(browser)).toContain('sessions_ended');
});

test('item 30: neither session nor device cookie can be read back from the database', async () => {
  const { browser } = await signedUp();
  const { db } = server.database;
  const dump = JSON.stringify([await db.select().from(sessions), await db.select().from(knownDevices)]);
  for (const cookie of [browser.cookie, browser.deviceCookie]) {
    const token = cookie.split('=')[1] ?? '';
    expect(token.length).toBeGreaterThanOrEqual(22);
    expect(dump).not.toContain(token);
  }
});

test('item 38: no id of one person’s session, trail or export is anything to another', async () => {
  const mine = await signedUp();
  const theirs = await signedUp();
  const [row] = await mine.browser.api.account.sessions();
  const list = await theirs.browser.api.account.sessions();
  expect(list.map(({ sessionId }) => sessionId)).not.toContain(row?.sessionId);
  const trail = await theirs.browser.api.activity.trail({ before: null, limit: 100 });
  const { text } = await mine.browser.api.activity.exportTrail({ stepUpCode: password });
  // The hash of the entry before one’s own may be in it; an entry of another person never is.
  for (const entry of trail) expect(text).not.toContain(`"hash":"${entry.hash}"`);
});

test('item 40: forged forwarding headers change neither the counter nor the address that is noted', async () => {
  const { email } = await signedUp();
  const send = (forged: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        origin: server.url,
        'x-forwarded-for': forged,
        'x-real-ip': forged,
        forwarded: `for=${forged}`,
        'cf-connecting-ip': forged,
      };
      const url = `${server.url}/api/rpc/account/signIn`;
      const request = httpRequest(url, { method: 'POST', headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      request.on('error', reject);
      request.end(JSON.stringify({ json: { email, password: `guess ${forged}` } }));
    });
  await server.database.db.delete(tryCounters);
  const statuses: number[] = [];
  for (let host = 1; host <= 8; host += 1) statuses.push(await send(`198.51.100.${host}`));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  const counters = await server.database.db.select().from(tryCounters);
  expect(counters).toHaveLength(2);
  const noted = await server.database.db.execute<{ address: string }>(
    sql`select distinct address from audit_entries where what = 'sign_in_failed'`,
  );
  expect(noted.rows).toEqual([{ address: '127.0.0.1' }]);
  server.clock.atMs += 16 * 60_000;
});

test('item 41: passwords are kept as argon2id of at least 19 MiB and two passes', async () => {
  const { email } = await signedUp();
  const [user] = await server.database.db.select().from(users).where(eq(users.emailKey, email));
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(user?.passwordHash ?? '') ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
});

test('item 42: long passwords of any kind of characters are fine, and those that attackers try first are not', () => {
  const face = { email: 'ana@example.com', name: 'Ana' };
  fc.assert(
    fc.property(fc.string({ minLength: 32, maxLength: 256, unit: 'grapheme' }), (text) => {
      // A repeated short piece is easy to guess however long it is.
      if (/^(.{1,4})\1+.{0,3}$/su.test(text.normalize('NFKC').toLowerCase())) return;
      expect(['password_too_common', null]).toContain(passwordProblem(text, face));
    }),
  );
  expect(passwordProblem('solo 14 letras', face)).toBe('password_too_short');
  expect(passwordProblem('correct horse battery staple', face)).toBeNull();
  for (const easy of [
    'password1234567!',
    'contraseña202620',
    'qwertyuiopasdfg',
    'abcabcabcabcabc',
    'ana@example.com',
  ])
    expect(passwordProblem(easy, face)).toBe('password_too_common');
});

test('item 43: strangers who guess from many addresses are slowed down together, by account', async () => {
  const limiter = tryLimiter({
    db: server.database.db,
    key: serverKeyForTests,
    wall: { nowMs: () => server.clock.atMs },
  });
  let judged = 0;
  const hours = 24;
  for (let minute = 0; minute < hours * 60; minute += 4) {
    const address = `203.0.113.${minute % 250}`;
    const may = await limiter.mayTry([
      { kind: 'tries_of_address', name: address },
      { kind: 'password_of_account', name: 'victim@example.com' },
    ]);
    if (may) judged += 1;
    server.clock.atMs += 4 * 60_000;
  }
  // Ten in the first hour, then at most one in each quarter of an hour.
  expect(judged).toBeLessThanOrEqual(10 + hours * 4);
});

test('item 43: strangers cannot keep the account’s person out of a browser that has signed in before', async () => {
  const { browser, email } = await signedUp();
  await browser.api.account.signOut();
  const stranger = server.browser().api.account;
  for (let guess = 0; guess < 8; guess += 1) {
    await refusalOf(stranger.signIn({ email, password: `guess number ${guess}` }));
  }
  expect(await refusalOf(stranger.signIn({ email, password }))).toBe('too_many_tries');
  expect(await refusalOf(browser.api.account.signIn({ email, password }))).toBe('no refusal');
  // A cookie that the stranger made up is no such browser.
  const liar = server.browser();
  liar.deviceCookie = `mandato_device=${'A'.repeat(22)}`;
  expect(await refusalOf(liar.api.account.signIn({ email, password }))).toBe('too_many_tries');
  server.clock.atMs += 16 * 60_000;
  expect(await refusalOf(liar.api.account.signIn({ email, password }))).toBe('no refusal');
});

test('item 43: guessing the password in a stolen session does not lock the person out either', async () => {
  const { browser, email } = await signedUp();
  for (let guess = 0; guess < 7; guess += 1) {
    await refusalOf(browser.api.account.beginSecondFactor({ password: `guess number ${guess}` }));
  }
  expect(await refusalOf(browser.api.account.beginSecondFactor({ password }))).toBe('too_many_tries');
  expect(await refusalOf(server.browser().api.account.signIn({ email, password }))).toBe('no refusal');
  server.clock.atMs += 16 * 60_000;
});

test('item 43: counts survive a restart, for they are in the database and hold no e-mail or address', async () => {
  const { email } = await signedUp();
  await refusalOf(server.browser().api.account.signIn({ email, password: 'not it at all' }));
  const rows = await server.database.db.select().from(tryCounters);
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(email);
  expect(JSON.stringify(rows)).not.toContain('127.0.0.1');
});

test('item 43: networkOf() counts all addresses of one IPv6 network as one, and keeps IPv4 apart', () => {
  const groups = fc.array(
    fc.integer({ min: 1, max: 65_535 }).map((group) => group.toString(16)),
    { minLength: 4, maxLength: 4 },
  );
  fc.assert(
    fc.property(groups, groups, groups, (network, host, otherNetwork) => {
      const one = networkOf([...network, ...host].join(':'));
      expect(networkOf([...network, '0', '0', '0', '1'].join(':'))).toBe(one);
      expect(networkOf(`${network.join(':')}::1`)).toBe(one);
      const isSame = network.join() === otherNetwork.join();
      expect(networkOf([...otherNetwork, ...host].join(':')) === one).toBe(isSame);
    }),
  );
  expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:0db8:1:2:aaaa:bbbb:cccc:dddd'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  fc.assert(fc.property(fc.ipV4(), (address) => networkOf(address) === address));
});

test('item 44: an unknown e-mail and a wrong password get the same answer for the same work', async () => {
  const { email } = await signedUp();
  const { account } = server.browser().api;
  const errorOf = async (form: { email: string; password: string }) => {
    const [outcome] = await Promise.allSettled([account.signIn(form)]);
    const error: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
    return error instanceof ORPCError ? error.toJSON() : null;
  };
  const wrong = await errorOf({ email, password: 'not it at all' });
  expect(wrong).toMatchObject({ code: 'credentials_wrong', status: 401 });
  expect(await errorOf({ email: 'nobody@example.com', password: 'not it at all' })).toEqual(wrong);
  // The same number of counted tries, and a line in the trail for each.
  const noted = await server.database.db.execute<{ n: string }>(
    sql`select count(*) as n from audit_entries where what = 'sign_in_failed' and user_id is null`,
  );
  expect(Number(noted.rows[0]?.n)).toBeGreaterThan(0);
});

test('item 46: logging in from a browser that was never seen before is told, from a known one it is not', async () => {
  const { browser, email } = await signedUp();
  await browser.api.account.signIn({ email, password });
  expect(await codesOf(browser)).toEqual(['signed_in', 'account_created']);
  const other = server.browser();
  await other.api.account.signIn({ email, password });
  await other.api.account.signIn({ email, password });
  expect(await codesOf(browser)).toEqual([
    'signed_in',
    'signed_in_new_device',
    'signed_in',
    'account_created',
  ]);
});
