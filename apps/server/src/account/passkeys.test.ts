// Passkeys from outside, with an authenticator in software: what it may do, once, and how a hostile one fares.

import { ORPCError } from '@orpc/client';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { passkeyChallenges, passkeyProofs, passkeys } from '../store/schema/passkey-schema.ts';
import { relyingPartyOf } from './relying-party.ts';
import { type Lies, type SoftwareAuthenticator, softwareAuthenticator } from './software-authenticator.ts';

const password = 'tres tigres tristes';

let server: TemporaryServer;
let origin = '';
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
  origin = server.url.replace('127.0.0.1', 'localhost');
});
afterAll(() => server.discard());

interface Person {
  readonly browser: Browser;
  readonly email: string;
  code(): string;
}

async function person(): Promise<Person> {
  serial += 1;
  const email = `passkey${serial}@example.com`;
  const browser = server.browser(origin);
  const { account } = browser.api;
  await account.signUp({ name: 'Ana', email, password, language: 'es' });
  const { manualKey } = await account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  const code = () => {
    server.clock.atMs += 30_000;
    return totp.generate({ timestamp: server.clock.atMs });
  };
  await account.confirmSecondFactor({ code: code() });
  return { browser, email, code };
}

async function withPasskey(): Promise<Person & { readonly key: SoftwareAuthenticator }> {
  const made = await person();
  const key = softwareAuthenticator(origin);
  await register(made, key);
  return { ...made, key };
}

async function register({ browser, code }: Person, key: SoftwareAuthenticator, lies: Lies = {}) {
  const { challenge } = await browser.api.passkeys.beginRegistration({ name: 'Laptop', stepUpCode: code() });
  return browser.api.passkeys.finishRegistration({ response: key.register(challenge, lies) });
}

async function enter(browser: Browser, key: SoftwareAuthenticator, lies: Lies = {}) {
  const { challenge } = await browser.api.passkeys.beginSignIn();
  return browser.api.passkeys.signIn({ response: key.assert(challenge, lies) });
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

test('item 55: a passkey is added with a fresh proof, listed, signs in past both factors, and is removed', async () => {
  const made = await person();
  const { browser, email } = made;
  const key = softwareAuthenticator(origin);
  const { passkeys: procedures } = browser.api;
  const wrong = procedures.beginRegistration({ name: 'Laptop', stepUpCode: '000000' });
  expect(await refusalOf(wrong)).toBe('code_wrong');
  const added = await register(made, key);
  expect(added).toMatchObject({ name: 'Laptop', lastUsedAt: null, isSynced: false, isSuspect: false });
  const fresh = server.browser(origin);
  expect(await enter(fresh, key)).toMatchObject({ kind: 'signed_in', email, hasSecondFactor: true });
  expect(await fresh.api.links.list()).toEqual([]);
  const listed = await procedures.list();
  expect(listed).toMatchObject({ isAvailable: true, passkeys: [{ passkeyId: added.passkeyId }] });
  expect(listed.passkeys[0]?.lastUsedAt).not.toBeNull();
  const { passkeyId } = added;
  expect(await refusalOf(procedures.remove({ passkeyId, stepUpCode: '000000' }))).toBe('code_wrong');
  await procedures.remove({ passkeyId, stepUpCode: made.code() });
  expect(await refusalOf(enter(server.browser(origin), key))).toBe('passkey_refused');
  const codes = (await browser.api.activity.list({ before: null, limit: 20 })).map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['passkey_added', 'passkey_removed', 'signed_in_new_device']));
});

test('item 55: without user verification, or from another origin or site, no passkey is added or signs in', async () => {
  const hostile: Lies[] = [
    { isVerified: false },
    { origin: 'http://localhost:1' },
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
  ];
  const made = await withPasskey();
  for (const lies of hostile) {
    expect(await refusalOf(register(made, softwareAuthenticator(origin), lies))).toBe('passkey_refused');
    expect(await refusalOf(enter(server.browser(origin), made.key, lies))).toBe('passkey_refused');
  }
  const impostor = softwareAuthenticator(origin);
  const forged = {
    ...impostor,
    assert: (challenge: string) => ({
      ...impostor.assert(challenge),
      id: made.key.credentialId,
      rawId: made.key.credentialId,
    }),
  };
  expect(await refusalOf(enter(server.browser(origin), forged))).toBe('passkey_refused');
  expect((await made.browser.api.passkeys.list()).passkeys).toHaveLength(1);
});

test('item 55: a challenge is good once, for five minutes, for the browser or session that asked, for one purpose', async () => {
  const { browser, key, code } = await withPasskey();
  const { api } = server.browser(origin);
  const { challenge } = await api.passkeys.beginSignIn();
  const elsewhere = server.browser(origin);
  await elsewhere.api.passkeys.beginSignIn();
  const stolen = key.assert(challenge);
  expect(await refusalOf(elsewhere.api.passkeys.signIn({ response: stolen }))).toBe('passkey_too_late');
  expect(await refusalOf(api.passkeys.signIn({ response: stolen }))).toBe('no refusal');
  expect(await refusalOf(api.passkeys.signIn({ response: stolen }))).toBe('passkey_too_late');
  const proving = (await browser.api.passkeys.beginProof()).challenge;
  expect(await refusalOf(browser.api.passkeys.signIn({ response: key.assert(proving) }))).toBe(
    'passkey_too_late',
  );
  const old = (await browser.api.passkeys.beginProof()).challenge;
  server.clock.atMs += 5 * 60_000;
  expect(await refusalOf(browser.api.passkeys.prove({ response: key.assert(old) }))).toBe('passkey_too_late');
  const late = await browser.api.passkeys.beginRegistration({ name: 'x', stepUpCode: code() });
  server.clock.atMs += 5 * 60_000;
  const answer = softwareAuthenticator(origin).register(late.challenge);
  expect(await refusalOf(browser.api.passkeys.finishRegistration({ response: answer }))).toBe(
    'passkey_too_late',
  );
});

test('item 55: a count that runs backwards blocks the passkey and is told; one that never counts is fine', async () => {
  const { browser, key } = await withPasskey();
  expect(await refusalOf(enter(server.browser(origin), key, { counter: 9 }))).toBe('no refusal');
  expect(await refusalOf(enter(server.browser(origin), key, { counter: 9 }))).toBe('passkey_refused');
  expect(await refusalOf(enter(server.browser(origin), key, { counter: 10 }))).toBe('passkey_refused');
  expect((await browser.api.passkeys.list()).passkeys).toMatchObject([{ isSuspect: true }]);
  const [line] = await browser.api.activity.list({ before: null, limit: 1 });
  expect(line?.code).toBe('passkey_suspect');
  const made = await person();
  const silent = softwareAuthenticator(origin);
  await register(made, silent, { counter: 0 });
  for (let use = 0; use < 3; use += 1) {
    expect(await refusalOf(enter(server.browser(origin), silent, { counter: 0 }))).toBe('no refusal');
  }
});

test('items 55 and 56: a passkey stands in for a code at step-up, for its own session, once, for two minutes', async () => {
  const { browser, email, key, code } = await withPasskey();
  const { api } = browser;
  const proof = async () => {
    const { challenge, allowCredentials } = await api.passkeys.beginProof();
    expect(allowCredentials).toEqual([{ id: key.credentialId, type: 'public-key' }]);
    return (await api.passkeys.prove({ response: key.assert(challenge) })).stepUpCode;
  };
  const stepUpCode = await proof();
  const other = server.browser(origin);
  await other.api.account.signIn({ email, password });
  await other.api.account.confirmSignIn({ code: code() });
  expect(await refusalOf(other.api.account.renewRecoveryCodes({ stepUpCode }))).toBe('code_used');
  expect((await api.account.renewRecoveryCodes({ stepUpCode })).recoveryCodes).toHaveLength(10);
  expect(await refusalOf(api.account.renewRecoveryCodes({ stepUpCode }))).toBe('code_used');
  const old = await proof();
  server.clock.atMs += 120_000;
  expect(await refusalOf(api.account.renewRecoveryCodes({ stepUpCode: old }))).toBe('code_used');
  const theirs = await withPasskey();
  const { challenge } = await api.passkeys.beginProof();
  expect(await refusalOf(api.passkeys.prove({ response: theirs.key.assert(challenge) }))).toBe(
    'passkey_refused',
  );
  const trail = await api.activity.trail({ before: null, limit: 100 });
  expect(trail.filter(({ details }) => details['factor'] === 'passkey').map(({ what }) => what)).toContain(
    'step_up_granted',
  );
});

test('items 43 and 55: questions without an answer are counted by address, and a right answer is not held against it', async () => {
  server.clock.atMs += 25 * 3_600_000;
  const { key } = await withPasskey();
  for (let time = 0; time < 8; time += 1) await enter(server.browser(origin), key);
  const asked = async () => refusalOf(server.browser(origin).api.passkeys.beginSignIn());
  const outcomes: string[] = [];
  for (let time = 0; time < 33; time += 1) outcomes.push(await asked());
  expect(outcomes.filter((outcome) => outcome === 'no refusal')).toHaveLength(30);
  expect(outcomes.slice(30)).toEqual(['too_many_tries', 'too_many_tries', 'too_many_tries']);
  server.clock.atMs += 25 * 3_600_000;
  expect(await asked()).toBe('no refusal');
});

test('item 38: nobody removes or adds to another person’s passkeys, and one key belongs to one person', async () => {
  const mine = await withPasskey();
  const theirs = await person();
  const { passkeyId } = (await mine.browser.api.passkeys.list()).passkeys[0] ?? { passkeyId: '' };
  const { passkeys: procedures } = theirs.browser.api;
  expect(await refusalOf(procedures.remove({ passkeyId, stepUpCode: theirs.code() }))).toBe(
    'passkey_unknown',
  );
  expect(await refusalOf(register(theirs, mine.key))).toBe('passkey_refused');
  expect((await procedures.list()).passkeys).toEqual([]);
  expect(await refusalOf(server.browser(origin).api.passkeys.list())).toBe('session_expired');
});

test('item 30: the database keeps public keys, and neither challenge nor proof can be read from it', async () => {
  const { browser, key } = await withPasskey();
  const { challenge } = await browser.api.passkeys.beginProof();
  const second = await browser.api.passkeys.beginProof();
  const { stepUpCode } = await browser.api.passkeys.prove({ response: key.assert(second.challenge) });
  const { db } = server.database;
  const rows = JSON.stringify([
    await db.select().from(passkeys),
    await db.select().from(passkeyChallenges),
    await db.select().from(passkeyProofs),
  ]);
  expect(rows).toContain(key.credentialId);
  for (const secret of [challenge, stepUpCode]) expect(rows).not.toContain(secret);
});

test('item 55: relyingPartyOf() is exact, and there is none where browsers allow no passkeys', () => {
  const https = new URL('https://mandato.example:8443');
  expect(relyingPartyOf('mandato.example:8443', https)).toEqual({
    id: 'mandato.example',
    origin: 'https://mandato.example:8443',
  });
  expect(relyingPartyOf('localhost:3000', null)).toEqual({
    id: 'localhost',
    origin: 'http://localhost:3000',
  });
  const none = ['127.0.0.1:3000', '[::1]:3000', 'evil.example', 'localhost.evil.example', undefined];
  for (const host of none) expect(relyingPartyOf(host, null)).toBeNull();
  expect(relyingPartyOf('10.0.0.1', new URL('https://10.0.0.1'))).toBeNull();
});
