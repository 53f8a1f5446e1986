// Limits, freezes, kill switch and price band through real processes, also across restarts and edited files.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { expect, test } from 'vitest';
import { sealForTest } from '../testing/seal-for-test.ts';
import { freshNonce, linkKey, marketBuy, storeSafeKey, useSignerHarness } from '../testing/signer-harness.ts';
import { noLimits, type SignerLimits } from './signer-options.ts';
import type { SignerClient } from './signer-protocol.ts';

const harness = useSignerHarness();
const dayLimits: SignerLimits = {
  ...noLimits,
  notionalPerDayMax: { mxn: '1000' },
  notionalPerOrderMax: { mxn: '600' },
};
let grants = 0;
const grant = () => {
  grants += 1;
  return { grantId: `grant-0123456789-${grants}`, confirmedAtMs: Date.now() };
};

async function place(signer: SignerClient, credentialId: string, intent: VenueIntent): Promise<string> {
  const answer = await signer.execute({ credentialId, intent, nonce: freshNonce() });
  return answer.kind === 'denied' ? answer.code : answer.kind;
}

const limitBuy = (orderId: string, price: string): VenueIntent => ({
  kind: 'place_limit_order',
  orderId,
  book: 'btc_mxn',
  side: 'buy',
  quantity: '0.0001',
  price,
  postOnly: false,
});

test('item 20: setLimits() tightens at once, and loosens only with a grant and after the wait', async () => {
  const signer = await harness.start({ newKeyLimits: dayLimits, loosenWaitMs: 5_000 });
  const credentialId = await storeSafeKey(signer);
  const tight = { ...dayLimits, notionalPerOrderMax: { mxn: '100' }, sides: ['buy' as const] };
  expect(await signer.setLimits({ credentialId, limits: tight, stepUp: null })).toMatchObject({
    ok: true,
    value: { waitMs: 5_000, keys: [{ limits: tight, pending: null }] },
  });
  expect(await place(signer, credentialId, marketBuy('o1', '100.00000001'))).toBe(
    'notional_above_order_limit',
  );
  expect(await place(signer, credentialId, { ...limitBuy('o2', '1'), side: 'sell' } as VenueIntent)).toBe(
    'side_not_allowed',
  );
  // Looser in one field, tighter in another: the tighter half holds at once.
  const mixed = { ...dayLimits, books: ['btc_mxn'] };
  const stepUp = grant();
  const refused = { ok: false, error: 'step_up_required' };
  expect(await signer.setLimits({ credentialId, limits: mixed, stepUp: null })).toEqual(refused);
  const old = { ...grant(), confirmedAtMs: Date.now() - 121_000 };
  expect(await signer.setLimits({ credentialId, limits: mixed, stepUp: old })).toEqual(refused);
  const asked = await signer.setLimits({ credentialId, limits: mixed, stepUp });
  expect(asked).toMatchObject({
    ok: true,
    value: { keys: [{ limits: { ...tight, books: ['btc_mxn'] }, pending: { limits: mixed } }] },
  });
  expect(await signer.setLimits({ credentialId, limits: mixed, stepUp })).toEqual(refused);
  expect(await place(signer, credentialId, { ...marketBuy('o3', '1'), book: 'eth_mxn' } as VenueIntent)).toBe(
    'book_not_allowed',
  );
  expect(await place(signer, credentialId, marketBuy('o4', '101'))).toBe('notional_above_order_limit');
  await expect.poll(async () => (await signer.policy()).keys[0]?.pending, { timeout: 20_000 }).toBeNull();
  expect(await place(signer, credentialId, marketBuy('o5', '600'))).toBe('answered');
});

test('item 20: a wait survives restarts, kill -9 and a start that asks for no wait', async () => {
  const home = harness.home();
  const first = await harness.start({ home, newKeyLimits: dayLimits, loosenWaitMs: 3_600_000 });
  const credentialId = await storeSafeKey(first);
  await first.setLimits({ credentialId, limits: noLimits, stepUp: grant() });
  const asked = await first.policy();
  process.kill(first.processIds()?.signer ?? 0, 'SIGKILL');
  await expect.poll(async () => (await first.policy()).keys.length, { timeout: 15_000 }).toBe(1);
  expect(await first.policy()).toEqual(asked);
  await first.stop();
  const again = await harness.start({ home, newKeyLimits: noLimits, loosenWaitMs: 0 });
  expect(await again.policy()).toEqual(asked);
  expect(await place(again, credentialId, marketBuy('o1', '601'))).toBe('notional_above_order_limit');
  // A new request waits as long as the old wait, whatever the signer was started with.
  const later = await again.setLimits({ credentialId, limits: noLimits, stepUp: grant() });
  const atMs = later.ok ? (later.value.keys[0]?.pending?.atMs ?? 0) : 0;
  expect(atMs - Date.now()).toBeGreaterThan(3_500_000);
});

test('items 18 and 20: unlinking and linking again gives a key neither new limits nor a new day', async () => {
  const signer = await harness.start({ newKeyLimits: dayLimits });
  const first = await storeSafeKey(signer);
  expect(await place(signer, first, marketBuy('o1', '600'))).toBe('answered');
  await signer.forget(first);
  const second = await storeSafeKey(signer);
  expect(second).not.toBe(first);
  expect(await place(signer, second, marketBuy('o2', '600'))).toBe('notional_above_day_limit');
  expect(await place(signer, second, marketBuy('o1', '1'))).toBe('order_already_signed');
  // Another key in its place keeps the limits too.
  const other = { apiKey: 'SafeKey002', apiSecret: '5afe5afe5afe5afe5afe5afe5afe5aff' };
  harness.exchange().keys.set(other.apiKey, {
    secret: other.apiSecret,
    permissions: ['account', 'balances', 'orders'],
  });
  const sealed = sealForTest(other, await signer.sealingKey());
  const owner = { userId: 'user-1', linkId: 'link-1', exchange: 'practice' as const };
  const audit = await signer.audit({ owner, sealed });
  const attestation = audit.ok ? audit.value.attestation : '';
  const replaced = await signer.replace({ credentialId: second, owner, sealed, attestation });
  expect(replaced).toMatchObject({ ok: true, value: { credentialId: second, face: { keyHint: 'y002' } } });
  expect(await signer.replace({ credentialId: 'cred_x', owner, sealed, attestation })).toEqual({
    ok: false,
    error: 'credential_unknown',
  });
  expect(await place(signer, second, marketBuy('o3', '600.1'))).toBe('notional_above_order_limit');
  // And what the one before it has used today: another key is not another day.
  expect(await place(signer, second, marketBuy('o4', '600'))).toBe('notional_above_day_limit');
  expect(await place(signer, second, marketBuy('o5', '400'))).toBe('answered');
  expect(await place(signer, second, marketBuy('o6', '0.01'))).toBe('notional_above_day_limit');
  expect(await place(signer, second, marketBuy('o1', '1'))).toBe('order_already_signed');
});

test('item 18: execute() signs an order id once, whatever became of it, also after kill -9', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  harness.exchange().fault = 'insufficient_funds';
  expect(await place(signer, credentialId, marketBuy('o1'))).toBe('answered');
  expect(await place(signer, credentialId, marketBuy('o1'))).toBe('order_already_signed');
  expect(await place(signer, credentialId, marketBuy('o1', '9'))).toBe('order_already_signed');
  process.kill(signer.processIds()?.signer ?? 0, 'SIGKILL');
  await expect.poll(async () => (await signer.stored()).length, { timeout: 15_000 }).toBe(1);
  expect(await place(signer, credentialId, marketBuy('o1'))).toBe('order_already_signed');
  expect(harness.exchange().seen.filter(({ body }) => body.includes('"o1"'))).toHaveLength(1);
});

test('item 21: freeze() and setKillSwitch() stop orders and nothing else, and are not undone at once', async () => {
  const signer = await harness.start({ loosenWaitMs: 3_000 });
  const credentialId = await storeSafeKey(signer);
  const earlier = await linkKey(signer);
  const attestedBefore = earlier.audit.ok ? earlier.audit.value.attestation : '';
  await signer.freeze(credentialId);
  const byOld = await signer.unfreeze({ credentialId, attestation: attestedBefore, stepUp: null });
  expect(byOld).toEqual({ ok: false, error: 'step_up_required' });
  expect(await place(signer, credentialId, marketBuy('o1'))).toBe('credential_frozen');
  expect(await place(signer, credentialId, { kind: 'read_balances' })).toBe('answered');
  expect(await place(signer, credentialId, { kind: 'cancel_order', orderId: 'o0' })).toBe('answered');
  expect(await signer.unfreeze({ credentialId, attestation: null, stepUp: null })).toMatchObject({
    ok: false,
  });
  const { audit } = await linkKey(signer);
  const attestation = audit.ok ? audit.value.attestation : '';
  expect(await signer.unfreeze({ credentialId, attestation, stepUp: null })).toMatchObject({ ok: true });
  expect(await place(signer, credentialId, marketBuy('o1'))).toBe('answered');
  await signer.setKillSwitch({ isOn: true, stepUp: null });
  expect(await place(signer, credentialId, marketBuy('o2'))).toBe('kill_switch_on');
  expect(await place(signer, credentialId, { kind: 'read_balances' })).toBe('answered');
  expect(await place(signer, credentialId, { kind: 'cancel_order', orderId: 'o0' })).toBe('answered');
  expect(await signer.setKillSwitch({ isOn: false, stepUp: null })).toMatchObject({ ok: false });
  const released = await signer.setKillSwitch({ isOn: false, stepUp: grant() });
  expect(released).toMatchObject({ ok: true, value: { killSwitch: { isOn: true } } });
  expect(await place(signer, credentialId, marketBuy('o3'))).toBe('kill_switch_on');
  await expect.poll(async () => (await signer.policy()).killSwitch.isOn, { timeout: 20_000 }).toBe(false);
  expect(await place(signer, credentialId, marketBuy('o4'))).toBe('answered');
});

test('items 18 and 21: setKillSwitch(), freeze() and their releases hold through kill -9 and restarts', async () => {
  const home = harness.home();
  const first = await harness.start({ home, loosenWaitMs: 3_600_000 });
  const credentialId = await storeSafeKey(first);
  const kill = async (signer: typeof first) => {
    const before = signer.processIds()?.signer;
    process.kill(before ?? 0, 'SIGKILL');
    await expect.poll(() => signer.processIds()?.signer ?? before, { timeout: 15_000 }).not.toBe(before);
  };
  await first.setKillSwitch({ isOn: true, stepUp: null });
  await kill(first);
  expect(await place(first, credentialId, marketBuy('o1'))).toBe('kill_switch_on');
  expect(await place(first, credentialId, { kind: 'cancel_order', orderId: 'o0' })).toBe('answered');
  // A release that was asked for begins its wait again after no kill, and ends it early after none.
  await first.setKillSwitch({ isOn: false, stepUp: grant() });
  await first.freeze(credentialId);
  const stopped = await first.policy();
  expect(stopped.killSwitch.releaseAtMs).toBeGreaterThan(Date.now() + 3_500_000);
  await kill(first);
  expect(await first.policy()).toEqual(stopped);
  expect(await place(first, credentialId, marketBuy('o2'))).toBe('credential_frozen');
  await first.stop();
  const again = await harness.start({ home, loosenWaitMs: 0 });
  expect(await again.policy()).toEqual(stopped);
  const { audit } = await linkKey(again);
  const attestation = audit.ok ? audit.value.attestation : '';
  expect(await again.unfreeze({ credentialId, attestation, stepUp: null })).toMatchObject({ ok: true });
  expect(await place(again, credentialId, marketBuy('o3'))).toBe('kill_switch_on');
  expect(harness.exchange().seen.filter(({ body }) => body.includes('"origin_id"'))).toEqual([]);
});

test('item 19: execute() holds prices against a fresh public price, asked without any key', async () => {
  const limits = { ...noLimits, priceBandBps: 100, referenceAgeMsMax: 600 };
  const signer = await harness.start({ newKeyLimits: limits });
  const credentialId = await storeSafeKey(signer);
  const exchange = harness.exchange();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 650));
  exchange.ticker = { last: '1000000', bid: '999000', ask: '1009000' };
  expect(await place(signer, credentialId, limitBuy('o1', '1010000'))).toBe('answered');
  expect(await place(signer, credentialId, limitBuy('o2', '1010000.00000001'))).toBe('price_outside_band');
  expect(await place(signer, credentialId, limitBuy('o3', '989999.99999999'))).toBe('price_outside_band');
  expect(await place(signer, credentialId, marketBuy('o4'))).toBe('answered');
  await pause();
  exchange.ticker = { last: '1000000', bid: '999000', ask: '1010001' };
  expect(await place(signer, credentialId, marketBuy('o5'))).toBe('price_outside_band');
  for (const bad of [null, { last: '0', bid: '1', ask: '1' }, { last: '1', bid: '2', ask: '1' }]) {
    await pause();
    exchange.ticker = bad;
    expect(await place(signer, credentialId, marketBuy('o6'))).toBe('price_reference_stale');
  }
  expect(await place(signer, credentialId, { kind: 'read_balances' })).toBe('answered');
});

test('items 12 and 20: a signer refuses to run on files that were edited, removed or put back', async () => {
  const home = harness.home();
  const first = await harness.start({ home, newKeyLimits: dayLimits });
  const credentialId = await storeSafeKey(first);
  const files = ['register.json', 'reservations.jsonl'].map((name) => join(home, 'signer', name));
  const [register = '', journal = ''] = files;
  await first.stop();
  const old = files.map((file) => readFileSync(file));
  const second = await harness.start({ home });
  await second.setLimits({ credentialId, limits: { ...dayLimits, sides: ['buy'] }, stepUp: null });
  for (let at = 0; at < 70; at += 1) await place(second, credentialId, marketBuy(`o${at}`, '1'));
  await second.stop();
  const now = files.map((file) => readFileSync(file));
  const startError = () =>
    harness.start({ home }).then(
      () => 'started',
      (error: unknown) => Reflect.get(Object(error), 'code'),
    );
  const putBack = (contents: readonly Buffer[]) => {
    for (const [at, file] of files.entries()) writeFileSync(file, contents[at] ?? '');
  };
  writeFileSync(register, String(now[0]).replace('1000', '9000'));
  expect(await startError()).toBe('register_altered');
  putBack(old);
  expect(await startError()).toBe('register_rolled_back');
  putBack([now[0] ?? Buffer.alloc(0), old[1] ?? Buffer.alloc(0)]);
  expect(await startError()).toBe('journal_rolled_back');
  rmSync(journal);
  expect(await startError()).toBe('journal_rolled_back');
  rmSync(register);
  expect(await startError()).toBe('register_missing');
  putBack(now);
  expect(await startError()).toBe('started');
  rmSync(join(home, 'signer', 'keyring.json'));
  expect(await startError()).toBe('keyring_missing');
});
