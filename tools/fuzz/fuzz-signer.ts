// Runs a real signer process on mutated messages and plays its egress: nothing may be signed outside the limits.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { plainRecord } from '../../apps/signer/src/client/plain-record.ts';
import type { SignerOptions } from '../../apps/signer/src/client/signer-options.ts';
import { programCommand } from '../../apps/signer/src/client/spawn-pair.ts';
import { startSigner } from '../../apps/signer/src/client/start-signer.ts';
import { openFrameChannel } from '../../apps/signer/src/process/frame-channel.ts';
import { buildPrograms } from '../../apps/signer/src/testing/build-programs.ts';
import { startFakeExchange } from '../../apps/signer/src/testing/fake-exchange.ts';
import { sealForTest } from '../../apps/signer/src/testing/seal-for-test.ts';
import { fuzzMessage, type MessageWorld } from './mutate-message.ts';
import { createOracle, type Oracle, type SignedFrame } from './signed-oracle.ts';

export interface FuzzFound {
  readonly violations: readonly string[];
  readonly figures: {
    readonly cases: number;
    readonly crashes: number;
    /** Requests that were signed, and how many of them were orders. */
    readonly signed: number;
    readonly ordersSigned: number;
    readonly denied: number;
    readonly refusedAsMalformed: number;
    readonly answerMsMax: number;
    readonly casesPerSecond: number;
  };
}

const key = { apiKey: 'FuzzKey001', apiSecret: 'f022f022f022f022f022f022f022f022' };
const victim = { apiKey: 'FuzzVic002', apiSecret: 'f033f033f033f033f033f033f033f033' };
const limits = {
  books: ['btc_mxn', 'eth_mxn'],
  sides: ['buy' as const],
  notionalPerOrderMax: { mxn: '500' },
  notionalPerDayMax: { mxn: '500000' },
  ordersPerMinuteMax: 2_000,
  priceBandBps: 200,
  referenceAgeMsMax: 5_000,
};
const oracleLimits = {
  secret: key.apiSecret,
  apiKey: key.apiKey,
  books: limits.books,
  perOrder: 50_000_000_000n,
  perDay: 50_000_000_000_000n,
  ordersPerMinute: limits.ordersPerMinuteMax,
  priceMin: 98_000_000_000_000n,
  priceMax: 102_000_000_000_000n,
};
const ticker = JSON.stringify({ success: true, payload: { last: '1000000', bid: '999000', ask: '1001000' } });
const openMax = 64;

/** `cases` messages from `seed`. In the last twentieth the kill switch is on. */
export async function fuzzSigner(run: {
  readonly cases: number;
  readonly seed: number;
  readonly stop: AbortSignal;
}): Promise<FuzzFound> {
  const folder = await mkdtemp(path.join(tmpdir(), 'signer-fuzz-'));
  try {
    const options = await optionsIn(folder);
    const world = await linkBoth(options);
    return await throwMessages(options, world, run);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function optionsIn(folder: string): Promise<SignerOptions> {
  return {
    directory: path.join(folder, 'signer'),
    keyFile: path.join(folder, 'keys', 'install.key'),
    practiceUrl: null,
    programs: await buildPrograms(path.join(folder, 'dist')),
    wall: { nowMs: () => Date.now() },
    limits: { ...limits, books: null },
    newKeyLimits: limits,
  };
}

// Both keys are linked as people link them: audited and attested.
async function linkBoth(options: SignerOptions): Promise<MessageWorld> {
  const exchange = await startFakeExchange();
  const permissions = ['account', 'balances', 'orders'] as const;
  for (const { apiKey, apiSecret } of [key, victim])
    exchange.keys.set(apiKey, { secret: apiSecret, permissions });
  const signer = await startSigner({ ...options, practiceUrl: exchange.url });
  const ids: string[] = [];
  for (const [at, credential] of [key, victim].entries()) {
    const owner = { userId: 'u', linkId: `l${at}`, exchange: 'practice' as const };
    const sealed = sealForTest(credential, await signer.sealingKey());
    const audit = await signer.audit({ owner, sealed });
    if (!audit.ok) throw new Error(audit.error);
    const stored = await signer.store({ owner, sealed, attestation: audit.value.attestation });
    if (!stored.ok) throw new Error(stored.error);
    ids.push(stored.value.credentialId);
  }
  await signer.stop();
  await exchange.stop();
  const [credentialId = '', victimId = ''] = ids;
  const base = Date.now();
  return {
    credentialId,
    victimId,
    nonceAt: (count) => `${base + count}${String(count % 1_000_000).padStart(6, '0')}`,
  };
}

interface Throwing {
  readonly child: ChildProcess;
  readonly oracle: Oracle;
  readonly violations: string[];
  readonly sentAt: Map<number, number>;
  crashes: number;
  denied: number;
  malformed: number;
  answerMsMax: number;
  wake: () => void;
}

async function throwMessages(
  options: SignerOptions,
  world: MessageWorld,
  run: { readonly cases: number; readonly seed: number; readonly stop: AbortSignal },
): Promise<FuzzFound> {
  const throwing = await start(options);
  const rng = seededRng(run.seed);
  const startedAtMs = performance.now();
  const killAt = Math.floor(run.cases * 0.95);
  let cases = 0;
  for (; cases < run.cases && !isOver(throwing, run.stop); cases += 1) {
    if (cases === killAt) await turnKillSwitchOn(throwing, run.cases);
    await send(throwing, cases, fuzzMessage(rng, world, cases));
  }
  await drain(throwing, 0);
  const elapsedMs = performance.now() - startedAtMs;
  const hanging = throwing.sentAt.size;
  if (hanging > 0) throwing.violations.push(`${hanging} messages were never answered`);
  throwing.child.kill('SIGKILL');
  const { signed, orders } = throwing.oracle.counts();
  return {
    violations: throwing.violations,
    figures: {
      cases,
      crashes: throwing.crashes,
      signed,
      ordersSigned: orders,
      denied: throwing.denied,
      refusedAsMalformed: throwing.malformed,
      answerMsMax: Math.round(throwing.answerMsMax),
      casesPerSecond: Math.round((cases / elapsedMs) * 1_000),
    },
  };
}

function isOver(throwing: Throwing, stop: AbortSignal): boolean {
  return throwing.crashes > 0 || throwing.violations.length > 100 || stop.aborted;
}

async function start(options: SignerOptions): Promise<Throwing> {
  const { command, args } = programCommand(options, 'signer');
  const child = spawn(command, args, { env: {}, stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
  return begin(child);
}

function begin(child: ChildProcess): Promise<Throwing> {
  const throwing: Throwing = {
    child,
    oracle: createOracle(oracleLimits),
    violations: [],
    sentAt: new Map(),
    crashes: 0,
    denied: 0,
    malformed: 0,
    answerMsMax: 0,
    wake: () => undefined,
  };
  playEgress(throwing);
  child.stderr?.on('data', (text: Buffer) => console.error(text.toString('utf8').trimEnd()));
  return new Promise((resolve, reject) => {
    child.once('exit', () => {
      throwing.crashes += 1;
      throwing.wake();
      reject(new Error('the signer ended'));
    });
    child.once('message', (greeting: unknown) => {
      if (plainRecord(greeting)?.['kind'] !== 'ready') return reject(new Error(JSON.stringify(greeting)));
      child.on('message', (message: unknown) => answered(throwing, message));
      resolve(throwing);
    });
  });
}

// The line that a real egress would be at the end of. One order in eight is refused, one in eight gets lost.
function playEgress(throwing: Throwing): void {
  const { stdin, stdout } = throwing.child;
  if (stdin === null || stdout === null) throw new TypeError('the signer has no line');
  let orders = 0;
  const channel = openFrameChannel({
    input: stdout,
    output: stdin,
    receivedBytesMax: 65_536,
    sentBytesMax: 65_536,
    onBroken: () => undefined,
    onFrame: (frame) => {
      const { id, method, target, body, authorization } = plainRecord(frame) ?? {};
      const fields = { method, target, body, authorization };
      if (!isFrame(fields)) {
        throwing.violations.push(`a frame of an unknown form: ${JSON.stringify(frame)}`);
        return;
      }
      if (fields.method === 'POST') orders += 1;
      channel.send({ id, outcome: outcomeOf(throwing, fields, orders) });
    },
  });
}

function outcomeOf({ oracle, violations }: Throwing, frame: SignedFrame, orders: number) {
  if (frame.authorization === '') {
    const isTicker = /^GET \/api\/v3\/ticker\?book=[a-z0-9]+_[a-z0-9]+$/.test(
      `${frame.method} ${frame.target}`,
    );
    if (!isTicker) violations.push(`an unsigned request: ${frame.target}`);
    return answeredWith(200, ticker);
  }
  const isOrder = frame.method === 'POST';
  const isRefused = isOrder && orders % 8 === 0;
  const wrong = oracle.judge(frame, performance.now(), isRefused);
  if (wrong !== null) violations.push(wrong);
  if (isOrder && orders % 8 === 1) return { kind: 'lost', cause: 'timeout' } as const;
  const refusal = JSON.stringify({ success: false, error: { code: '0379', message: 'no' } });
  return isRefused ? answeredWith(400, refusal) : answeredWith(200, '{"success":true,"payload":[]}');
}

function answeredWith(status: number, body: string) {
  return { kind: 'answered', status, body, date: null } as const;
}

function isFrame(fields: Readonly<Record<keyof SignedFrame, unknown>>): fields is SignedFrame {
  return Object.values(fields).every((field) => typeof field === 'string');
}

function answered(throwing: Throwing, message: unknown): void {
  const { id, value } = plainRecord(message) ?? {};
  const sentAtMs = typeof id === 'number' ? throwing.sentAt.get(id) : undefined;
  if (typeof id !== 'number' || sentAtMs === undefined) {
    throwing.violations.push(`an answer to nothing: ${JSON.stringify(message)}`);
    return;
  }
  throwing.sentAt.delete(id);
  throwing.answerMsMax = Math.max(throwing.answerMsMax, performance.now() - sentAtMs);
  const { kind, value: answer } = plainRecord(value) ?? {};
  if (kind === 'failed') throwing.malformed += 1;
  if (plainRecord(answer)?.['kind'] === 'denied') throwing.denied += 1;
  const text = JSON.stringify(message);
  if ([key, victim].some(({ apiSecret }) => text.includes(apiSecret)))
    throwing.violations.push(`a secret: ${text}`);
  throwing.wake();
}

async function send(throwing: Throwing, count: number, message: unknown): Promise<void> {
  const named = plainRecord(message)?.['id'];
  const id = typeof named === 'number' ? named : null;
  // A mutated id may be one that still waits for its answer.
  await drain(throwing, id !== null && throwing.sentAt.has(id) ? 0 : openMax - 1);
  if (id !== null) throwing.sentAt.set(id, performance.now());
  if (!throwing.child.connected) return;
  throwing.child.send(toSend(message));
  // Messages without an id get no answer; now and then one with an id shows that they were read.
  if (id === null && count % 50 === 0) throwing.child.send({ id: -1 - count, verb: 'stored' });
  if (id === null && count % 50 === 0) throwing.sentAt.set(-1 - count, performance.now());
}

function toSend(message: unknown): object | string | number | boolean {
  if (typeof message === 'string' || typeof message === 'number' || typeof message === 'boolean')
    return message;
  return typeof message === 'object' && message !== null ? message : {};
}

// Resolves when at most `count` messages wait for an answer, when the signer is gone, or after ten seconds of silence.
async function drain(throwing: Throwing, count: number): Promise<void> {
  while (throwing.sentAt.size > count && throwing.crashes === 0) {
    const before = throwing.sentAt.size;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 10_000);
      throwing.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    if (throwing.sentAt.size === before) {
      throwing.violations.push(`${before} messages without an answer for ten seconds`);
      throwing.sentAt.clear();
    }
  }
}

async function turnKillSwitchOn(throwing: Throwing, id: number): Promise<void> {
  await drain(throwing, 0);
  await send(throwing, id, { id, verb: 'setKillSwitch', isOn: true, stepUp: null });
  await drain(throwing, 0);
  throwing.oracle.forbidOrders();
}
