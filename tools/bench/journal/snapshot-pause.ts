// How long the exchange's thread stands still for a snapshot: with many accounts and resting orders, beside it and on it.

import { closeSync, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { accountIdOf, assetOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { snapshotThreads } from '../../../apps/lonja/src/journal/snapshot-thread.ts';
import { type LonjaSequencer, openLonjaSequencer } from '../../../apps/lonja/src/sequencer-lonja.ts';
import { builtSnapshotThread } from '../../../apps/lonja/src/testing/built-snapshot-thread.ts';
import { benchBook, benchStartMs, fundTraders, OrderSource, rateOf, submit } from './journal-load.ts';

/** Who takes the snapshot. */
type Way = 'none' | 'beside' | 'here';

const ways: readonly Way[] = ['none', 'beside', 'here'];
const writers = 16;

/** The longest turn of the event loop, by the clock and by the processor time of its thread (0 where nobody tells). */
interface Turn {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The shortest over several rounds of each round's longest turn: what the machine does is in one round or another. */
export interface SnapshotPauses {
  readonly snapshotPauseMs: number;
  readonly snapshotPauseCpuMs: number;
  readonly snapshotHerePauseMs: number;
  readonly snapshotHerePauseCpuMs: number;
  readonly noSnapshotPauseMs: number;
  readonly noSnapshotPauseCpuMs: number;
}

export async function measureSnapshotPause(isShort: boolean, stop: AbortSignal): Promise<SnapshotPauses> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-snapshot-'));
  try {
    return await measure({ folder, isShort, stop });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(how: {
  readonly folder: string;
  readonly isShort: boolean;
  readonly stop: AbortSignal;
}): Promise<SnapshotPauses> {
  const { folder, isShort, stop } = how;
  const directory = path.join(folder, 'data');
  const size = isShort ? { accounts: 500, resting: 2_000 } : { accounts: 50_000, resting: 200_000 };
  await fill(directory, size);
  const thread = await builtSnapshotThread(folder);
  const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]));
  const orders = new OrderSource();
  for (let round = 0; round < (isShort ? 1 : 3); round += 1) {
    for (const [way, longest] of turns) {
      stop.throwIfAborted();
      longest.push(await longestTurn({ directory, thread, orders, isShort }, way));
    }
  }
  console.log(`longest turn with ${size.resting} resting orders of ${size.accounts} accounts:`);
  for (const [way, longest] of turns) {
    const rounds = longest.map(({ wallMs, cpuMs }) => `${wallMs.toFixed(1)} (${cpuMs.toFixed(1)})`);
    console.log(`  snapshot ${way.padEnd(6)}  ${rounds.join('  ')} ms by the clock (and on the processor)`);
  }
  const least = (way: Way, of: keyof Turn) =>
    Math.min(...(turns.get(way) ?? []).map((turn) => Math.round(turn[of] * 100) / 100));
  return {
    snapshotPauseMs: least('beside', 'wallMs'),
    snapshotPauseCpuMs: least('beside', 'cpuMs'),
    snapshotHerePauseMs: least('here', 'wallMs'),
    snapshotHerePauseCpuMs: least('here', 'cpuMs'),
    noSnapshotPauseMs: least('none', 'wallMs'),
    noSnapshotPauseCpuMs: least('none', 'cpuMs'),
  };
}

/** Accounts with money, and orders that rest far from each other's price. */
async function fill(
  directory: string,
  { accounts, resting }: { readonly accounts: number; readonly resting: number },
): Promise<void> {
  const opened = await openLonjaSequencer(directory, { snapshotEveryCommands: Number.POSITIVE_INFINITY });
  if (!opened.ok) throw new Error(opened.error.code);
  const sequencer = opened.value;
  await fundTraders(sequencer);
  await inGroups(accounts, (number) => openAccount(sequencer, number));
  await inGroups(resting, (number) => submit(sequencer, restingOrder(number, accounts)));
  await sequencer.close();
}

async function inGroups(count: number, work: (number: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < count; first += 1_000) {
    const group = Array.from({ length: Math.min(1_000, count - first) }, (_, index) => work(first + index));
    await Promise.all(group);
  }
}

async function openAccount(sequencer: LonjaSequencer, number: number): Promise<void> {
  const account = accountIdOf(`many-${number}`);
  await submit(sequencer, { kind: 'open_account', atMs: benchStartMs, account });
  const money = { asset: assetOf('mxn'), amount: 100_000_000n * unitsPerWhole, method: 'bench' };
  const fundingId = `${number.toString(16)}f`.padStart(32, '0');
  await submit(sequencer, { kind: 'fund', atMs: benchStartMs, account, fundingId, ...money });
}

function restingOrder(number: number, accounts: number): EngineCommand {
  const price = BigInt(600_000 + (number % 20_000) * 10) * unitsPerWhole;
  return {
    kind: 'place_order',
    atMs: benchStartMs,
    account: accountIdOf(`many-${number % accounts}`),
    orderId: venueOrderIdOf(`r${number.toString(36).padStart(15, '0')}`),
    originId: null,
    book: benchBook,
    side: 'buy',
    terms: { kind: 'limit', price, quantity: unitsPerWhole / 1000n, timeInForce: 'gtc' },
  };
}

async function longestTurn(
  of: {
    readonly directory: string;
    readonly thread: URL;
    readonly orders: OrderSource;
    readonly isShort: boolean;
  },
  way: Way,
): Promise<Turn> {
  const every = of.isShort ? 1_000 : 20_000;
  const opened = await openLonjaSequencer(of.directory, {
    snapshotEveryCommands: way === 'none' ? Number.POSITIVE_INFINITY : every,
    ...(way === 'beside' ? { takeBeside: snapshotThreads(of.thread) } : {}),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const sequencer = opened.value;
  // Code is compiled, and what the start left behind is collected, before anything is timed.
  await rateOf(sequencer, of.orders, { writers, commands: every / 2 });
  collectGarbage();
  const watch = watchTurns();
  const commands = every / 10;
  for (let done = 0; done < every || isWaiting(sequencer, way); done += commands) {
    await rateOf(sequencer, of.orders, { writers, commands });
  }
  const longest = watch.end();
  await sequencer.close();
  return longest;
}

// What a start leaves behind is not what a snapshot costs.
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

function isWaiting({ snapshotCounts: { written, failed } }: LonjaSequencer, way: Way): boolean {
  if (failed > 0) throw new Error('a snapshot failed');
  return way !== 'none' && written === 0;
}

function watchTurns(): { readonly end: () => Turn } {
  const clock = openThreadClock();
  const longest = { wallMs: 0, cpuMs: 0 };
  const last = { wallMs: performance.now(), cpuMs: cpuMsOf(clock) };
  let isOn = true;
  function tick(): void {
    if (!isOn) return;
    const wallMs = performance.now();
    const cpuMs = cpuMsOf(clock);
    longest.wallMs = Math.max(longest.wallMs, wallMs - last.wallMs);
    longest.cpuMs = Math.max(longest.cpuMs, cpuMs - last.cpuMs);
    last.wallMs = wallMs;
    last.cpuMs = cpuMs;
    setImmediate(tick);
  }
  tick();
  return {
    end: () => {
      isOn = false;
      if (clock !== null) closeSync(clock);
      return longest;
    },
  };
}

const told = Buffer.alloc(64);

// Linux tells how long each thread has been on a processor; the first thread's number is that of the process. Read into
// the same bytes each time: a watch that allocates would make the pauses that it looks for.
function openThreadClock(): number | null {
  return process.platform === 'linux' ? openSync(`/proc/self/task/${process.pid}/schedstat`, 'r') : null;
}

function cpuMsOf(clock: number | null): number {
  if (clock === null) return 0;
  const end = readSync(clock, told, 0, told.length, 0);
  return Number(told.toString('latin1', 0, end).split(' ')[0]) / 1e6;
}
