// Measures the signer's own work: typed intent to signed bytes, alone and with the durable count that orders need.

import { createHmac } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noLimits } from '../../apps/signer/src/client/signer-options.ts';
import { type Execution, executeIntent } from '../../apps/signer/src/intent/execute-intent.ts';
import { createNonceMemory } from '../../apps/signer/src/policy/nonce-memory.ts';
import { beginPolicy } from '../../apps/signer/src/policy/policy-changes.ts';
import { openReservations, type Reservations } from '../../apps/signer/src/policy/reservations.ts';
import { createUsageIndex } from '../../apps/signer/src/policy/usage-index.ts';
import { openSignerState } from '../../apps/signer/src/process/open-signer-state.ts';
import { rulesOf } from '../../apps/signer/src/process/policy-verbs.ts';
import { macKeyOf } from '../../apps/signer/src/vault/signer-keys.ts';
import { openVault } from '../../apps/signer/src/vault/vault.ts';
import type { CommandReport } from '../command-report.ts';

export interface SignBenchOptions {
  /** Signatures without the durable count. */
  readonly signatures: number;
  /** Orders with it, each beside one bare append with its sync. */
  readonly orders: number;
  readonly stop: AbortSignal;
}

const limits = {
  ...noLimits,
  books: ['btc_mxn'],
  notionalPerOrderMax: { mxn: '1000' },
  notionalPerDayMax: { mxn: '99999999999' },
  ordersPerMinuteMax: 10_000_000,
};

/**
 * Both figures in one run, each beside its yardstick; targets: 1 ms at the 99th percentile, and twice a bare append.
 * The first is judged on signatures during which the system ran nothing else on this processor; all are reported.
 */
export async function benchSign(options: SignBenchOptions): Promise<CommandReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-sign-'));
  try {
    const rig = await openRig(folder);
    const alone = await measureAlone(rig, options);
    const durable = await measureDurable(rig, folder, options);
    const figures = { ...alone, ...durable };
    const targets = { undisturbedP99Us: 1_000, durableP50Ratio: 2 };
    const isOk =
      figures.undisturbedP99Us <= targets.undisturbedP99Us &&
      figures.durableP50Ratio <= targets.durableP50Ratio;
    return { ok: isOk, figures, targets };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Rig {
  readonly credentialId: string;
  readonly macKey: Buffer;
  execution(reservations: Reservations): Execution;
}

async function openRig(folder: string): Promise<Rig> {
  const directory = path.join(folder, 'signer');
  const state = await openSignerState({
    directory,
    keyFile: path.join(folder, 'install.key'),
    passphrase: null,
    mayCreate: true,
    loosenWaitMs: 0,
  });
  if (!state.ok) throw new Error(state.error);
  const { keys, register } = state.value;
  const vault = await openVault({
    directory: path.join(directory, 'credentials'),
    keys,
    register,
    isReadOnly: false,
  });
  const owner = { userId: 'u', linkId: 'l', exchange: 'practice' as const };
  const credential = { apiKey: Buffer.from('BenchKey01'), apiSecret: Buffer.from('be'.repeat(16)) };
  const stored = await vault.store(owner, credential);
  if (!stored.ok) throw new Error(stored.error);
  const { credentialId, face } = stored.value;
  await register.update((body) => beginPolicy(body, face.fingerprint, limits));
  const lastEpoch = keys.epochs.at(-1);
  if (lastEpoch === undefined) throw new Error('no epoch');
  return {
    credentialId,
    macKey: macKeyOf(lastEpoch, 'journal'),
    execution: (reservations) => ({
      vault,
      nonces: createNonceMemory(),
      reservations,
      prices: { priceOf: () => Promise.resolve(null) },
      limits: noLimits,
      rules: (fingerprint) => rulesOf(register.body(), fingerprint, Date.now()),
      // Signing ends here: what egress and the exchange do is not the signer's work.
      ask: () => Promise.resolve({ kind: 'answered', status: 200, body: '', date: null }),
      nowMs: () => Date.now(),
    }),
  };
}

async function measureAlone(rig: Rig, options: SignBenchOptions) {
  const index = createUsageIndex();
  const execution = rig.execution({
    ...index,
    reserve: (reservation) => {
      index.apply(reservation);
      return Promise.resolve();
    },
    release: () => undefined,
    succeed: () => Promise.resolve(),
    nonces: () => [],
    close: () => Promise.resolve(),
  });
  const secret = Buffer.from('be'.repeat(16));
  const text = `1700000000000000000POST/api/v3/orders${'x'.repeat(90)}`;
  const hmacUs: number[] = [];
  const signUs: number[] = [];
  const undisturbedUs: number[] = [];
  for (let at = 0; at < options.signatures && !options.stop.aborted; at += 1) {
    hmacUs.push(await timeUs(() => createHmac('sha256', secret).update(text).digest('hex')));
    const preemptionsBefore = process.resourceUsage().involuntaryContextSwitches;
    const tookUs = await timeUs(() => placeOnce(rig, execution, at));
    signUs.push(tookUs);
    if (process.resourceUsage().involuntaryContextSwitches === preemptionsBefore) undisturbedUs.push(tookUs);
  }
  const [hmac, sign, undisturbed] = [warm(hmacUs), warm(signUs), warm(undisturbedUs)];
  return {
    signatures: options.signatures,
    hmacP50Us: quantile(hmac, 0.5),
    hmacP99Us: quantile(hmac, 0.99),
    signP50Us: quantile(sign, 0.5),
    signP99Us: quantile(sign, 0.99),
    undisturbedP99Us: quantile(undisturbed, 0.99),
    disturbedShare: Math.round((1 - undisturbedUs.length / signUs.length) * 10_000) / 10_000,
  };
}

async function measureDurable(rig: Rig, folder: string, options: SignBenchOptions) {
  const opened = await openReservations({
    path: path.join(folder, 'orders.jsonl'),
    keys: [rig.macKey],
    seqMin: 0,
    nowMs: Date.now(),
    onReached: () => Promise.resolve(),
  });
  if (!opened.ok) throw new Error(opened.error);
  const execution = rig.execution(opened.value);
  const bare = await open(path.join(folder, 'bare.jsonl'), 'a');
  const line = `${'x'.repeat(330)}\n`;
  const appendUs: number[] = [];
  const orderUs: number[] = [];
  // Taken turn by turn, so that both meet the same disk.
  for (let at = 0; at < options.orders && !options.stop.aborted; at += 1) {
    appendUs.push(await timeUs(() => appendAndSync(bare, line)));
    orderUs.push(await timeUs(() => placeOnce(rig, execution, at)));
  }
  await Promise.all([bare.close(), opened.value.close()]);
  const [append, order] = [warm(appendUs), warm(orderUs)];
  return {
    orders: options.orders,
    appendP50Us: quantile(append, 0.5),
    appendP99Us: quantile(append, 0.99),
    orderP50Us: quantile(order, 0.5),
    orderP99Us: quantile(order, 0.99),
    durableP50Ratio: Math.round((quantile(order, 0.5) / quantile(append, 0.5)) * 100) / 100,
    durableP99Ratio: Math.round((quantile(order, 0.99) / quantile(append, 0.99)) * 100) / 100,
  };
}

async function appendAndSync(file: FileHandle, line: string): Promise<void> {
  await file.appendFile(line);
  await file.datasync();
}

async function placeOnce({ credentialId }: Rig, execution: Execution, at: number): Promise<void> {
  const orderId = `order-${at}`;
  const intent = { kind: 'place_market_buy', orderId, book: 'btc_mxn', notional: '500' };
  const nonce = `${1_700_000_000_000 + at}000000`;
  const answer = await executeIntent(execution, { credentialId, intent, nonce });
  if (answer.kind !== 'answered') throw new Error(`not signed: ${JSON.stringify(answer)}`);
}

async function timeUs(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) * 1_000;
}

// The first tenth is spent on getting compiled.
function warm(samples: readonly number[]): readonly number[] {
  return samples.slice(Math.floor(samples.length / 10)).sort((one, other) => one - other);
}

function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
