// The portal's door as browsers and strangers see it: its cookie, its headers, and whose address counts.

import { expect, test } from 'vitest';
import { TestLonja, testLonja } from '../testing/test-lonja.ts';

const form = { name: 'Eva', email: 'eva@example.com', password: 'a long practice passphrase' };

async function openedLonja(hasRateLimits = false): Promise<TestLonja> {
  const lonja = new TestLonja({ hasRateLimits });
  await lonja.open();
  return lonja;
}

function post(
  lonja: TestLonja,
  call: string,
  sent: { readonly json?: object; readonly headers?: Record<string, string>; readonly from?: string } = {},
): Promise<Response> {
  const { json = {}, headers = {}, from = '127.0.0.1' } = sent;
  const request = new Request(`http://lonja.test/portal/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(json),
  });
  return lonja.lonja.router.handle(request, from);
}

test('items 29 and 32: the session cookie is out of reach for scripts, over HTTPS of this host alone, and in no body', async () => {
  const lonja = await openedLonja();
  const plain = await post(lonja, 'signUp', { json: form });
  expect(plain.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^lonja_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/),
  ]);
  const overHttps = { origin: 'https://lonja.test' };
  const secure = await post(lonja, 'signIn', {
    json: { email: form.email, password: form.password },
    headers: overHttps,
  });
  const [cookie = ''] = secure.headers.getSetCookie();
  expect(cookie).toMatch(
    /^__Host-lonja_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=43200$/,
  );
  for (const answer of [plain, secure]) {
    const [, token = ''] = /=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? [];
    expect(token).toHaveLength(43);
    expect(await answer.text()).not.toContain(token);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  const held = cookie.split(';')[0] ?? '';
  const kindOf = async (headers: Record<string, string>) =>
    JSON.parse(await (await post(lonja, 'session', { headers })).text()).value.kind;
  expect(await kindOf({ ...overHttps, cookie: held })).toBe('signed_in');
  // What a plain page could have set is not believed over HTTPS, nor the other way round.
  expect(await kindOf({ ...overHttps, cookie: held.replace('__Host-', '') })).toBe('anonymous');
  expect(await kindOf({ cookie: held })).toBe('anonymous');
  await lonja.close();
});

test('item 37: every answer of the portal forbids foreign scripts and frames, sniffing and referrers', async () => {
  const lonja = await openedLonja();
  for (const call of ['session', 'signIn', 'no-such-call']) {
    const { headers } = await post(lonja, call, { json: {} });
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  }
  await lonja.close();
});

test('item 40: forged forwarding headers do not escape the counter of an address', async () => {
  const lonja = await openedLonja(true);
  await post(lonja, 'signUp', { json: form });
  const guess = async (count: number, from: string) => {
    const forged = `10.0.${count}.1`;
    const headers = { 'x-forwarded-for': forged, forwarded: `for=${forged}`, 'x-real-ip': forged };
    const json = { email: form.email, password: `guess number ${count}` };
    const answer = await post(lonja, 'signIn', { json, headers, from });
    return answer.status;
  };
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) statuses.push(await guess(count, '203.0.113.7'));
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
  expect(statuses.slice(10)).toEqual([429, 429]);
  expect(await guess(99, '203.0.113.8')).toBe(401);
  await lonja.close();
});

test('item 38: what one person holds does not exist for another', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(['view_balances']);
  const answer = await post(lonja, 'signUp', { json: form });
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const asEva = async (call: string, json: object = {}) =>
    JSON.parse(await (await post(lonja, call, { json, headers: { cookie } })).text());
  expect(await asEva('listKeys')).toMatchObject({ value: { keys: [] } });
  expect(await asEva('deleteKey', { keyId: key.keyId, code: '123456' })).toMatchObject({
    code: 'key_unknown',
  });
  expect((await ana.value('listKeys'))['keys']).toHaveLength(1);
  await lonja.close();
});
