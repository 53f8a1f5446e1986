// Linking through real processes: what is audited, what is stored, and what never touches the disk.

import { expect, test } from 'vitest';
import { sealForTest } from '../testing/seal-for-test.ts';
import {
  everythingUnder,
  linkKey,
  owner,
  safeKey,
  storeSafeKey,
  useSignerHarness,
  withdrawingKey,
} from '../testing/signer-harness.ts';
import type { AuditStep } from './signer-protocol.ts';

const harness = useSignerHarness();
const trading = ['account', 'balances', 'orders'] as const;

test('items 1 and 2: startSigner() refuses a key that can withdraw, and no file holds its secret afterwards', async () => {
  const home = harness.home();
  const signer = await harness.start({ home });
  const { audit, stored } = await linkKey(signer, withdrawingKey);
  expect(audit).toMatchObject({ ok: true });
  expect(stored).toEqual({ ok: false, error: 'attestation_missing' });
  await storeSafeKey(signer);
  const text = everythingUnder(home);
  expect(text).toContain('cred_');
  for (const secret of [withdrawingKey, safeKey].flatMap(({ apiKey, apiSecret }) => [apiKey, apiSecret])) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

test('audit() stops at a basic cause and never sends the withdrawal probe then', async () => {
  const signer = await harness.start();
  const wrongSecret = { ...safeKey, apiSecret: '00000000000000000000000000000000' };
  const unknownKey = { ...safeKey, apiKey: 'Nobody0001' };
  for (const [key, code] of [[wrongSecret, '0215'] as const, [unknownKey, '0201'] as const]) {
    harness.exchange().seen.length = 0;
    const { audit, stored } = await linkKey(signer, key);
    expect(audit).toMatchObject({ ok: true, value: { probes: [{ answer: { status: 401, code } }] } });
    expect(stored).toEqual({ ok: false, error: 'attestation_missing' });
    expect(harness.exchange().seen).toHaveLength(1);
  }
});

test('item 4: audit() shows a missing permission, and that an exchange cannot be reached', async () => {
  harness.exchange().keys.set(safeKey.apiKey, { secret: safeKey.apiSecret, permissions: ['balances'] });
  const signer = await harness.start();
  const { audit } = await linkKey(signer);
  const codes = audit.ok ? audit.value.probes.map(({ answer }) => 'code' in answer && answer.code) : [];
  expect(codes).toEqual([null, '0202', '0202', '0202', '0202', '0202']);
  await harness.exchange().stop();
  const unreached = await linkKey(signer);
  expect(unreached.audit).toMatchObject({
    ok: true,
    value: { probes: [{ answer: { kind: 'unanswered', cause: 'connection_refused' } }] },
  });
  expect(unreached.stored).toEqual({ ok: false, error: 'attestation_missing' });
});

test('audit() and store() name what is wrong with a sealed credential', async () => {
  const signer = await harness.start();
  const key = await signer.sealingKey();
  const ask = async (sealed: ReturnType<typeof sealForTest>) => {
    const audit = await signer.audit({ owner, sealed });
    const store = await signer.store({ owner, sealed, attestation: 'v1.1.401-0202.00' });
    expect(store).toEqual(audit);
    return audit.ok ? null : audit.error;
  };
  expect(await ask({ ...sealForTest(safeKey, key), keyId: 'another' })).toBe('sealed_for_another_key');
  expect(await ask({ ...sealForTest(safeKey, key), iv: 'AAAAAAAAAAAAAAAA' })).toBe('sealed_unreadable');
  expect(await ask(sealForTest({ ...safeKey, apiKey: ' SafeKey001' }, key))).toBe('credential_malformed');
  const swapped = { apiKey: safeKey.apiSecret, apiSecret: safeKey.apiKey };
  expect(await ask(sealForTest(swapped, key))).toBe('credential_swapped');
  expect(harness.exchange().seen).toEqual([]);
});

test('items 9 and 10: store() takes a key once, and only with an attestation for that key and that owner', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  const again = await linkKey(signer);
  expect(again.stored).toMatchObject({ ok: true, value: { credentialId } });
  const stranger = await linkKey(signer, safeKey, { ...owner, userId: 'user-2', linkId: 'link-2' });
  expect(stranger.stored).toEqual({ ok: false, error: 'credential_already_stored' });
  expect(await signer.stored()).toMatchObject([{ credentialId, owner }]);
  await signer.forget(credentialId);
  expect(await signer.stored()).toEqual([]);
  const sealed = sealForTest(safeKey, await signer.sealingKey());
  const audit = await signer.audit({ owner, sealed });
  const attestation = audit.ok ? audit.value.attestation : '';
  const other = { ...owner, userId: 'user-2' };
  expect(await signer.store({ owner: other, sealed, attestation })).toMatchObject({ ok: false });
  expect(await signer.store({ owner, sealed, attestation })).toMatchObject({ ok: true });
});

test('item 5: reaudit() probes a stored key without asking for a withdrawal', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  harness.exchange().seen.length = 0;
  const answer = await signer.reaudit(credentialId);
  expect(answer.ok && answer.value.probes).toHaveLength(5);
  expect(harness.exchange().seen.some(({ target }) => target.includes('withdraw'))).toBe(false);
  expect(await signer.reaudit('cred_nobody')).toEqual({ ok: false, error: 'credential_unknown' });
});

test('item 5: reaudit() sends the withdrawal probe once where the full audit is asked for, and attests the answer', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  await signer.freeze(credentialId);
  const daily = await signer.reaudit(credentialId);
  const attestation = daily.ok ? daily.value.attestation : '';
  // A daily audit says nothing about withdrawals, so it releases nothing.
  expect(await signer.unfreeze({ credentialId, attestation, stepUp: null })).toMatchObject({ ok: false });
  harness.exchange().seen.length = 0;
  const full = await signer.reaudit(credentialId, 'full');
  expect(harness.exchange().seen.filter(({ target }) => target.includes('withdraw'))).toMatchObject([
    { method: 'POST', target: '/api/v3/withdrawals', body: '{}' },
  ]);
  const fresh = full.ok ? full.value.attestation : '';
  const released = await signer.unfreeze({ credentialId, attestation: fresh, stepUp: null });
  expect(released).toMatchObject({ ok: true, value: { keys: [{ credentialId, freeze: { isOn: false } }] } });
});

test('audit() tells each step as it happens, and whose account it is without naming it', async () => {
  const signer = await harness.start();
  const sealed = sealForTest(safeKey, await signer.sealingKey());
  const told: string[] = [];
  const onStep = (step: AuditStep) => {
    told.push(step.kind === 'opened' ? 'opened' : `${step.kind} ${nameOf(step)}`);
  };
  const audit = await signer.audit({ owner, sealed, onStep });
  const probes = audit.ok ? audit.value.probes.map(({ probe }) => probe) : [];
  expect(probes).toHaveLength(6);
  expect(told).toEqual(['opened', ...probes.flatMap((probe) => [`asking ${probe}`, `answered ${probe}`])]);
  const account = audit.ok ? audit.value.account : null;
  expect(account).toMatch(/^[0-9a-f]{32}$/);
  const again = await signer.audit({ owner, sealed });
  expect(again.ok && again.value.account).toBe(account);
  harness.exchange().keys.set(safeKey.apiKey, {
    secret: safeKey.apiSecret,
    permissions: trading,
    clientId: '2',
  });
  const other = await signer.audit({ owner, sealed });
  expect(other.ok && other.value.account).not.toBe(account);
});

function nameOf(step: Exclude<AuditStep, { kind: 'opened' }>): string {
  return step.kind === 'asking' ? step.probe : step.evidence.probe;
}
