// Forgotten passwords: a link works once, within half an hour, and past no other factor; old hashes grow with the times.

import { hash } from '@node-rs/argon2';
import { ORPCError } from '@orpc/client';
import { eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { passwordResets, users } from '../store/schema/account-schema.ts';
import { makeReset } from './password-reset.ts';

const password = 'tres tigres tristes';
const newPassword = 'comían trigo en un trigal';

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());

async function person() {
  serial += 1;
  const email = `reset${serial}@example.com`;
  const browser = server.browser();
  await browser.api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  return { browser, email };
}

async function linkFor(email: string): Promise<string> {
  const made = await makeReset(server.database.db, { email, nowMs: server.clock.atMs });
  return made.ok ? made.value : expect.fail(made.error);
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

test('item 45: a reset link sets a password once, ends every session, begins none, and asks for the code as before', async () => {
  const { browser, email } = await person();
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  const code = () => totp.generate({ timestamp: server.clock.atMs });
  await browser.api.account.confirmSecondFactor({ code: code() });
  const token = await linkFor(email);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const rows = await server.database.db.select().from(passwordResets);
  expect(JSON.stringify(rows)).not.toContain(token);
  const { account } = server.browser().api;
  expect(await refusalOf(account.resetPassword({ token, newPassword: 'short' }))).toBe('password_too_short');
  expect(await account.resetPassword({ token, newPassword })).toEqual({ kind: 'anonymous' });
  expect(await browser.api.account.session()).toEqual({ kind: 'anonymous' });
  expect(await refusalOf(account.resetPassword({ token, newPassword }))).toBe('reset_link_ended');
  expect(await refusalOf(account.signIn({ email, password }))).toBe('credentials_wrong');
  expect(await account.signIn({ email, password: newPassword })).toMatchObject({
    kind: 'second_factor_needed',
  });
  server.clock.atMs += 30_000;
  await account.confirmSignIn({ code: code() });
});

test('item 45: a reset link ends after 30 minutes, and when a newer one is made; of two at once one passes', async () => {
  const { browser, email } = await person();
  const first = await linkFor(email);
  const second = await linkFor(email.toUpperCase());
  const { account } = server.browser().api;
  expect(await refusalOf(account.resetPassword({ token: first, newPassword }))).toBe('reset_link_ended');
  server.clock.atMs += 30 * 60_000;
  expect(await refusalOf(account.resetPassword({ token: second, newPassword }))).toBe('reset_link_ended');
  const token = await linkFor(email);
  const both = await Promise.all([0, 1].map(() => refusalOf(account.resetPassword({ token, newPassword }))));
  expect(both.sort()).toEqual(['no refusal', 'reset_link_ended']);
  expect((await browser.api.account.session()).kind).toBe('anonymous');
  const unknown = await makeReset(server.database.db, { email: 'no@example.com', nowMs: 0 });
  expect(unknown).toEqual({ ok: false, error: 'email_unknown' });
});

test('item 41: a password whose hash took less work is hashed again when it is next typed in', async () => {
  const { email } = await person();
  const { db } = server.database;
  const mine = eq(users.emailKey, email);
  const light = await hash(password, { memoryCost: 12_288, timeCost: 2, parallelism: 1 });
  await db.update(users).set({ passwordHash: light }).where(mine);
  const { account } = server.browser().api;
  await refusalOf(account.signIn({ email, password: 'not the password' }));
  expect((await db.select().from(users).where(mine))[0]?.passwordHash).toBe(light);
  await account.signIn({ email, password });
  const [user] = await db.select().from(users).where(mine);
  expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await account.signIn({ email, password });
  expect((await db.select().from(users).where(mine))[0]?.passwordHash).toBe(user?.passwordHash);
});

test('item 51: a second factor that was begun waits five minutes for its first code', async () => {
  const { browser } = await person();
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  server.clock.atMs += 5 * 60_000;
  const late = browser.api.account.confirmSecondFactor({
    code: totp.generate({ timestamp: server.clock.atMs }),
  });
  expect(await refusalOf(late)).toBe('enrolment_not_started');
});
