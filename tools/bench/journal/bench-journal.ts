// The journal benchmark: durable commands per second by the number of writers, replay, and start-up from a snapshot.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type JournalDisk, openJournalDisk } from '../../../apps/lonja/src/journal/journal-disk.ts';
import { type LonjaSequencer, openLonjaSequencer } from '../../../apps/lonja/src/sequencer-lonja.ts';
import type { CommandReport } from '../../command-report.ts';
import { median, printMachine } from '../print-machine.ts';
import { fundTraders, OrderSource, rateOf } from './journal-load.ts';
import { measureSnapshotPause } from './snapshot-pause.ts';

const writerCounts = [1, 16, 100, 1_000];

export async function benchJournal(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({ args: [...args], options: { short: { type: 'boolean', default: false } } });
  printMachine();
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-journal-'));
  try {
    return await measure(directory, { isShort: values.short, stop });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  directory: string,
  how: { readonly isShort: boolean; readonly stop: AbortSignal },
): Promise<CommandReport> {
  const { isShort, stop } = how;
  const orders = new OrderSource();
  const sequencer = await open(directory);
  await fundTraders(sequencer);
  const rates = await writerRates(sequencer, orders, isShort);
  const total = isShort ? 10_000 : 10_000_000;
  while (orders.made < total) {
    stop.throwIfAborted();
    await rateOf(sequencer, orders, { writers: 1_000, commands: Math.min(50_000, total - orders.made) });
  }
  const trades = sequencer.state.exchange.nextTradeId;
  await sequencer.close();
  const startedMs = performance.now();
  const again = await open(directory);
  const startMs = Math.round(performance.now() - startedMs);
  const same = again.state.exchange.nextTradeId === trades ? 1 : 0;
  await again.close();
  console.log(`start after ${orders.made} commands: ${startMs} ms`);
  const groupGain = Math.round(((rates['perSecondBy100'] ?? 0) / (rates['perSecondBy1'] ?? 1)) * 10) / 10;
  const replayPerSecond = await replayRate(isShort ? 5_000 : 60_000);
  console.log(`replay: ${replayPerSecond} commands/s; 100 writers do ${groupGain} times one`);
  const pauses = await measureSnapshotPause(isShort, stop);
  const targets = { groupGain: 20, startMs: 5_000, same: 1, snapshotPauseMs: 5 };
  const isFast =
    groupGain >= targets.groupGain &&
    startMs < targets.startMs &&
    pauses.snapshotPauseMs <= targets.snapshotPauseMs;
  return {
    ok: same === 1 && (isShort || isFast),
    figures: { ...rates, startMs, commands: orders.made, groupGain, replayPerSecond, same, ...pauses },
    targets,
  };
}

async function writerRates(
  sequencer: LonjaSequencer,
  orders: OrderSource,
  isShort: boolean,
): Promise<Record<string, number>> {
  // Nothing is timed before the code is compiled.
  await rateOf(sequencer, orders, { writers: 100, commands: isShort ? 2_000 : 20_000 });
  // In turns, because a disk that others use too is not the same from one minute to the next.
  const runs = new Map<number, WriterRun[]>(writerCounts.map((writers) => [writers, []]));
  for (let round = 0; round < (isShort ? 1 : 5); round += 1) {
    for (const [writers, done] of runs) {
      const commands = isShort ? Math.min(2_000, writers * 100) : Math.min(20_000, writers * 1_000);
      const before = process.cpuUsage();
      const syncsBefore = syncs.count;
      const perSecond = await rateOf(sequencer, orders, { writers, commands });
      const { user, system } = process.cpuUsage(before);
      const cpuUs = (user + system) / commands;
      done.push({ perSecond, cpuUs, perSync: commands / (syncs.count - syncsBefore) });
    }
  }
  const figures: Record<string, number> = {};
  console.log('writers  commands/s  commands/sync  processor us/command');
  for (const [writers, done] of runs) {
    const rate = Math.round(median(done.map(({ perSecond }) => perSecond)));
    const perSync = Math.round(median(done.map((run) => run.perSync)));
    const cpuUs = Math.round(median(done.map((run) => run.cpuUs)));
    figures[`perSecondBy${writers}`] = rate;
    figures[`perSyncBy${writers}`] = perSync;
    const cells = [String(writers).padStart(7), String(rate).padStart(10), String(perSync).padStart(13)];
    console.log(`${cells.join('  ')}  ${String(cpuUs).padStart(20)}`);
  }
  return figures;
}

interface WriterRun {
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly perSync: number;
}

// Syncs of every journal that the benchmark has opened.
const syncs = { count: 0 };

async function countingDisk(file: string): Promise<JournalDisk> {
  const disk = await openJournalDisk(file);
  return {
    ...disk,
    sync: () => {
      syncs.count += 1;
      return disk.sync();
    },
  };
}

async function replayRate(commands: number): Promise<number> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-replay-'));
  try {
    const first = await open(directory);
    await fundTraders(first);
    const orders = new OrderSource();
    await rateOf(first, orders, { writers: 1_000, commands });
    await first.close();
    await rm(path.join(directory, 'snapshot.bin'), { force: true });
    const startedMs = performance.now();
    const again = await open(directory);
    const seconds = (performance.now() - startedMs) / 1000;
    await again.close();
    return Math.round(orders.made / seconds);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function open(directory: string): Promise<LonjaSequencer> {
  const opened = await openLonjaSequencer(directory, { openDisk: countingDisk });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}
