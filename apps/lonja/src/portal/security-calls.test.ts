// Walks the security page, and tries every door that it opens and closes.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type TestLonja, TestPerson, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const securitySchema = z.object({
  recoveryCodesLeft: z.number(),
  keysPausedUntil: z.string().nullable(),
  sessions: z.array(z.object({ sessionId: z.string(), isCurrent: z.boolean(), browser: z.string() })),
  activity: z.array(z.object({ kind: z.string() })),
});

function codeOf(reply: { ok: boolean; code?: string }): string {
  return reply.ok ? 'ok' : (reply.code ?? '');
}

async function securityOf(person: TestPerson): Promise<z.infer<typeof securitySchema>> {
  return securitySchema.parse(await person.value('security'));
}

/** Another browser of the same person, signed in with both factors. */
async function otherBrowser(lonja: TestLonja, ana: TestPerson, agent: string): Promise<TestPerson> {
  const browser = new TestPerson(lonja, ana.email);
  await browser.call('signIn', { email: ana.email, password: ana.password }, { 'user-agent': agent });
  await browser.call('confirmSignIn', { code: ana.freshCode() }, { 'user-agent': agent });
  return browser;
}

test('changePassword() asks for the current one, ends every other session, and the old password is dead', async () => {
  const { test: lonja, ana } = await testLonja();
  const other = await otherBrowser(lonja, ana, 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0');
  const before = ana.cookie;
  const newPassword = 'a quite different passphrase';
  const change = { password: ana.password, newPassword };
  expect(codeOf(await ana.call('changePassword', { ...change, password: 'not the one' }))).toBe(
    'password_wrong',
  );
  expect(codeOf(await ana.call('changePassword', { ...change, newPassword: 'short' }))).toBe(
    'password_too_short',
  );
  expect(codeOf(await ana.call('changePassword', { ...change, newPassword: 'abcabcabcabcabc' }))).toBe(
    'password_too_common',
  );
  expect(codeOf(await ana.call('changePassword', { ...change, newPassword: ana.password }))).toBe(
    'password_unchanged',
  );
  expect(codeOf(await other.call('home'))).toBe('ok');
  expect(codeOf(await ana.call('changePassword', change))).toBe('ok');
  expect(ana.cookie).not.toBe(before);
  expect(codeOf(await other.call('home'))).toBe('session_missing');
  expect(codeOf(await ana.call('home'))).toBe('ok');
  ana.cookie = before;
  expect(codeOf(await ana.call('home'))).toBe('session_missing');
  const signIn = { email: ana.email, password: ana.password };
  expect(codeOf(await ana.call('signIn', signIn))).toBe('credentials_wrong');
  expect(codeOf(await ana.call('signIn', { ...signIn, password: newPassword }))).toBe('ok');
  await lonja.close();
});

test('makeRecoveryCodes() shows ten codes once; each lets the person in once, and a new set ends the old', async () => {
  const { test: lonja, ana } = await testLonja();
  const codesOf = async () =>
    z
      .object({ codes: z.array(z.string()) })
      .parse(await ana.value('makeRecoveryCodes', { code: ana.freshCode() })).codes;
  expect(codeOf(await ana.call('makeRecoveryCodes', { code: '000000' }))).toBe('code_wrong');
  const old = await codesOf();
  const codes = await codesOf();
  expect(new Set([...old, ...codes]).size).toBe(20);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/);
  expect(JSON.stringify([...lonja.lonja.sequencer.state.portal.accounts.values()])).not.toContain(codes[0]);
  const enter = async (code: string) => {
    const browser = new TestPerson(lonja, ana.email);
    await browser.value('signIn', { email: ana.email, password: ana.password });
    return codeOf(await browser.call('confirmSignIn', { code }));
  };
  expect(await enter(old[0] ?? '')).toBe('code_wrong');
  expect(await enter(` ${(codes[0] ?? '').toLowerCase().replaceAll('-', ' ')} `)).toBe('ok');
  expect(await enter(codes[0] ?? '')).toBe('code_wrong');
  expect((await securityOf(ana)).recoveryCodesLeft).toBe(9);
  expect((await securityOf(ana)).activity[0]?.kind).toBe('recovery_code_used');
  const both = await Promise.all([enter(codes[1] ?? ''), enter(codes[1] ?? '')]);
  expect(both.filter((code) => code === 'ok')).toHaveLength(1);
  await lonja.close();
  await lonja.open();
  expect((await securityOf(ana)).recoveryCodesLeft).toBe(8);
  expect(await enter(codes[2] ?? '')).toBe('ok');
  await lonja.close();
});

test('turnOffTwoFactor() needs password and code, ends other sessions, and no key is made for a day', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const other = await otherBrowser(lonja, ana, '');
  const code = ana.freshCode();
  expect(codeOf(await ana.call('turnOffTwoFactor', { password: 'no', code }))).toBe('password_wrong');
  expect(codeOf(await ana.call('turnOffTwoFactor', { password: ana.password, code: '123456' }))).toBe(
    'code_wrong',
  );
  expect(codeOf(await ana.call('turnOffTwoFactor', { password: ana.password, code }))).toBe('ok');
  expect(codeOf(await other.call('home'))).toBe('session_missing');
  expect(await ana.value('session')).toMatchObject({ kind: 'signed_in', hasTwoFactor: false });
  expect(codeOf(await ana.call('turnOffTwoFactor', { password: ana.password, code }))).toBe(
    'two_factor_missing',
  );
  expect((await lonja.signed(key, { target: '/api/v3/balance' })).status).toBe(200);
  await ana.turnOnTwoFactor();
  expect((await securityOf(ana)).keysPausedUntil).not.toBe(null);
  const wanted = {
    name: 'k',
    addresses: [],
    permissions: ['view_balances'],
    acceptedSecurityInformation: true,
  };
  expect(codeOf(await ana.call('createKey', { ...wanted, code: ana.freshCode() }))).toBe('keys_paused');
  lonja.nowMs += 24 * 3_600_000;
  await ana.value('signIn', { email: ana.email, password: ana.password });
  await ana.value('confirmSignIn', { code: ana.freshCode() });
  expect((await securityOf(ana)).keysPausedUntil).toBe(null);
  expect(codeOf(await ana.call('createKey', { ...wanted, code: ana.freshCode() }))).toBe('ok');
  await lonja.close();
});

test('security() lists sessions with browser and address; one or all others can be ended, nobody else’s', async () => {
  const { test: lonja, ana } = await testLonja();
  const other = await otherBrowser(lonja, ana, 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36');
  const third = await otherBrowser(lonja, ana, '<script>alert(1)</script>');
  const { sessions } = await securityOf(ana);
  expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false]);
  expect(sessions.map(({ browser }) => browser).sort()).toEqual(['', '', 'Chrome · Linux']);
  const chrome = sessions.find(({ browser }) => browser !== '');
  const eve = new TestPerson(lonja, 'eve@example.com');
  await eve.signUp();
  expect(codeOf(await eve.call('endSession', { sessionId: chrome?.sessionId ?? '' }))).toBe(
    'session_unknown',
  );
  expect(codeOf(await other.call('home'))).toBe('ok');
  expect(codeOf(await ana.call('endSession', { sessionId: chrome?.sessionId ?? '' }))).toBe('ok');
  expect(codeOf(await other.call('home'))).toBe('session_missing');
  expect(codeOf(await third.call('home'))).toBe('ok');
  expect(codeOf(await ana.call('endOtherSessions'))).toBe('ok');
  expect(codeOf(await third.call('home'))).toBe('session_missing');
  expect((await securityOf(ana)).sessions).toHaveLength(1);
  expect(codeOf(await eve.call('home'))).toBe('ok');
  await lonja.close();
});

test('switchKey() stops a key at once and starts it only with a code; addresses change only with one', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const { keyId } = key;
  const ask = async () => (await lonja.signed(key, { target: '/api/v3/balance' })).code;
  expect(await ask()).toBe(null);
  expect(codeOf(await ana.call('switchKey', { keyId, isOn: false, code: null }))).toBe('ok');
  expect(await ask()).toBe('0326');
  await lonja.close();
  await lonja.open();
  expect(await ask()).toBe('0326');
  expect(codeOf(await ana.call('switchKey', { keyId, isOn: true, code: null }))).toBe('code_malformed');
  expect(codeOf(await ana.call('switchKey', { keyId, isOn: true, code: '000000' }))).toBe('code_wrong');
  expect(codeOf(await ana.call('switchKey', { keyId, isOn: true, code: ana.freshCode() }))).toBe('ok');
  expect(await ask()).toBe(null);
  const change = { keyId, addresses: ['203.0.113.7'] };
  expect(codeOf(await ana.call('changeKeyAddresses', { ...change, code: '000000' }))).toBe('code_wrong');
  expect(codeOf(await ana.call('changeKeyAddresses', { ...change, addresses: ['x'], code: '000000' }))).toBe(
    'address_malformed',
  );
  expect(codeOf(await ana.call('changeKeyAddresses', { ...change, code: ana.freshCode() }))).toBe('ok');
  expect(await ask()).toBe('0213');
  const eve = new TestPerson(lonja, 'eve@example.com');
  await eve.signUp();
  expect(codeOf(await eve.call('switchKey', { keyId, isOn: false, code: null }))).toBe('key_unknown');
  await lonja.close();
});

test('the throttles are kept over a restart, in a file without e-mails', async () => {
  const { test: lonja, ana } = await testLonja();
  const wrong = { email: ana.email, password: 'not the passphrase' };
  for (let count = 0; count < 6; count += 1) await ana.call('signIn', wrong);
  await lonja.close();
  await lonja.open();
  for (let count = 0; count < 4; count += 1) {
    expect(codeOf(await ana.call('signIn', wrong))).toBe('credentials_wrong');
  }
  await lonja.close();
  await lonja.open();
  expect(codeOf(await ana.call('signIn', { ...wrong, password: ana.password }))).toBe('too_many_tries');
  expect(readFileSync(`${lonja.directory}/throttles.json`, 'utf8')).not.toContain('ana');
  lonja.nowMs += 15 * 60_000;
  expect(codeOf(await ana.call('signIn', { ...wrong, password: ana.password }))).toBe('ok');
  await lonja.close();
});

test('rename() takes a name as the sign-up does', async () => {
  const { test: lonja, ana } = await testLonja();
  expect(codeOf(await ana.call('rename', { name: '<b>' }))).toBe('name_malformed');
  expect(await ana.value('rename', { name: '  Ana   María ' })).toMatchObject({ name: 'Ana María' });
  await lonja.close();
  await lonja.open();
  expect(await ana.value('session')).toMatchObject({ name: 'Ana María' });
  await lonja.close();
});

test('each call of the portal needs a whole session, but for those that make one', async () => {
  const { test: lonja, ana } = await testLonja();
  const half = new TestPerson(lonja, ana.email);
  await half.value('signIn', { email: ana.email, password: ana.password });
  const stranger = new TestPerson(lonja, 'nobody@example.com');
  const requests: Readonly<Record<string, object>> = {
    desk: {},
    market: {},
    security: {},
    features: {},
    endOtherSessions: {},
    bookSnapshot: { book: 'btc_mxn' },
    candles: { book: 'btc_mxn', seconds: 60 },
    orderHistory: { book: null, marker: null },
    fills: { book: null, marker: null },
    cancelOrders: { book: null },
    cancelOrder: { orderId: 'x' },
    changeOrder: { orderId: 'x', price: null, amount: null, stop: null },
    endSession: { sessionId: 'x' },
    rename: { name: 'x' },
    switchKey: { keyId: 'x', isOn: false, code: null },
    changeKeyAddresses: { keyId: 'x', addresses: [], code: '' },
    changePassword: { password: '', newPassword: '' },
    turnOffTwoFactor: { password: '', code: '' },
    makeRecoveryCodes: { code: '' },
  };
  for (const [name, request] of Object.entries(requests)) {
    expect([name, codeOf(await half.call(name, request))]).toEqual([name, 'second_factor_needed']);
    expect([name, codeOf(await stranger.call(name, request))]).toEqual([name, 'session_missing']);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect([name, codeOf(await ana.call(name, request, headers))]).toEqual([name, 'origin_refused']);
  }
  await lonja.close();
});
