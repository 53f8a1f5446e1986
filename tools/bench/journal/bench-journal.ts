// The journal benchmark: durable commands per second by the number of writers, replay, and start-up from a snapshot.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { type JournalDisk, openJournalDisk } from '../../../apps/lonja/src/journal/journal-disk.ts';
import { type LonjaSequencer, openLonjaSequencer } from '../../../apps/lonja/src/sequencer-lonja.ts';
import type { CommandReport } from '../../command-report.ts';
import { median, printMachine } from '../print-machine.ts';

const traders = ['bench-ana', 'bench-beto'].map(accountIdOf);
const startMs = 1_700_000_000_000;
const book = bookIdOf('btc_mxn');
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
  const targets = { groupGain: 20, startMs: 5_000, same: 1 };
  const isFast = groupGain >= targets.groupGain && startMs < targets.startMs;
  return {
    ok: same === 1 && (isShort || isFast),
    figures: { ...rates, startMs, commands: orders.made, groupGain, replayPerSecond, same },
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
  const opened = await openLonjaSequencer(directory, countingDisk);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

async function fundTraders(sequencer: LonjaSequencer): Promise<void> {
  for (const account of traders) {
    await submit(sequencer, { kind: 'open_account', atMs: startMs, account });
    for (const asset of ['btc', 'mxn'].map(assetOf)) {
      const fundingId = `${account}${asset}`.padStart(32, '0');
      const amount = 1_000_000_000_000n * unitsPerWhole;
      await submit(sequencer, {
        kind: 'fund',
        atMs: startMs,
        account,
        asset,
        amount,
        fundingId,
        method: 'bench',
      });
    }
  }
}

/** Orders of two traders that meet: every second one takes what the one before it rested. */
class OrderSource {
  made = 0;

  next(): EngineCommand {
    const number = this.made;
    this.made += 1;
    return {
      kind: 'place_order',
      atMs: startMs + number * 40,
      account: traders[number % 2] ?? accountIdOf('bench-ana'),
      orderId: venueOrderIdOf(number.toString(36).padStart(16, '0')),
      originId: null,
      book,
      side: number % 2 === 0 ? 'buy' : 'sell',
      terms: {
        kind: 'limit',
        price: 1_500_000n * unitsPerWhole,
        quantity: unitsPerWhole / 1000n,
        timeInForce: 'gtc',
      },
    };
  }
}

async function rateOf(
  sequencer: LonjaSequencer,
  orders: OrderSource,
  load: { readonly writers: number; readonly commands: number },
): Promise<number> {
  let left = load.commands;
  async function write(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await submit(sequencer, orders.next());
    }
  }
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: load.writers }, write));
  return (load.commands * 1000) / (performance.now() - startedMs);
}

async function submit(sequencer: LonjaSequencer, command: EngineCommand): Promise<void> {
  const done = await sequencer.submit({ domain: 'exchange', command });
  if (!done.ok) throw new Error(done.error);
}
