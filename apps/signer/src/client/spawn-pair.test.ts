// The isolation of the processes themselves: their line, their environment, their permissions and their built code.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { useSignerHarness } from '../testing/signer-harness.ts';
import { startPair } from './pair-session.ts';
import { noLimits } from './signer-options.ts';

const harness = useSignerHarness();

/** None is a way to the network: children and workers are denied, and the self-test only tries them. */
const signerImports = new Set(
  ['crypto', 'fs', 'fs/promises', 'path', 'os', 'child_process', 'worker_threads'].map(
    (name) => `node:${name}`,
  ),
);

function descriptorsOf(pid: number | string): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      return [];
    }
  });
}

// A program begins as a shell that sets its limits, and the egress may still be one when the signer has greeted.
function hasBecomeNode(pid: number | undefined): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === realpathSync(process.execPath);
  } catch {
    return false;
  }
}

test('items 22 and 25: spawnPair() gives the line between the two away and holds no end of it', async () => {
  const options = { ...harness.options(), unlocking: { sealed: null } };
  mkdirSync(options.directory);
  mkdirSync(dirname(options.keyFile));
  const session = await startPair(options, 'signer');
  expect(session.pair.program.stdin).toBeNull();
  expect(session.pair.program.stdout).toBeNull();
  expect(session.pair.egress.stdio[3]?.destroyed).toBe(true);
  // Where the system shows who holds what, look there too.
  if (process.platform === 'linux') {
    const pids = [session.pair.program.pid, session.pair.egress.pid];
    await vi.waitUntil(() => pids.every(hasBecomeNode), { timeout: 20_000 });
    const signerEnd = readlinkSync(`/proc/${session.pair.program.pid}/fd/0`);
    const egressEnd = readlinkSync(`/proc/${session.pair.egress.pid}/fd/3`);
    expect([signerEnd, egressEnd].every((end) => end.startsWith('socket:'))).toBe(true);
    const ours = descriptorsOf('self');
    expect(ours.length).toBeGreaterThan(3);
    expect(ours).not.toContain(signerEnd);
    expect(ours).not.toContain(egressEnd);
    for (const pid of pids) {
      const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
      expect(limits).toMatch(/^Max core file size +0 +0 /m);
    }
    for (const pid of pids) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      const foreign = environment.filter((entry) => entry !== '' && !entry.startsWith('NODE_CHANNEL_'));
      expect(foreign).toEqual([]);
    }
  }
  await session.end();
  // Closing the channel was enough for whichever ended first; the end of one half ends the other at once.
  const { program, egress } = session.pair;
  expect([program.exitCode, egress.exitCode]).toContain(0);
});

test('item 26: spawnPair() starts programs that refuse to run without their permissions in force', async () => {
  const { programs } = harness.options();
  const argument = {
    directory: join(tmpdir(), 'nowhere'),
    keyFile: join(tmpdir(), 'nowhere.key'),
    forbiddenFile: join(dirname(programs.signer), 'self-test'),
    limits: noLimits,
    newKeyLimits: noLimits,
    loosenWaitMs: 0,
    keySource: 'file',
  };
  for (const program of [programs.signer, programs.auditor]) {
    const child = spawn(process.execPath, [program, JSON.stringify(argument)], {
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const said = await new Promise((resolve) => child.once('message', resolve));
    expect(said).toEqual({ kind: 'refused', code: 'permission_model_off' });
  }
});

test('items 17 and 23: spawnPair() runs bundles without networking modules, and a signer without any word of moving money out', () => {
  const { programs } = harness.options();
  const signer = readFileSync(programs.signer, 'utf8');
  const auditor = readFileSync(programs.auditor, 'utf8');
  // What there is, and nothing beyond it: a new import has to be judged here.
  for (const program of [signer, auditor]) {
    const imported = [...program.matchAll(/^(?:import|export) [^;]*? from "([^"]+)";$/gm)].map(
      ([, name]) => name,
    );
    expect(imported).toContain('node:crypto');
    expect([...new Set(imported)].filter((name) => !signerImports.has(name ?? ''))).toEqual([]);
    expect(program).not.toMatch(/^import "|\brequire\(|\bimport\(|createRequire|import\.meta\.resolve/m);
  }
  const moneyOut = /withdraw|transfer|_payout|funding|api_key|phone_|webhook|currency_conversion/i;
  expect(signer).not.toMatch(moneyOut);
  expect(auditor.match(/\/api\/v3\/withdrawals/g)).toHaveLength(1);
  const paths = [...signer.matchAll(/\/api\/v3\/[a-z_]+/g)].map(([path]) => path);
  expect([...new Set(paths)].sort()).toEqual([
    '/api/v3/account_status',
    '/api/v3/balance',
    '/api/v3/fees',
    '/api/v3/open_orders',
    '/api/v3/order_trades',
    '/api/v3/orders',
    '/api/v3/ticker',
    '/api/v3/user_trades',
  ]);
});
