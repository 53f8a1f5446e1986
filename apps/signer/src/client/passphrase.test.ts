// A signer whose key comes from a passphrase: locked until it is given, and given again to nobody's harm after a kill.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sealForTest } from '../testing/seal-for-test.ts';
import {
  everythingUnder,
  freshNonce,
  marketBuy,
  storeSafeKey,
  useSignerHarness,
} from '../testing/signer-harness.ts';
import type { RunningSigner } from './start-signer.ts';

const harness = useSignerHarness();
const passphrase = 'correct horse battery staple';
const keySource = { kind: 'passphrase' } as const;

async function unlock(signer: RunningSigner, text: string): Promise<string | null> {
  const key = signer.unlockKey();
  if (key === null) throw new Error('the signer is open');
  return signer.unlock(sealForTest({ apiKey: 'passphrase', apiSecret: text }, key));
}

test('unlock() opens a signer that holds nothing and signs nothing before', async () => {
  const home = harness.home();
  const first = await harness.start({ home, keySource });
  expect(existsSync(join(home, 'keys', 'install.key'))).toBe(false);
  // What keeps it off the network was tested before it asked for anything.
  expect(first.networkMeans()).toEqual(expect.arrayContaining(['no_network_globals', 'no_network_modules']));
  await expect(first.sealingKey()).rejects.toMatchObject({ name: 'SignerUnavailable' });
  expect(await unlock(first, 'too short')).toBe('passphrase_too_short');
  expect(await unlock(first, passphrase)).toBeNull();
  const credentialId = await storeSafeKey(first);
  const place = (signer: RunningSigner, orderId: string) =>
    signer.execute({ credentialId, intent: marketBuy(orderId), nonce: freshNonce() });
  expect(await place(first, 'o1')).toMatchObject({ kind: 'answered', status: 200 });
  // After a kill the new process is opened with what the browser sealed, which nobody but the signer can read.
  const before = first.processIds()?.signer;
  process.kill(before ?? 0, 'SIGKILL');
  await expect.poll(() => first.processIds()?.signer ?? before, { timeout: 20_000 }).not.toBe(before);
  expect(await place(first, 'o2')).toMatchObject({ kind: 'answered', status: 200 });
  expect((await first.reaudit(credentialId)).ok).toBe(true);
  await first.stop();
  const again = await harness.start({ home, keySource });
  expect(await place(again, 'o3')).toEqual({ kind: 'not_sent', cause: 'egress_unavailable' });
  expect(await unlock(again, `${passphrase}r`)).toBe('passphrase_wrong');
  expect(await place(again, 'o3')).toEqual({ kind: 'not_sent', cause: 'egress_unavailable' });
  expect(await unlock(again, passphrase)).toBeNull();
  expect(await place(again, 'o3')).toMatchObject({ kind: 'answered', status: 200 });
  expect(everythingUnder(home)).not.toContain(passphrase);
  const keyring = readFileSync(join(home, 'signer', 'keyring.json'), 'utf8');
  expect(keyring).toContain('"name":"argon2id","memoryKiB":65536,"passes":3,"lanes":1');
  await again.stop();
  await expect(harness.start({ home })).rejects.toMatchObject({ code: 'key_file_missing' });
  const other = harness.home();
  await (await harness.start({ home: other })).stop();
  await expect(harness.start({ home: other, keySource })).rejects.toMatchObject({
    code: 'key_source_differs',
  });
}, 120_000);
