// Walks the portal as its pages do, and as somebody does who tries every door.

import { expect, test } from 'vitest';
import { z } from 'zod';
import { TestLonja, TestPerson, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

async function emptyLonja(hasRateLimits = false): Promise<TestLonja> {
  const test = new TestLonja({ hasRateLimits });
  await test.open();
  return test;
}

function codeOf(reply: { ok: boolean; code?: string }): string {
  return reply.ok ? 'ok' : (reply.code ?? '');
}

test('createPortal() signs up with practice money, and everything is there after a restart', async () => {
  const lonja = await emptyLonja();
  const ana = new TestPerson(lonja, '  Ana@Example.com ');
  expect(await ana.call('session')).toEqual({ ok: true, value: { kind: 'anonymous' } });
  expect(await ana.signUp()).toEqual({
    kind: 'signed_in',
    name: 'Ana García',
    email: 'ana@example.com',
    hasTwoFactor: false,
  });
  const home = await ana.value('home');
  expect(home).toMatchObject({ worthMxn: '100000.00000000', topUpsLeftToday: 3, topUpAmountMxn: '50000' });
  await lonja.close();
  await lonja.open();
  expect(await ana.value('home')).toEqual(home);
  await lonja.close();
});

test('item 42: createPortal() checks the sign-up form in its order', async () => {
  const lonja = await emptyLonja();
  const ana = new TestPerson(lonja, 'ana@example.com');
  await ana.signUp();
  const good = { name: 'Eve', email: 'eve@example.com', password: 'a long practice passphrase' };
  const cases: readonly (readonly [object, string])[] = [
    [{ ...good, name: '' }, 'name_malformed'],
    [{ ...good, name: 'a\u0000b' }, 'name_malformed'],
    [{ ...good, email: 'eve' }, 'email_malformed'],
    [{ ...good, email: 'eve@x' }, 'email_malformed'],
    [{ ...good, password: 'short' }, 'password_too_short'],
    [{ ...good, password: 'qwertyuiopasdfg' }, 'password_too_common'],
    [{ ...good, password: 'eve@example.com' }, 'password_too_common'],
    [{ ...good, email: 'ANA@example.com' }, 'email_taken'],
    [{ ...good, password: 5 }, 'request_malformed'],
    [{ ...good, password: 'x'.repeat(257) }, 'request_malformed'],
    [{ ...good, isAdmin: true }, 'request_malformed'],
    [{}, 'request_malformed'],
  ];
  const before = lonja.hash();
  for (const [form, code] of cases) expect(codeOf(await ana.call('signUp', form))).toBe(code);
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});

test('createPortal() gives one of many sign-ups with one e-mail the account', async () => {
  const lonja = await emptyLonja();
  const people = Array.from({ length: 6 }, () => new TestPerson(lonja, 'ana@example.com'));
  const form = { name: 'Ana', email: 'ana@example.com', password: 'a long practice passphrase' };
  const codes = (await Promise.all(people.map((person) => person.call('signUp', form)))).map(codeOf);
  expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  expect(codes.filter((code) => code === 'email_taken')).toHaveLength(5);
  expect(lonja.lonja.sequencer.state.portal.accounts.size).toBe(1);
  expect(lonja.lonja.sequencer.state.exchange.accounts.size).toBe(1);
  await lonja.close();
});

test('items 31, 33: createPortal() makes a new session at each step and ends the old one', async () => {
  const { test: lonja, ana } = await testLonja();
  const before = ana.cookie;
  expect(await ana.value('signOut')).toEqual({ kind: 'anonymous' });
  ana.cookie = before;
  expect(codeOf(await ana.call('home'))).toBe('session_missing');
  ana.cookie = '';
  const signIn = { email: ana.email, password: ana.password };
  expect(await ana.value('signIn', signIn)).toEqual({ kind: 'second_factor_needed', email: ana.email });
  const halfway = ana.cookie;
  expect(codeOf(await ana.call('home'))).toBe('second_factor_needed');
  expect(codeOf(await ana.call('listKeys'))).toBe('second_factor_needed');
  expect(await ana.value('confirmSignIn', { code: ana.freshCode() })).toMatchObject({ kind: 'signed_in' });
  const signedIn = ana.cookie;
  expect(signedIn).not.toBe(halfway);
  ana.cookie = halfway;
  expect(codeOf(await ana.call('home'))).toBe('session_missing');
  ana.cookie = signedIn;
  expect(codeOf(await ana.call('home'))).toBe('ok');
  lonja.nowMs += 31 * 60_000;
  expect(codeOf(await ana.call('home'))).toBe('session_missing');
  await lonja.close();
});

test('item 33: createPortal() ends a session after twelve hours however often it is used', async () => {
  const { test: lonja, ana } = await testLonja();
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    lonja.nowMs += 20 * 60_000;
    expect(codeOf(await ana.call('home'))).toBe('ok');
  }
  lonja.nowMs += 20 * 60_000;
  expect(codeOf(await ana.call('home'))).toBe('session_missing');
  await lonja.close();
});

test('items 43, 44: createPortal() answers a wrong password and an unknown e-mail alike, and slows both down', async () => {
  const { test: lonja, ana } = await testLonja();
  const wrong = { email: ana.email, password: 'not the passphrase' };
  for (let count = 0; count < 10; count += 1) {
    expect(codeOf(await ana.call('signIn', wrong))).toBe('credentials_wrong');
  }
  expect(codeOf(await ana.call('signIn', wrong))).toBe('too_many_tries');
  expect(codeOf(await ana.call('signIn', { ...wrong, email: 'nobody@example.com' }))).toBe(
    'credentials_wrong',
  );
  lonja.nowMs += 15 * 60_000;
  expect(codeOf(await ana.call('signIn', { ...wrong, password: ana.password }))).toBe('ok');
  await lonja.close();
});

test('items 49, 50: a code works once, also when twenty requests bring it at once', async () => {
  const { test: lonja, ana } = await testLonja();
  const browsers: TestPerson[] = [];
  for (let count = 0; count < 20; count += 1) {
    const browser = new TestPerson(lonja, ana.email);
    await browser.value('signIn', { email: ana.email, password: ana.password });
    browsers.push(browser);
  }
  const enrolment = ana.codeAt(lonja.nowMs);
  expect(codeOf((await browsers[0]?.call('confirmSignIn', { code: enrolment })) ?? { ok: false })).toBe(
    'code_used',
  );
  const code = ana.freshCode();
  const codes = (await Promise.all(browsers.map((browser) => browser.call('confirmSignIn', { code })))).map(
    codeOf,
  );
  expect(codes.filter((each) => each === 'ok')).toHaveLength(1);
  expect(codes.filter((each) => each === 'code_used')).toHaveLength(19);
  await lonja.close();
});

test('item 51: ten wrong codes close the door for fifteen minutes, over all sessions', async () => {
  const { test: lonja, ana } = await testLonja();
  const other = new TestPerson(lonja, ana.email);
  const signIn = { email: ana.email, password: ana.password };
  const wrong = { code: ana.codeAt(lonja.nowMs + 3_600_000) };
  await other.value('signIn', signIn);
  for (let count = 0; count < 5; count += 1) {
    expect(codeOf(await other.call('confirmSignIn', wrong))).toBe('code_wrong');
  }
  await other.value('signIn', signIn);
  for (let count = 0; count < 5; count += 1) {
    expect(codeOf(await other.call('confirmSignIn', wrong))).toBe('code_wrong');
  }
  expect(codeOf(await other.call('confirmSignIn', { code: 'abc' }))).toBe('too_many_tries');
  lonja.nowMs += 15 * 60_000;
  await other.value('signIn', signIn);
  expect(codeOf(await other.call('confirmSignIn', { code: 'abc' }))).toBe('code_malformed');
  expect(codeOf(await other.call('confirmSignIn', { code: ana.freshCode() }))).toBe('ok');
  await lonja.close();
});

test('items 34, 47, 48: two-factor authentication is not on before a code of it was right', async () => {
  const lonja = await emptyLonja();
  const ana = new TestPerson(lonja, 'ana@example.com');
  await ana.signUp();
  const key = {
    name: 'k',
    addresses: [],
    permissions: [],
    acceptedSecurityInformation: true,
    code: '123456',
  };
  expect(codeOf(await ana.call('createKey', key))).toBe('two_factor_missing');
  expect(codeOf(await ana.call('confirmTwoFactor', { code: '123456' }))).toBe('enrolment_not_started');
  expect(codeOf(await ana.call('beginTwoFactor', { password: 'wrong' }))).toBe('password_wrong');
  const begun = await ana.value('beginTwoFactor', { password: ana.password });
  expect(begun['otpauthUri']).toMatch(/^otpauth:\/\/totp\/Lonja:ana%40example\.com\?/);
  ana.secret = z.string().parse(begun['manualKey']).replaceAll(' ', '');
  expect(ana.secret).toHaveLength(32);
  expect(codeOf(await ana.call('createKey', key))).toBe('two_factor_missing');
  expect(codeOf(await ana.call('confirmTwoFactor', { code: ana.codeAt(0) }))).toBe('code_wrong');
  const elsewhere = new TestPerson(lonja, ana.email);
  await elsewhere.value('signIn', { email: ana.email, password: ana.password });
  expect(await ana.value('confirmTwoFactor', { code: ana.freshCode() })).toMatchObject({
    hasTwoFactor: true,
  });
  expect(codeOf(await elsewhere.call('home'))).toBe('session_missing');
  expect(codeOf(await ana.call('beginTwoFactor', { password: ana.password }))).toBe('two_factor_on');
  await lonja.close();
});

test('items 56, 57, 60: createKey checks its form, shows the secret once and stops at six keys', async () => {
  const { test: lonja, ana } = await testLonja();
  const form = {
    name: 'Mandato',
    addresses: [],
    permissions: ['place_orders'],
    acceptedSecurityInformation: true,
  };
  const cases: readonly (readonly [object, string])[] = [
    [{ acceptedSecurityInformation: false }, 'security_information_not_accepted'],
    [{ name: ' ' }, 'key_name_malformed'],
    [{ addresses: ['10.0.0.0/8'] }, 'address_malformed'],
    [{ addresses: ['example.com'] }, 'address_malformed'],
    [{ addresses: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4', '1.1.1.5', '1.1.1.6'] }, 'addresses_too_many'],
    [{ permissions: ['teleport'] }, 'permission_unknown'],
    [{ code: '12345' }, 'code_malformed'],
    [{ code: '' }, 'code_malformed'],
  ];
  for (const [change, code] of cases) {
    expect(codeOf(await ana.call('createKey', { ...form, code: '000000', ...change }))).toBe(code);
  }
  const code = ana.freshCode();
  const made = await ana.value('createKey', { ...form, addresses: ['::ffff:10.0.0.1', '10.0.0.1'], code });
  expect(codeOf(await ana.call('createKey', { ...form, code }))).toBe('code_used');
  const { key, secret } = z
    .object({ key: z.looseObject({ keyId: z.string() }), secret: z.string() })
    .parse(made);
  expect(key).toMatchObject({
    name: 'Mandato',
    addresses: ['10.0.0.1'],
    permissions: ['place_orders'],
    lastUsedAt: null,
  });
  expect(key.keyId).toMatch(/^[0-9A-Za-z]{10}$/);
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  for (let count = 1; count < 6; count += 1) await ana.makeKey([]);
  expect(codeOf(await ana.call('createKey', { ...form, code: ana.freshCode() }))).toBe('keys_too_many');
  const listed = JSON.stringify(await ana.value('listKeys'));
  expect(listed).not.toContain(secret);
  expect(codeOf(await ana.call('deleteKey', { keyId: 'nope', code: ana.freshCode() }))).toBe('key_unknown');
  const left = await ana.value('deleteKey', { keyId: key.keyId, code: ana.freshCode() });
  expect(left['keys']).toHaveLength(5);
  await lonja.close();
});

test('items 49, 56: createKey makes one key of twenty requests with one code', async () => {
  const { test: lonja, ana } = await testLonja();
  const request = {
    name: 'k',
    addresses: [],
    permissions: [],
    acceptedSecurityInformation: true,
    code: ana.freshCode(),
  };
  const codes = (await Promise.all(Array.from({ length: 20 }, () => ana.call('createKey', request)))).map(
    codeOf,
  );
  expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  expect((await ana.value('listKeys'))['keys']).toHaveLength(1);
  await lonja.close();
});

test('topUp gives practice money three times a day, also when asked all at once', async () => {
  const { test: lonja, ana } = await testLonja();
  const codes = (await Promise.all(Array.from({ length: 8 }, () => ana.call('topUp')))).map(codeOf);
  expect(codes.filter((code) => code === 'ok')).toHaveLength(3);
  expect(codes.filter((code) => code === 'top_up_limit_reached')).toHaveLength(5);
  expect(await ana.value('home')).toMatchObject({ worthMxn: '250000.00000000', topUpsLeftToday: 0 });
  lonja.nowMs += 86_400_000;
  await ana.value('signIn', { email: ana.email, password: ana.password });
  await ana.value('confirmSignIn', { code: ana.freshCode() });
  expect(await ana.value('topUp')).toMatchObject({ worthMxn: '300000.00000000', topUpsLeftToday: 2 });
  await lonja.close();
});

test('item 36: createPortal() serves its own pages alone', async () => {
  const { test: lonja, ana } = await testLonja();
  const site = (value: string) => ana.call('home', {}, { 'sec-fetch-site': value });
  expect(codeOf(await site('same-origin'))).toBe('ok');
  for (const value of ['cross-site', 'same-site', 'none'])
    expect(codeOf(await site(value))).toBe('origin_refused');
  expect(codeOf(await ana.call('home', {}, { 'content-type': 'text/plain' }))).toBe('request_malformed');
  const bare = (headers: Record<string, string>) =>
    lonja.lonja.router.handle(
      new Request('http://lonja.test/portal/home', {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: ana.cookie, host: 'lonja.test', ...headers },
        body: '{}',
      }),
      '127.0.0.1',
    );
  expect((await bare({ origin: 'http://lonja.test' })).status).toBe(200);
  for (const origin of ['null', 'http://evil.test', 'http://lonja.test:81']) {
    expect((await bare({ origin })).status).toBe(403);
  }
  expect((await bare({})).status).toBe(403);
  expect((await bare({ origin: 'http://lonja.test' })).headers.get('cache-control')).toBe('no-store');
  await lonja.close();
});

test('items 30, 47, 58: the journal holds no password, code secret, key secret or session token', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  await lonja.signed(key, { target: '/api/v3/balance' });
  await lonja.close();
  const { readFileSync } = await import('node:fs');
  const journal = readFileSync(`${lonja.directory}/journal.log`, 'utf8');
  expect(journal).toContain(key.keyId);
  for (const secret of [ana.password, ana.secret, key.secret, ana.cookie.split('=')[1] ?? '']) {
    expect(secret.length).toBeGreaterThan(9);
    expect(journal).not.toContain(secret);
  }
});
