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

const harness = useSignerHarness();

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
