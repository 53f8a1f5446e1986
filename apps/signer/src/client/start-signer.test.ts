// A signer's life as processes: its files, its refusals to run, its restarts and its end.

import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshNonce, marketBuy, storeSafeKey, useSignerHarness } from '../testing/signer-harness.ts';
import { noLimits } from './signer-options.ts';

const harness = useSignerHarness();

test('startSigner() survives kill -9 of either process and still holds its credentials', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  for (const which of ['signer', 'egress'] as const) {
    const before = signer.processIds();
    process.kill(before?.[which] ?? 0, 'SIGKILL');
    await expect
      .poll(() => signer.processIds()?.signer ?? before?.signer, { timeout: 15_000 })
      .not.toBe(before?.signer);
    expect(signer.processIds()?.egress).not.toBe(before?.egress);
    expect(await signer.stored()).toMatchObject([{ credentialId }]);
    const answer = await signer.execute({
      credentialId,
      intent: marketBuy(`o-${which}`),
      nonce: freshNonce(),
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
  }
});

test('item 18: execute() in flight when the signer is killed is lost, and what it reserved still counts', async () => {
  const limits = { ...noLimits, notionalPerDayMax: { mxn: '900' } };
  const signer = await harness.start({ limits });
  const credentialId = await storeSafeKey(signer);
  harness.exchange().fault = 'hang';
  harness.exchange().seen.length = 0;
  const inFlight = signer.execute({ credentialId, intent: marketBuy('o1'), nonce: freshNonce() });
  await expect.poll(() => harness.exchange().seen.length, { timeout: 15_000 }).toBe(1);
  process.kill(signer.processIds()?.signer ?? 0, 'SIGKILL');
  expect(await inFlight).toEqual({ kind: 'lost', cause: 'signer_stopped' });
  harness.exchange().fault = 'none';
  await signer.stored();
  expect(await signer.execute({ credentialId, intent: marketBuy('o2'), nonce: freshNonce() })).toEqual({
    kind: 'denied',
    code: 'notional_above_day_limit',
  });
  const used = harness.exchange().seen[0]?.nonce ?? '';
  expect(await signer.execute({ credentialId, intent: marketBuy('o1', '1'), nonce: used })).toEqual({
    kind: 'denied',
    code: 'intent_malformed',
  });
});

test('items 13 and 15: startSigner() keeps key file and records private, and refuses to run where that is broken', async () => {
  const home = harness.home();
  const signer = await harness.start({ home });
  await storeSafeKey(signer);
  const keyFile = join(home, 'keys', 'install.key');
  expect(statSync(keyFile).mode & 0o777).toBe(0o400);
  expect(statSync(join(home, 'keys')).mode & 0o777).toBe(0o700);
  expect(statSync(join(home, 'signer')).mode & 0o777).toBe(0o700);
  await signer.stop();
  chmodSync(keyFile, 0o444);
  await expect(harness.start({ home })).rejects.toMatchObject({ code: 'key_file_exposed' });
  rmSync(keyFile);
  await expect(harness.start({ home })).rejects.toMatchObject({ code: 'key_file_missing' });
  const other = harness.home();
  await harness.start({ home: other });
  execFileSync('cp', ['-p', join(other, 'keys', 'install.key'), keyFile]);
  await expect(harness.start({ home })).rejects.toMatchObject({ code: 'key_file_wrong' });
  await expect(harness.start({ practiceUrl: 'http://example.com' })).rejects.toMatchObject({
    code: 'practice_url_not_loopback',
  });
});

test('item 26: startSigner() says which means keep it off the network, and stop() ends every process', async () => {
  const signer = await harness.start();
  expect(signer.networkMeans()).toEqual(expect.arrayContaining(['no_network_globals', 'no_network_modules']));
  // Node's permission model knows the network from 26 on; nothing is claimed of it before.
  const isDeniedByNode = Number(process.versions.node.split('.')[0]) >= 26;
  expect(signer.networkMeans().includes('node_permission')).toBe(isDeniedByNode);
  const ids = signer.processIds();
  await signer.stop();
  for (const pid of [ids?.signer, ids?.egress]) {
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
  }
  const answer = await signer.execute({ credentialId: 'c', intent: marketBuy('o1'), nonce: freshNonce() });
  expect(answer).toEqual({ kind: 'not_sent', cause: 'egress_unavailable' });
});
