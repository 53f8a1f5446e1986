// The rotation as people run it: refused while a signer runs, and afterwards the same keys work under another file.

import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from './testing/build-programs.ts';
import { freshNonce, marketBuy, storeSafeKey, useSignerHarness } from './testing/signer-harness.ts';

const harness = useSignerHarness();

test('item 24: rotate-key changes the key file of a stopped signer, and of no running one', async () => {
  const home = harness.home();
  const [oldKey, newKey] = [join(home, 'keys', 'install.key'), join(home, 'keys', 'next.key')];
  const program = join(home, 'rotate-key.mjs');
  await buildProgram(join(import.meta.dirname, 'rotate-key.ts'), program);
  const rotate = () =>
    run(program, ['--directory', join(home, 'signer'), '--key-file', oldKey, '--new-key-file', newKey]);
  const first = await harness.start({ home });
  const credentialId = await storeSafeKey(first);
  expect(await rotate()).toMatchObject({ code: 1, said: expect.stringContaining('stop Mandato first') });
  expect(existsSync(newKey)).toBe(false);
  await first.stop();
  expect(await rotate()).toMatchObject({ code: 0, said: expect.stringContaining('Wrapped 1 exchange keys') });
  expect(await rotate()).toMatchObject({ code: 1, said: expect.stringContaining('done before') });
  await expect(harness.start({ home })).rejects.toMatchObject({ code: 'key_file_wrong' });
  rmSync(oldKey);
  const again = await harness.start({ home, keyFile: newKey });
  const answer = await again.execute({ credentialId, intent: marketBuy('o1'), nonce: freshNonce() });
  expect(answer).toMatchObject({ kind: 'answered', status: 200 });
  await again.stop();
  const words = ['--directory', join(home, 'signer'), '--key-file', newKey, '--new-passphrase'];
  expect(await run(program, words, 'too short\n')).toMatchObject({
    code: 1,
    said: expect.stringContaining('too short'),
  });
  expect(await run(program, words, '')).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing was changed'),
  });
  const renewed = await run(program, words, 'a passphrase of the operator\n');
  expect(renewed).toMatchObject({ code: 0, said: expect.stringContaining('--key-source passphrase') });
  await expect(harness.start({ home, keyFile: newKey })).rejects.toMatchObject({ code: 'key_file_wrong' });
  expect(await run(program, [])).toMatchObject({ code: 2 });
  expect(await run(program, [...words, '--new-key-file', oldKey])).toMatchObject({ code: 2 });
});

function run(
  program: string,
  args: readonly string[],
  input = '',
): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env: {} }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}
