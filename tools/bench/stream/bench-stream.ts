// The stream benchmark: one market event to many subscribers beside a plain send loop, and readers that never read.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CommandReport } from '../../command-report.ts';
import { root } from '../../repository-root.mjs';
import { median, printMachine } from '../print-machine.ts';
import { FanOutReaders } from './fan-out-readers.ts';
import {
  type FanOutAnswer,
  type FanOutChannel,
  type FanOutOrder,
  fanOutAnswerSchema,
  type Sender,
  senders,
} from './fan-out-words.ts';

const targets = { singleGain: 1.25, coalescedGain: 10, stuckGrowthMiB: 192 };
const burst = 20;

type Sent = Extract<FanOutAnswer, { kind: 'sent' }>;

export async function benchStream(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({ args: [...args], options: { short: { type: 'boolean', default: false } } });
  printMachine();
  const server = await FanOutServer.start();
  try {
    const counts = values.short ? [50] : [1_000, 10_000];
    const figures: Record<string, number> = {};
    for (const count of counts) Object.assign(figures, await measureGains(server, { count, stop }));
    Object.assign(figures, await measureStuck(server, values.short ? 50 : 1_000));
    return { ok: isMet(figures, values.short), figures, targets };
  } finally {
    server.stop();
  }
}

// Every reader was given every byte, or the benchmark would not have come to an end.
function isMet(figures: Readonly<Record<string, number>>, isShort: boolean): boolean {
  if (isShort) return true;
  const isAbove = (name: string, least: number) =>
    Object.entries(figures).every(([key, value]) => !key.startsWith(name) || value >= least);
  return (
    isAbove('singleGain', targets.singleGain) &&
    isAbove('coalescedGain', targets.coalescedGain) &&
    (figures['stuckGrowthMiB'] ?? Number.NaN) <= targets.stuckGrowthMiB
  );
}

async function measureGains(
  server: FanOutServer,
  { count, stop }: { readonly count: number; readonly stop: AbortSignal },
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, channel, events] of [
    ['single', 'diff-orders', 1],
    ['coalesced', 'orders', burst],
  ] as const) {
    stop.throwIfAborted();
    const costs = await measureSenders(server, { channel, events, count });
    const gain = Math.round((costs.ws / costs.lonja) * 100) / 100;
    figures[`${name}Gain${count}`] = gain;
    console.log(
      `${String(count).padStart(6)} readers, ${events} event${events === 1 ? ' ' : 's'} of ${channel.padEnd(12)}` +
        ` ${costs.lonja.toFixed(2)} us a reader, plain loop ${costs.ws.toFixed(2)} us: ${gain} times`,
    );
  }
  return figures;
}

interface Scene {
  readonly channel: FanOutChannel;
  readonly events: number;
  readonly count: number;
}

/** Microseconds of the server's processor for each reader and turn, by sender: medians of interleaved rounds. */
async function measureSenders(server: FanOutServer, scene: Scene): Promise<Record<Sender, number>> {
  const readers = { lonja: new FanOutReaders(), ws: new FanOutReaders() };
  const costs: Record<Sender, number[]> = { lonja: [], ws: [] };
  try {
    for (const sender of senders)
      await readers[sender].open(server.ports[sender], scene.channel, scene.count);
    const rounds = scene.count < 1_000 ? 1 : 7;
    const turns = Math.max(3, Math.floor(60_000 / scene.count));
    for (let round = -1; round < rounds; round += 1) {
      for (const sender of senders) {
        const micros = await runTurns(server, readers[sender], { sender, turns, scene });
        // The first round compiles the code of both and counts for nothing.
        if (round >= 0) costs[sender].push(micros / turns / scene.count);
      }
    }
  } finally {
    for (const sender of senders) readers[sender].close();
    await server.untilClosed();
  }
  return { lonja: median(costs.lonja), ws: median(costs.ws) };
}

async function runTurns(
  server: FanOutServer,
  readers: FanOutReaders,
  { sender, turns, scene }: { readonly sender: Sender; readonly turns: number; readonly scene: Scene },
): Promise<number> {
  const { channel, events } = scene;
  const before = await server.obey({ sender, channel, events: 0 });
  for (let turn = 0; turn < turns; turn += 1) {
    const { bytesPerReader } = await server.obey({ sender, channel, events });
    await readers.received(bytesPerReader);
  }
  return (await server.obey({ sender, channel, events: 0 })).cpuMicros - before.cpuMicros;
}

/** How the server's memory grows while readers that never read are sent much more than may wait for them. */
async function measureStuck(server: FanOutServer, count: number): Promise<Record<string, number>> {
  const readers = new FanOutReaders();
  await readers.open(server.ports.lonja, 'diff-orders', count);
  readers.neverRead();
  const order = { sender: 'lonja', channel: 'diff-orders', events: burst } as const;
  const before = await server.obey({ ...order, events: 0 });
  let last = before;
  let bytes = 0;
  let highest = before.memoryBytes;
  // The system's own buffers take megabytes of each reader before anything waits in the server.
  for (let turn = 0; turn < 20_000 && last.open > 0; turn += 1) {
    last = await server.obey(order);
    bytes += last.bytesPerReader;
    highest = Math.max(highest, last.memoryBytes);
  }
  readers.close();
  const cutOff = last.cutOff - before.cutOff;
  const stuckGrowthMiB = Math.round((highest - before.memoryBytes) / 1_048_576);
  console.log(
    `${count} readers that never read: ${Math.round(bytes / 1_048_576)} MiB meant for each, ${cutOff} cut off, ` +
      `memory grew by ${stuckGrowthMiB} MiB at most`,
  );
  if (cutOff !== count) throw new Error(`${count - cutOff} readers that never read are still open`);
  return { stuckReaders: count, stuckCutOff: cutOff, stuckGrowthMiB };
}

/** The process that sends. */
class FanOutServer {
  readonly ports: Readonly<Record<Sender, number>>;
  readonly #child: ChildProcess;

  static async start(): Promise<FanOutServer> {
    const program = path.join(root, 'tools/bench/stream/fan-out-server.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [message] = await once(child, 'message');
    const answer = fanOutAnswerSchema.parse(message);
    if (answer.kind !== 'listening') throw new Error(`the sender began with "${answer.kind}"`);
    return new FanOutServer(child, answer);
  }

  private constructor(child: ChildProcess, ports: Readonly<Record<Sender, number>>) {
    this.#child = child;
    this.ports = ports;
  }

  async obey(order: FanOutOrder): Promise<Sent> {
    const answered = once(this.#child, 'message');
    this.#child.send(order);
    const [message] = await answered;
    const answer = fanOutAnswerSchema.parse(message);
    if (answer.kind !== 'sent') throw new Error(`the sender answered "${answer.kind}"`);
    return answer;
  }

  /** Resolves when no connection of the exchange's stream is left. */
  async untilClosed(): Promise<void> {
    for (;;) {
      const { open } = await this.obey({ sender: 'lonja', channel: 'orders', events: 0 });
      if (open === 0) return;
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
