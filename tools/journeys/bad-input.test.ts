// Bad input at every door of both running products: one stable code, a sentence in both languages, nothing half-done.

import { join } from 'node:path';
import { readPastedKey } from '@mandato/server/api-contract/exchange-guide';
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import type { RefusalCode } from '@mandato/server/api-contract/refusal';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { mandatoClient } from '../rehearsal/mandato-client.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';
import { asker } from './ask-lonja.ts';
import { filesBelow, findBytes } from './find-bytes.ts';
import {
  anyCode,
  deleteKey,
  everythingOf,
  linkKey,
  makeKey,
  openSaver,
  openTrader,
  password,
  planForm,
  refusalOf,
  type Saver,
  type Trader,
  tradingPermissions,
} from './people.ts';
import { expectPortalRefused, expectReason, expectRefused } from './sentences.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let trader: Trader;
let saver: Saver;
let goodKey: BitsoKey;
let link: LinkView;
let plan: PlanView;
/** Everything that must never be found on Mandato's disk. */
const secrets: string[] = [password];
let people = 0;

const freshEmail = () => {
  people += 1;
  return `person-${people}@example.com`;
};
const madeKey = async (...args: Parameters<typeof makeKey>) => {
  const key = await makeKey(...args);
  secrets.push(key.secret);
  return key;
};
const signerFiles = () => filesBelow(join(stage.directory, 'mandato/signer')).length;

beforeAll(async () => {
  stage = await openStage();
  [trader, saver] = await Promise.all([
    openTrader(stage.lonjaUrl, freshEmail()),
    openSaver(stage.mandatoUrl, freshEmail()),
  ]);
  goodKey = await madeKey(trader);
  link = await linkKey(saver.client, goodKey, await saver.proof());
  plan = await saver.client.plans.create(planForm(link.linkId, { stepUpCode: await saver.proof() }));
});
afterAll(() => stage.end(), 60_000);

describe('at the doors', () => {
  test('Mandato refuses a wrong password, and says the same of an account that does not exist', async () => {
    const { account } = mandatoClient(stage.mandatoUrl);
    for (const email of [saver.email, 'nobody@example.com']) {
      expectRefused(
        await refusalOf(account.signIn({ email, password: 'not the password' })),
        'credentials_wrong',
      );
    }
    expect(await account.session()).toEqual({ kind: 'anonymous' });
    expectRefused(await refusalOf(saver.client.account.beginSecondFactor({ password })), 'second_factor_on');
  });

  test('Mandato refuses wrong, malformed and reused codes, and the right one still opens', async () => {
    const client = mandatoClient(stage.mandatoUrl);
    const waiting = await client.account.signIn({ email: saver.email, password });
    expect(waiting.kind).toBe('second_factor_needed');
    const used = saver.authenticator.usedCode();
    const wrong = used === '123456' ? '654321' : '123456';
    expectRefused(await refusalOf(client.account.confirmSignIn({ code: used })), 'code_used');
    expectRefused(await refusalOf(client.account.confirmSignIn({ code: wrong })), 'code_wrong');
    expectRefused(await refusalOf(client.account.confirmSignIn({ code: '12 34' })), 'code_malformed');
    expectRefused(await refusalOf(client.plans.list()), 'second_factor_needed');
    const code = await saver.authenticator.freshCode();
    expect((await client.account.confirmSignIn({ code })).kind).toBe('signed_in');
    expectRefused(await refusalOf(client.account.confirmSignIn({ code })), 'session_expired');
  });

  test('Mandato refuses a page whose session is gone, and a link before two-factor authentication', async () => {
    const client = mandatoClient(stage.mandatoUrl);
    const email = freshEmail();
    await client.account.signUp({ name: 'Old Page', email, password, language: 'es' });
    const { linkId } = link;
    expectRefused(await refusalOf(linkKey(client, goodKey, anyCode)), 'second_factor_missing');
    const call = async (name: string, json: object, cookie = '') =>
      fetch(`${stage.mandatoUrl}/api/rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: stage.mandatoUrl, cookie },
        body: JSON.stringify({ json }),
      });
    const signedIn = await call('account/signIn', { email, password });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await call('plans/list', {}, cookie)).status).toBe(200);
    await call('account/signOut', {}, cookie);
    for (const [name, input] of [
      ['plans/create', planForm(linkId)],
      ['plans/runNow', { planId: plan.planId, requestId: 'oldpage1' }],
      ['links/unlink', { linkId, stepUpCode: anyCode }],
      ['activity/list', { before: null, limit: 10 }],
    ] as const) {
      const answer = await call(name, input, cookie);
      expect(answer.status).toBe(401);
      expect(await answer.text()).toContain('"session_expired"');
    }
    await client.account.signOut();
    expectRefused(await refusalOf(client.links.sealingKey()), 'session_expired');
  });

  test('Mandato answers bodies that are none, strangers’ pages and unknown procedures with 4xx', async () => {
    const rpc = `${stage.mandatoUrl}/api/rpc`;
    const origin = stage.mandatoUrl;
    const json = { 'content-type': 'application/json', origin };
    const cases = [
      [`${rpc}/plans/create`, { headers: json, body: '{"json":' }, 'input_malformed'],
      [`${rpc}/account/signIn`, { headers: json, body: '{"json":{"email":7}}' }, 'input_malformed'],
      [`${rpc}/account/signIn`, { headers: json, body: '[]' }, 'input_malformed'],
      [
        `${rpc}/account/signIn`,
        { headers: json, body: `{"json":"${'x'.repeat(300_000)}"}` },
        'input_malformed',
      ],
      [`${rpc}/account/signIn`, { headers: { origin }, body: 'email=a' }, 'input_malformed'],
      [`${rpc}/plans/sell`, { headers: json, body: '{"json":{}}' }, 'procedure_unknown'],
      [
        `${rpc}/account/signOut`,
        { headers: { ...json, origin: 'https://evil.example' }, body: '{}' },
        'request_cross_site',
      ],
    ] as const;
    for (const [url, init, code] of cases) {
      const answer = await fetch(url, { method: 'POST', ...init });
      expect([url, answer.status < 500 && answer.status >= 400]).toEqual([url, true]);
      expect(await answer.text()).toContain(`"${code}"`);
    }
  });

  test('the portal refuses wrong passwords, wrong and reused codes, gone sessions and strangers’ pages', async () => {
    const portal = new PortalClient(stage.lonjaUrl);
    const { email } = trader;
    expectPortalRefused(await portal.try('signIn', { email, password: 'not it' }), 'credentials_wrong');
    expectPortalRefused(await portal.try('home', {}), 'session_missing');
    await portal.call('signIn', { email, password });
    expectPortalRefused(await portal.try('listKeys', {}), 'second_factor_needed');
    const used = trader.authenticator.usedCode();
    const wrong = used === '123456' ? '654321' : '123456';
    expectPortalRefused(await portal.try('confirmSignIn', { code: used }), 'code_used');
    expectPortalRefused(await portal.try('confirmSignIn', { code: wrong }), 'code_wrong');
    expectPortalRefused(await portal.try('confirmSignIn', { code: '12' }), 'code_malformed');
    const before = await trader.portal.call('listKeys', {});
    const request = {
      name: 'Second',
      addresses: [],
      permissions: [],
      acceptedSecurityInformation: true,
      code: used,
    };
    expectPortalRefused(await trader.portal.try('createKey', request), 'code_used');
    expectPortalRefused(await trader.portal.try('createKey', { ...request, code: wrong }), 'code_wrong');
    const addresses = ['1.2.3.4.5'];
    expectPortalRefused(await trader.portal.try('createKey', { ...request, addresses }), 'address_malformed');
    expect(await trader.portal.call('listKeys', {})).toEqual(before);
    await trader.portal.call('home', {});
  });

  test('the portal answers bodies that are none, and other websites, with 4xx', async () => {
    const { lonjaUrl } = stage;
    for (const [origin, body, code] of [
      [lonjaUrl, '{"email":', 'request_malformed'],
      [lonjaUrl, '{"email":7}', 'request_malformed'],
      ['https://evil.example', '{}', 'origin_refused'],
    ] as const) {
      const headers = { 'content-type': 'application/json', origin };
      const answer = await fetch(`${lonjaUrl}/portal/signIn`, { method: 'POST', headers, body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectPortalRefused(JSON.parse(await answer.text()), code);
    }
  });
});

describe('with things in place', () => {
  let before: Awaited<ReturnType<typeof everythingOf>>;
  let filesBefore: number;
  beforeEach(async () => {
    before = await everythingOf(saver, trader);
    filesBefore = signerFiles();
  });
  afterEach(async () => {
    expect(await everythingOf(saver, trader)).toEqual(before);
    expect(signerFiles()).toBe(filesBefore);
    expect(
      findBytes(
        ['mandato', 'logs', 'keys'].map((name) => join(stage.directory, name)),
        secrets,
      ),
    ).toEqual([]);
  });

  const refusedLink = async (key: BitsoKey, code: RefusalCode, stepUpCode = anyCode) =>
    expectRefused(await refusalOf(linkKey(saver.client, key, stepUpCode)), code);

  test('the search for secrets finds what is there: an e-mail address is no secret', () => {
    expect(findBytes([join(stage.directory, 'mandato')], [saver.email])).not.toEqual([]);
  });

  test('a key sealed with spaces inside, swapped with its secret, or damaged is not linked', async () => {
    const { keyId, secret } = goodKey;
    await refusedLink(
      { keyId, secret: `${secret.slice(0, 16)} ${secret.slice(16)}` },
      'credential_malformed',
    );
    await refusedLink({ keyId: `${keyId.slice(0, 5)}\n${keyId.slice(5)}`, secret }, 'credential_malformed');
    await refusedLink({ keyId: '', secret: '' }, 'credential_malformed');
    await refusedLink({ keyId: secret, secret: keyId }, 'credential_swapped');
    await refusedLink({ keyId, secret: secret.replace(/./g, 'a') }, 'signature_wrong');
    await refusedLink(goodKey, 'credential_already_stored', await saver.proof());
    const sealingKey = await saver.client.links.sealingKey();
    const sealed = await sealCredentials({ apiKey: keyId, apiSecret: secret }, sealingKey);
    const form = { exchange: 'practice', isAttested: true, stepUpCode: anyCode } as const;
    const asking = (change: Partial<typeof sealed>, name = 'x') =>
      refusalOf(saver.client.links.link({ ...form, name, sealed: { ...sealed, ...change } }));
    expectRefused(await asking({ ciphertext: sealed.iv }), 'sealed_unreadable');
    expectRefused(await asking({ ephemeralKey: sealed.iv }), 'sealed_unreadable');
    expectRefused(await asking({ keyId: 'another' }), 'sealed_for_another_key');
    expectRefused(await asking({}, 'a\u0007b'), 'link_name_malformed');
  });

  test('a key that was deleted at Lonja is not linked', async () => {
    const other = await openTrader(stage.lonjaUrl, freshEmail());
    const key = await madeKey(other);
    await deleteKey(other, key);
    await refusedLink(key, 'key_unknown_or_revoked');
  });

  test('a key that lacks any one of the three permissions is not linked', async () => {
    const without = (missing: string) => tradingPermissions.filter((name) => name !== missing);
    const other = await openTrader(stage.lonjaUrl, freshEmail());
    const third = await openTrader(stage.lonjaUrl, freshEmail());
    await refusedLink(await madeKey(other, { permissions: without('place_orders') }), 'place_orders_missing');
    await refusedLink(
      await madeKey(other, { permissions: without('view_balances') }),
      'view_balances_missing',
    );
    await refusedLink(
      await madeKey(third, { permissions: without('view_account_information') }),
      'view_account_missing',
    );
  });

  test('a key that can withdraw, or is for another address, is not linked and not kept', async () => {
    const other = await openTrader(stage.lonjaUrl, freshEmail());
    await refusedLink(
      await madeKey(other, { permissions: [...tradingPermissions, 'make_withdrawals'] }),
      'withdrawal_allowed',
    );
    await refusedLink(await madeKey(other, { addresses: ['203.0.113.7'] }), 'address_not_allowed');
    const activity = await saver.client.activity.list({ before: null, limit: 20 });
    const refused = activity
      .filter(({ code }) => code === 'link_refused')
      .map(({ details }) => details['reason']);
    expect(refused).toEqual(expect.arrayContaining(['withdrawal_allowed', 'address_not_allowed']));
  });

  test('amounts that are none, of plans that nobody can pay, and books that do not exist start no plan', async () => {
    const refused = async (changes: Parameters<typeof planForm>[1], code: RefusalCode) =>
      expectRefused(await refusalOf(saver.client.plans.create(planForm(link.linkId, changes))), code);
    await refused({ notional: '0' }, 'notional_not_positive');
    await refused({ notional: '0.00' }, 'notional_not_positive');
    await refused({ notional: '-1' }, 'notional_not_positive');
    for (const notional of ['1e309', '1.000,50', '1,000.50', '', 'NaN', 'Infinity', '0x10', '٥٠٠', '$500'])
      await refused({ notional }, 'notional_malformed');
    await refused({ notional: '100.001' }, 'notional_too_precise');
    await refused({ notional: '0.000000001' }, 'notional_too_precise');
    await refused({ notional: '9'.repeat(10) }, 'notional_above_maximum');
    await refused({ notional: '9'.repeat(40) }, 'notional_above_maximum');
    await refused({ notional: '9'.repeat(64) }, 'notional_malformed');
    expectRefused(
      await refusalOf(saver.client.plans.create(planForm(link.linkId, { notional: '9'.repeat(65) }))),
      'input_malformed',
    );
    await refused({ notional: '1' }, 'notional_below_minimum');
    await refused({ notional: '100000.01' }, 'notional_above_balance');
    await refused({ budget: '1.000,50' }, 'budget_malformed');
    await refused({ budget: '1e309' }, 'budget_malformed');
    await refused({ budget: '99.99' }, 'budget_below_notional');
    await refused({ book: 'btc_xyz' }, 'book_unknown');
    await refused({ book: '__proto__' }, 'book_unknown');
    await refused({ time: '25:00' }, 'schedule_malformed');
    await refused({ zone: 'Mars/Olympus' }, 'zone_unknown');
    await refused({ startsOn: '2026-02-30' }, 'start_malformed');
    await refused({ startsOn: '2020-01-01' }, 'start_in_past');
  });

  test('somebody else’s link, plan, key and orders are unknown, whatever is asked of them', async () => {
    const stranger = (await openSaver(stage.mandatoUrl, freshEmail())).client;
    const { linkId } = link;
    const { planId } = plan;
    const linkCalls = [
      () => stranger.links.reaudit({ linkId }),
      () => stranger.links.unlink({ linkId, stepUpCode: anyCode }),
      () => stranger.links.balances({ linkId }),
      () => stranger.plans.books({ linkId }),
      () => stranger.plans.create(planForm(linkId)),
    ];
    for (const call of linkCalls) expectRefused(await refusalOf(call()), 'link_unknown');
    for (const id of [planId, 'no-such-plan', "'; drop table plans; --"]) {
      const calls = [
        () => stranger.plans.get({ planId: id }),
        () => stranger.plans.pause({ planId: id }),
        () => stranger.plans.resume({ planId: id }),
        () => stranger.plans.stop({ planId: id }),
        () => stranger.plans.runNow({ planId: id, requestId: 'stranger1' }),
      ];
      for (const call of calls) expectRefused(await refusalOf(call()), 'plan_unknown');
    }
    expect(await stranger.plans.list()).toEqual([]);
    expect(await stranger.links.list()).toEqual([]);
    const other = await openTrader(stage.lonjaUrl, freshEmail());
    const code = await other.authenticator.freshCode();
    expectPortalRefused(await other.portal.try('deleteKey', { keyId: goodKey.keyId, code }), 'key_unknown');
  });

  test('Lonja refuses nonces that are malformed or out of order, and amounts that are none', async () => {
    const ask = asker(stage.lonjaUrl, goodKey);
    const order = { book: 'btc_mxn', side: 'buy', type: 'market', minor: '100' };
    const used = `${Date.now()}000001`;
    expect(await ask({ nonce: used, target: '/api/v3/balance' })).toMatchObject({ status: 200 });
    for (const nonce of [used, `${Date.now() - 3_600_000}000000`, `${Date.now() + 3_600_000}000000`])
      expect(await ask({ nonce, order })).toEqual({ status: 401, code: '0207' });
    for (const nonce of ['', 'abc', '-1', '1.5', '0', '1e18', '9'.repeat(20)])
      expect(await ask({ nonce, order })).toEqual({ status: 401, code: '0206' });
    for (const minor of ['0', '-1', '1e309', '1.000,50', 'NaN', ''])
      expect(await ask({ order: { ...order, minor } })).toEqual({ status: 400, code: '0408' });
    const tooPrecise = { ...order, minor: '0.000000001' };
    expect(await ask({ order: tooPrecise })).toEqual({ status: 400, code: '0407' });
    expect(await ask({ order: { ...order, book: 'btc_xyz' } })).toEqual({ status: 400, code: '0301' });
    expect(await ask({ order: { ...order, minor: '100000.01' } })).toEqual({ status: 400, code: '0379' });
  });
});

test('a key that was pasted with spaces around it is linked, for the page trims it', async () => {
  const other = await openTrader(stage.lonjaUrl, freshEmail());
  const key = await madeKey(other);
  const pasted = readPastedKey('practice', {
    key: ` \u00a0${key.keyId}\n`,
    secret: `\t${key.secret}\u200b `,
  });
  if (!pasted.ok) throw new Error(pasted.error.code);
  const trimmed = { keyId: pasted.value.key, secret: pasted.value.secret };
  const linked = await linkKey(saver.client, trimmed, await saver.proof());
  expect([linked.verdict, linked.keyHint]).toEqual(['PROBED', key.keyId.slice(-4)]);
});

test('a plan that became larger than the balance buys nothing, and says why', async () => {
  // All three are started while the money is there; each alone could be paid.
  const plans: PlanView[] = [];
  for (const requestId of ['large001', 'large002', 'large003']) {
    const form = planForm(link.linkId, { notional: '45000', stepUpCode: await saver.proof(), requestId });
    plans.push(await saver.client.plans.create(form));
  }
  const large: Awaited<ReturnType<typeof endOf>>[] = [];
  for (const [number, each] of plans.entries()) large.push(await endOf(each, `largepress00${number}`));
  expect(large.map(({ state }) => state)).toEqual(['done', 'done', 'skipped']);
  expect(large[2]).toMatchObject({ reason: 'balance_insufficient', spent: '0', fills: [] });
  expectReason(large[2]?.reason ?? null);
  const { balances } = await trader.portal.call('home', {});
  const left = large.reduce((sum, { spent }) => sum - Number(spent), 100_000);
  expect(Number(balances.find(({ currency }) => currency === 'mxn')?.total)).toBeCloseTo(left, 6);
});

/** Presses "run now" and waits for the order to end. */
async function endOf(of: PlanView | undefined, requestId: string) {
  const planId = of?.planId ?? '';
  await saver.client.plans.runNow({ planId, requestId });
  return vi.waitFor(
    async () => {
      const { orders } = await saver.client.plans.get({ planId });
      expect(orders).toHaveLength(1);
      const [order] = orders;
      if (order === undefined || order.endedAt === null) throw new Error('the order has not ended');
      return order;
    },
    { timeout: 20_000, interval: 100 },
  );
}
