// While a credential is used, its secret is in no process but the signer's: the others' whole memory is searched.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgramOf } from '../testing/build-programs.ts';
import { searchMemory } from '../testing/search-memory.ts';
import {
  everythingUnder,
  freshNonce,
  safeKey,
  storeSafeKey,
  useSignerHarness,
} from '../testing/signer-harness.ts';
import { plainRecord } from './plain-record.ts';

const harness = useSignerHarness();

// A main process of its own: the test's knows the secret, since it plays the browser too.
const mainProgram = `
import { startSigner } from './client/start-signer.ts';
const { options, credentialId, nonces } = JSON.parse(process.argv[2] ?? '');
const signer = await startSigner({ ...options, wall: { nowMs: () => Date.now() } });
const answers = [];
for (const [at, nonce] of nonces.entries()) {
  const intent = { kind: 'place_market_buy', orderId: 'canary-' + at, book: 'btc_mxn', notional: '1' };
  answers.push(await signer.execute({ credentialId, intent, nonce }));
}
process.send?.({ kinds: answers.map(({ kind }) => kind), ids: signer.processIds() });
setInterval(() => answers.length, 1_000);
process.on('disconnect', () => void signer.stop().then(() => process.exit(0)));
`;

test('items 2 and 14: the secret in use is in the memory of neither main process nor egress, nor in any file', async () => {
  const home = harness.home();
  const linking = await harness.start({ home });
  const credentialId = await storeSafeKey(linking);
  await linking.stop();
  const main = join(home, 'main.mjs');
  await buildProgramOf(mainProgram, join(import.meta.dirname, '..'), main);
  const { wall: _wall, ...options } = harness.options({ home });
  const nonces = Array.from({ length: 20 }, freshNonce);
  const child = spawn(process.execPath, [main, JSON.stringify({ options, credentialId, nonces })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said = plainRecord(await new Promise((resolve) => child.once('message', resolve)));
  expect(said?.['kinds']).toEqual(nonces.map(() => 'answered'));
  const ids = plainRecord(said?.['ids']);
  // Where the system shows a process's memory, all of it is read.
  if (process.platform === 'linux') {
    const secrets = secretForms(safeKey.apiSecret);
    const found = [child.pid, ids?.['egress']].map((pid) =>
      searchMemory(Number(pid), [credentialId, 'bitso', ...secrets]),
    );
    const [inMain, inEgress] = found;
    // That the search works is shown by what each of the two must know.
    expect(inMain).toEqual(new Set([credentialId, 'bitso']));
    expect(inEgress).toEqual(new Set(['bitso']));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await ended;
  const files = everythingUnder(home);
  for (const secret of secretForms(safeKey.apiSecret)) expect(files).not.toContain(secret);
});

function secretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // The two-byte form is how the engine keeps text that is not Latin.
  return [secret, bytes.toString('hex'), bytes.toString('base64').slice(0, 24), [...secret].join('\0')];
}
