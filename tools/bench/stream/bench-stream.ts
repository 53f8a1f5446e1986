// The stream benchmark: one market event to many subscribers beside a plain send loop, and readers that never read.

import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { CommandReport } from '../../command-report.ts';
import { median, printMachine } from '../print-machine.ts';
import { FanOutPair } from './fan-out-process.ts';
import { type FanOutChannel, type Sender, senders } from './fan-out-words.ts';

const targets = { singleGain: 1.25, coalescedGain: 10, stuckGrowthMiB: 192, readers: 10_000 };
// Odd: every second event takes back what the one before it did, and a book that is as it was has nothing to tell.
const burst = 21;
/** Files that a process of Node's holds beside its readers, with room. */
const otherFiles = 200;

interface Asked {
  readonly isShort: boolean;
  readonly stop: AbortSignal;
}

export async function benchStream(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({ args: [...args], options: { short: { type: 'boolean', default: false } } });
  printMachine();
  return measure({ isShort: values.short, stop });
}

/** Everything in turn. In the short form few readers, and what is judged is only that each was given every byte. */
export async function measure({ isShort, stop }: Asked): Promise<CommandReport> {
  const counts = isShort ? [50] : countsWithin(filesPerProcess());
  const figures: Record<string, number> = { readers: Math.max(...counts) };
  const pairs = { lonja: await FanOutPair.start('lonja'), ws: await FanOutPair.start('ws') };
  try {
    for (const count of counts) Object.assign(figures, await measureGains(pairs, { count, stop }));
  } finally {
    for (const sender of senders) pairs[sender].stop();
  }
  Object.assign(figures, await measureStuck({ count: isShort ? 50 : 1_000, stop }));
  return { ok: isMet(figures, isShort), figures, targets };
}

type Pairs = Readonly<Record<Sender, FanOutPair>>;

/** The sizes to measure where a process may hold `files` files: both that are wanted, or what is possible. */
export function countsWithin(files: number): readonly number[] {
  const most = Math.max(1, files - otherFiles);
  if (most >= targets.readers) return [1_000, targets.readers];
  console.log(
    `This system lets a process hold ${files} files: ${most} readers are measured in the place of ` +
      `${targets.readers} (ulimit -n says how many; ${targets.readers + otherFiles} are needed).`,
  );
  return most > 1_000 ? [1_000, most] : [most];
}

const limitsSchema = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.literal('unlimited')]) }) }),
});

// Node raises the soft limit to the hard one when it starts.
function filesPerProcess(): number {
  const limits = limitsSchema.safeParse(process.report.getReport());
  if (!limits.success) return Number.POSITIVE_INFINITY;
  const { soft } = limits.data.userLimits.open_files;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : soft;
}

// Every reader was given every byte, or the benchmark would not have come to an end.
function isMet(figures: Readonly<Record<string, number>>, isShort: boolean): boolean {
  if (isShort) return true;
  const isAbove = (name: string, least: number) =>
    Object.entries(figures).every(([key, value]) => !key.startsWith(name) || value >= least);
  return (
    isAbove('singleGain', targets.singleGain) &&
    isAbove('coalescedGain', targets.coalescedGain) &&
    isAbove('readers', targets.readers) &&
    (figures['stuckGrowthMiB'] ?? Number.NaN) <= targets.stuckGrowthMiB
  );
}

interface Scene {
  readonly channel: FanOutChannel;
  readonly events: number;
  readonly count: number;
}

async function measureGains(
  pairs: Pairs,
  { count, stop }: { readonly count: number; readonly stop: AbortSignal },
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, channel, events] of [
    ['single', 'diff-orders', 1],
    ['coalesced', 'orders', burst],
  ] as const) {
    const { costs, gain } = await measureSenders(pairs, { channel, events, count }, stop);
    figures[`${name}Gain${count}`] = gain;
    console.log(
      `${String(count).padStart(6)} readers, ${String(events).padStart(2)} event${events === 1 ? ' ' : 's'} of ` +
        `${channel.padEnd(12)} ${costs.lonja.toFixed(2)} us a reader, plain loop ${costs.ws.toFixed(2)} us: ` +
        `${gain} times`,
    );
  }
  return figures;
}

interface Compared {
  /** Microseconds of the sender's processor for each reader and turn. */
  readonly costs: Readonly<Record<Sender, number>>;
  /** How many times the other's cost is ours. */
  readonly gain: number;
}

/** Medians of interleaved rounds; the gain is that of the rounds' own gains, since a machine's speed drifts between them. */
async function measureSenders(pairs: Pairs, scene: Scene, stop: AbortSignal): Promise<Compared> {
  const costs: Record<Sender, number[]> = { lonja: [], ws: [] };
  for (const sender of senders) await pairs[sender].open(scene);
  const isSmall = scene.count < 1_000;
  // Coalescing gains more than any noise: it is seen in fewer rounds.
  const fullRounds = scene.events > 1 ? 3 : 15;
  const rounds = isSmall ? 1 : fullRounds;
  const turns = isSmall ? 8 : Math.max(3, Math.floor(60_000 / scene.count / Math.sqrt(scene.events)));
  for (let round = -1; round < rounds; round += 1) {
    for (const sender of senders) {
      stop.throwIfAborted();
      const micros = await runTurns(pairs[sender], { turns, scene });
      // The first round compiles the code of both and counts for nothing.
      if (round >= 0) costs[sender].push(micros / turns / scene.count);
    }
  }
  for (const sender of senders) await pairs[sender].close();
  const gains = costs.ws.map((cost, round) => cost / (costs.lonja[round] ?? Number.NaN));
  return {
    costs: { lonja: median(costs.lonja), ws: median(costs.ws) },
    gain: Math.round(median(gains) * 100) / 100,
  };
}

async function runTurns(
  pair: FanOutPair,
  { turns, scene }: { readonly turns: number; readonly scene: Scene },
): Promise<number> {
  const { channel, events } = scene;
  const before = await pair.send({ channel, events: 0 });
  for (let turn = 0; turn < turns; turn += 1) {
    const { bytesPerReader } = await pair.send({ channel, events });
    await pair.read({ kind: 'receive', bytesPerReader });
  }
  return (await pair.send({ channel, events: 0 })).cpuMicros - before.cpuMicros;
}

/** How the sender's memory grows while readers that never read are sent much more than may wait for them. */
async function measureStuck({
  count,
  stop,
}: {
  readonly count: number;
  readonly stop: AbortSignal;
}): Promise<Record<string, number>> {
  const pair = await FanOutPair.start('lonja');
  try {
    const channel = 'diff-orders';
    await pair.open({ channel, count });
    await pair.read({ kind: 'stop_reading' });
    const before = await pair.send({ channel, events: 0 });
    let last = before;
    let bytes = 0;
    let highest = before.memoryBytes;
    // The system's own buffers take megabytes of each reader before anything waits in the sender.
    for (let turn = 0; turn < 20_000 && last.open > 0; turn += 1) {
      stop.throwIfAborted();
      last = await pair.send({ channel, events: burst });
      bytes += last.bytesPerReader;
      highest = Math.max(highest, last.memoryBytes);
    }
    return stuckFigures({ count, bytes, cutOff: last.cutOff, grownBytes: highest - before.memoryBytes });
  } finally {
    pair.stop();
  }
}

function stuckFigures(seen: {
  readonly count: number;
  readonly bytes: number;
  readonly cutOff: number;
  readonly grownBytes: number;
}): Record<string, number> {
  const { count, bytes, cutOff } = seen;
  const stuckGrowthMiB = Math.round(seen.grownBytes / 1_048_576);
  console.log(
    `${count} readers that never read: ${Math.round(bytes / 1_048_576)} MiB meant for each, ${cutOff} cut off, ` +
      `memory grew by ${stuckGrowthMiB} MiB at most`,
  );
  if (cutOff !== count) throw new Error(`${count - cutOff} readers that never read are still open`);
  return { stuckReaders: count, stuckCutOff: cutOff, stuckGrowthMiB };
}
