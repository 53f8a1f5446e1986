// A full disk under the embedded database: nothing hangs, what was acknowledged is there afterwards.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openEmbeddedPool } from '@mandato/server/store/embedded-pool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleProgram } from '../bundle.mjs';
import { root } from '../repository-root.mjs';

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mandato-full-disk-'));
  // Inside the repository, so that the thread finds its packages.
  worker = path.join(root, 'apps/server/dist/test', `${path.basename(folder)}.mjs`);
  await bundleProgram({ entry: path.join(root, 'apps/server/src/store/pglite-worker.ts'), file: worker });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(worker, { force: true });
});

/** Written by another process: the machine of this one is not the one that is full. */
function setDisk(isDiskFull: boolean): void {
  const file = path.join(folder, 'machine.dials');
  spawnSync('/bin/sh', [
    '-c',
    'printf %s "$1" > "$2"',
    'sh',
    JSON.stringify({ isDiskFull, wallOffsetMs: 0 }),
    `${file}.new`,
  ]);
  renameSync(`${file}.new`, file);
}

function openPool() {
  const shim = pathToFileURL(path.join(root, 'tools/chaos/faulty-machine.mjs'));
  shim.searchParams.set('dials', path.join(folder, 'machine.dials'));
  shim.searchParams.set('every', '0');
  return openEmbeddedPool({
    dataDir: path.join(folder, 'database'),
    workerUrl: pathToFileURL(worker),
    workerExecArgv: ['--import', shim.href],
  });
}

test('openEmbeddedPool() ends on a full disk, refuses everything after, and finds what was committed', async () => {
  setDisk(false);
  const pool = await openPool();
  await pool.query('create table kept (number int)');
  await pool.query('insert into kept values (1)');
  setDisk(true);
  await expect(pool.query('insert into kept values (2)')).rejects.toThrow();
  await pool.died;
  await expect(pool.query('select 1')).rejects.toThrow('has ended');
  setDisk(false);
  const again = await openPool();
  expect(await again.query('select number from kept order by number')).toMatchObject({
    rows: [{ number: 1 }],
  });
  await again.end();
}, 90_000);
