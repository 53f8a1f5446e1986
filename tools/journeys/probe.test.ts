// `mandato probe` against Lonja in both families of nonces: it finds what the dials were set to, and leaves nothing open.

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { setFault } from '../chaos/chaos-stage.ts';
import { readSigned } from '../rehearsal/bitso-client.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { makeKey, openTrader, type Trader } from './people.ts';

const windowMs = 6_000;
/** As the pipeline adds to what was measured. */
const marginMs = 30_000;

let folder: string;
let lonja: RunningProgram;
let trader: Trader;
let startedMs: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandato-probe-'));
  const port = `${await freePort()}`;
  lonja = await runProgram({
    program: 'apps/lonja/dist/lonja.mjs',
    args: ['--port', port, '--data', join(folder, 'lonja'), '--no-rate-limit', '--sandbox-faults'],
    url: `http://localhost:${port}`,
    logFile: join(folder, 'lonja.log'),
  });
  startedMs = Date.now();
  trader = await openTrader(lonja.url, 'probe@example.com');
}, 120_000);
afterAll(async () => {
  await lonja.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

const reportSchema = z.object({
  leftOpen: z.number(),
  findings: z.array(
    z.object({ id: z.string(), state: z.string(), figures: z.record(z.string(), z.number()) }),
  ),
  settings: z.record(z.string(), z.unknown()),
});

/** Runs the command as an operator would, and reads what it wrote. */
async function probe(name: string, more: readonly string[]) {
  const key = await makeKey(trader);
  const credentials = join(folder, `${name}.txt`);
  writeFileSync(credentials, `${key.keyId}\n${key.secret}\n`, { mode: 0o400 });
  const out = join(folder, name);
  mkdirSync(out);
  const words = ['apps/cli/dist/cli.mjs', 'probe', 'bitso', '--url', lonja.url, '--samples', '4'];
  const args = [...words, '--credentials', credentials, '--out', out, ...more];
  const ended = await new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
    const child = execFile(process.execPath, args, { timeout: 120_000 }, (_error, output, complaint) =>
      resolve({ code: child.exitCode ?? 1, output: output + complaint }),
    );
  });
  const file = readdirSync(out).find((each) => each.endsWith('.json')) ?? '';
  const text = file === '' ? '' : readFileSync(join(out, file), 'utf8');
  expect(`${text}${ended.output}`).not.toContain(key.secret);
  expect(ended).toMatchObject({ code: 0 });
  const report = reportSchema.parse(JSON.parse(text));
  const figuresOf = (id: string) => report.findings.find((finding) => finding.id === id)?.figures;
  const page = readFileSync(join(out, file.replace('.json', '.md')), 'utf8');
  return { key, report, figuresOf, page, output: ended.output };
}

test('mandato probe finds the window of v2 nonces, the rule of ids and the lag, and leaves nothing open', async () => {
  await setFault(lonja.url, { do: { verb: 'nonce', accept: 'v2', windowMs } });
  // Nothing that was signed before the exchange started is taken, whatever its window.
  await sleep(Math.max(0, startedMs + windowMs + 2_000 - Date.now()));
  const { key, report, figuresOf, page, output } = await probe('v2', ['--with-fills']);
  expect(figuresOf('P14')).toEqual({ v1: 0, v2: 1 });
  const window = figuresOf('P2') ?? {};
  expect(window['takenTwice']).toBe(0);
  expect(window['oldestTakenMs']).toBeLessThanOrEqual(windowMs);
  expect(window['oldestRefusedMs']).toBeGreaterThan(windowMs - 2_000);
  expect(window['newestTakenMs']).toBeLessThanOrEqual(windowMs + 2_000);
  expect(figuresOf('P5')).toEqual({ takenWhileOpen: 0, takenAfterEnd: 1 });
  expect(figuresOf('P5b')).toEqual({ takenAfterFill: 1 });
  expect(figuresOf('P4')).toMatchObject({ samples: 4, neverShown: 0 });
  expect(figuresOf('P13')).toMatchObject({ caseSensitive: 1, forty: 1, fortyOne: 0 });
  expect(figuresOf('P15')?.['withTradeId']).toBe(figuresOf('P15')?.['trades']);
  expect(figuresOf('P7')).toEqual({ answeredSo: 0, leftAnOrder: 0 });
  expect(figuresOf('P8')).toEqual({ days: 0, isFound: 1 });
  expect(figuresOf('P9')).toMatchObject({ refusedForLimit: 0 });
  expect(figuresOf('P9')?.['callsInMinuteMax']).toBeGreaterThan(10);
  expect(report.settings).toMatchObject({
    nonceFamily: 'v2',
    requestWindowMs: (window['oldestRefusedMs'] ?? 0) + marginMs,
    isSettleMeasured: false,
    settleTimeMs: 600_000,
    mayAttemptAgain: false,
    isIdUniqueForEver: false,
  });
  expect(report.leftOpen).toBe(0);
  expect(await readSigned(lonja.url, key, '/api/v3/open_orders?book=btc_mxn')).toEqual([]);
  expect(page).toContain('### P2. How old and how new may a v2 nonce be');
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject({ ok: true });
});

test('mandato probe works with v1 nonces alone, and sees an exchange that never takes an id twice', async () => {
  await fetch(`${lonja.url}/sandbox/faults`, { method: 'DELETE' });
  await setFault(lonja.url, { do: { verb: 'nonce', accept: 'v1' } });
  await setFault(lonja.url, { do: { verb: 'unique', scope: 'forever' } });
  // The tenth order is placed and its answer replaced, as a gateway in trouble does.
  await setFault(lonja.url, {
    match: { method: 'POST', path: '/orders', skip: 9 },
    when: 'after_engine',
    do: { verb: 'reply', status: 502, body: 'bad gateway' },
    times: 1,
  });
  const { report, figuresOf } = await probe('v1', []);
  expect(figuresOf('P7')).toEqual({ answeredSo: 1, leftAnOrder: 1 });
  expect(figuresOf('P14')).toEqual({ v1: 1, v2: 0 });
  expect(figuresOf('P1')).toEqual({ mustRise: 1 });
  expect(figuresOf('P5')).toEqual({ takenWhileOpen: 0, takenAfterEnd: 0 });
  expect(report.settings).toMatchObject({
    nonceFamily: 'v1',
    requestWindowMs: 600_000,
    isWindowMeasured: false,
    isIdUniqueForEver: true,
  });
  expect(report.leftOpen).toBe(0);
});

test('mandato probe takes no key from the command line, and none from a file that others can read', async () => {
  const exposed = join(folder, 'exposed.txt');
  writeFileSync(exposed, 'key\nsecret\n', { mode: 0o644 });
  const tries = [['--credentials', exposed], ['--key', 'abc'], []];
  const answers = await Promise.all(
    tries.map(
      (more) =>
        new Promise<string>((resolve) => {
          const args = ['apps/cli/dist/cli.mjs', 'probe', 'bitso', '--url', lonja.url, ...more];
          execFile(process.execPath, args, { timeout: 30_000 }, (error, _output, complaint) =>
            resolve(error === null ? 'it ran' : complaint),
          );
        }),
    ),
  );
  expect(answers[0]).toContain('can be read by other users');
  expect(answers[1]).toContain("Unknown option '--key'");
  expect(answers[2]).toContain('There is no terminal to ask on');
});
