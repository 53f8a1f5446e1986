// The matching benchmark: our book and engine, npm's engines and the hand-written bound on the same tapes in one run.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleProgram } from '../../bundle.mjs';
import type { CommandReport } from '../../command-report.ts';
import { median, printMachine } from '../print-machine.ts';
import type { TapeAdapter } from './adapter.ts';
import { type Anchors, openAnchors, type TapeName, type Timing, tapeNames } from './anchors.ts';
import * as bookAdapter from './book-adapter.ts';
import * as commandAdapter from './command-adapter.ts';
import * as engineAdapter from './engine-adapter.ts';
import { fillsHashOf } from './fills-hash.ts';
import { nanosecondsPerCommand } from './scaling.ts';
import { generateTape, type Tape } from './tape.ts';

const ours: readonly TapeAdapter[] = [bookAdapter, engineAdapter, commandAdapter];
const fastPeer = 'orderbook-match-engine';
const slowPeer = 'nodejs-order-book';

// What is timed, by the key under which figures name it: ours as a source, theirs as a file of the anchors. What is compared
// is timed one after the other, since the machine's own speed moves within seconds.
const subjects: readonly (readonly [string, string])[] = [
  ['bound', 'adapters/ladder-own.mjs'],
  ['book', './book-adapter.ts'],
  ['engine', './engine-adapter.ts'],
  [fastPeer, `adapters/${fastPeer}.mjs`],
  [slowPeer, `adapters/${slowPeer}.mjs`],
  ['objects', './command-adapter.ts'],
];

const targets = {
  wrong: 0,
  normalBookToBound: 0.5,
  deepBookToBound: 0.5,
  normalEngineToFastPeer: 5,
  deepEngineToFastPeer: 5,
  deepEngineToSlowPeer: 50,
  normalP99ToPeers: 0.2,
  deepP99ToPeers: 0.2,
  pauseMs: 5,
};

export async function benchMatching(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      peers: { type: 'string' },
      anchors: { type: 'string' },
    },
  });
  printMachine();
  const beside = fileURLToPath(new URL('../../../../shared/bench-anchors/matching', import.meta.url));
  const anchors = openAnchors(values.anchors ?? beside, values.peers ?? null);
  try {
    const wrong = checkFills(anchors);
    if (values.short) return { ok: wrong === 0, figures: { wrong }, targets: { wrong: 0 } };
    const figures: Record<string, number> = { wrong, ...scalingFigures() };
    if (anchors === null) console.log('no shared anchors: neither the bound nor the peers can be timed');
    else await timeAll(anchors, Number(values.rounds), { figures, stop });
    return { ok: isMet(figures), figures, targets };
  } finally {
    anchors?.remove();
  }
}

/** Counts engines whose fills are not those expected: the anchors' own, or without them the bare book's. */
function checkFills(anchors: Anchors | null): number {
  let wrong = 0;
  const tapes: readonly (readonly [string, Tape])[] =
    anchors === null
      ? [['generated', generateTape(20261122, { depth: 2_500, ops: 200_000 })]]
      : tapeNames.map((name) => [name, anchors.tape(name)]);
  for (const [name, tape] of tapes) {
    const found = ours.map((adapter) => fillsHashOf(tape, adapter.build(tape)));
    const expected = tapeNames.find((each) => each === name);
    const wanted = anchors === null || expected === undefined ? found[0] : anchors.expected(expected);
    for (const [index, fills] of found.entries()) {
      const isSame = JSON.stringify(fills) === JSON.stringify(wanted);
      if (!isSame) wrong += 1;
      console.log(
        `${isSame ? 'ok   ' : 'WRONG'} ${name}: ${fills.trades} fills, hash ${fills.hash}, ${ours[index]?.name}`,
      );
    }
  }
  return wrong;
}

function scalingFigures(): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const resting of [1_000, 10_000, 100_000, 1_000_000]) {
    figures[`nsAt${resting}Resting`] = nanosecondsPerCommand(resting, 1);
  }
  for (const books of [1, 10, 100]) figures[`nsAt${books}Books`] = nanosecondsPerCommand(10_000, books);
  for (const [name, ns] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${ns}`);
  return figures;
}

async function timeAll(
  anchors: Anchors,
  rounds: number,
  to: { readonly figures: Record<string, number>; readonly stop: AbortSignal },
): Promise<void> {
  const programs = await programsOf(anchors);
  for (const name of tapeNames) {
    const timings = new Map<string, Timing[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [subject, file] of programs) {
        to.stop.throwIfAborted();
        timings.set(subject, [...(timings.get(subject) ?? []), anchors.time(file, name)]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    Object.assign(to.figures, figuresOf(name, timings));
  }
}

// What can be timed here, as files. Ours are built as the product is: modules that were not bundled are slower.
async function programsOf(anchors: Anchors): Promise<readonly (readonly [string, string])[]> {
  const programs: (readonly [string, string])[] = [];
  for (const [subject, source] of subjects) {
    if (source.startsWith('./')) {
      const file = path.join(anchors.folder, 'ours', `${subject}.mjs`);
      await bundleProgram({ entry: fileURLToPath(new URL(source, import.meta.url)), file });
      programs.push([subject, file]);
    } else if (subject === 'bound' || anchors.hasPeer(subject)) programs.push([subject, source]);
  }
  return programs;
}

function figuresOf(name: TapeName, timings: Timings): Record<string, number> {
  const rows = new Map([...timings].map(([subject, all]) => [subject, mediansOf(all)]));
  console.log(`\n${name.padEnd(24)} ops/CPU s     ops/s   p50 ns    p99 ns  largest ms`);
  for (const [subject, row] of rows) {
    const numbers = [row.perCpuSecond, row.perSecond, row.p50, row.p99, row.pauseMs.toFixed(2)];
    console.log(
      `${subject.padEnd(24)} ${numbers.map((each) => String(each).padStart(9)).join(' ')}  ${row.check}`,
    );
  }
  for (const peer of [fastPeer, slowPeer])
    if (!rows.has(peer)) console.log(`${peer} is not installed: see --peers`);
  const engine = rows.get('engine');
  const figures: Record<string, number> = {
    [`${name}BookToBound`]: rateRatio(timings, 'book', 'bound'),
    [`${name}EngineToFastPeer`]: rateRatio(timings, 'engine', fastPeer),
    [`${name}ObjectsToFastPeer`]: rateRatio(timings, 'objects', fastPeer),
    [`${name}EngineToSlowPeer`]: rateRatio(timings, 'engine', slowPeer),
    [`${name}P99ToPeers`]: p99ToPeers(timings),
    [`${name}EnginePerCpuSecond`]: engine?.perCpuSecond ?? Number.NaN,
    [`${name}PauseMs`]: engine?.pauseMs ?? Number.NaN,
  };
  return Object.fromEntries(
    Object.entries(figures)
      .filter(([, value]) => Number.isFinite(value))
      .map(([key, value]) => [key, key.endsWith('P99ToPeers') ? round3(value) : round2(value)]),
  );
}

type Timings = ReadonlyMap<string, readonly Timing[]>;

// The median over the rounds of how many times as many operations one does in a second of processor time as the other.
function rateRatio(timings: Timings, subject: string, other: string): number {
  const others = timings.get(other) ?? [];
  const rounds = timings.get(subject) ?? [];
  return median(
    rounds.map((each, round) => each.opsPerCpuSecond / (others[round]?.opsPerCpuSecond ?? Number.NaN)),
  );
}

// The median over the rounds of the engine's p99 as a part of that of the peer which was better in the round.
function p99ToPeers(timings: Timings): number {
  const rounds = timings.get('engine') ?? [];
  const p99 = (peer: string, round: number) => timings.get(peer)?.[round]?.latencyNs.p99 ?? Number.NaN;
  return median(
    rounds.map((each, round) => each.latencyNs.p99 / Math.min(p99(fastPeer, round), p99(slowPeer, round))),
  );
}

// A pause that the machine makes is in one round or another; one that the engine makes is in all of them.
function mediansOf(timings: readonly Timing[]) {
  return {
    perCpuSecond: median(timings.map((each) => each.opsPerCpuSecond)),
    perSecond: median(timings.map((each) => each.opsPerSecond)),
    p50: median(timings.map((each) => each.latencyNs.p50)),
    p99: median(timings.map((each) => each.latencyNs.p99)),
    pauseMs: Math.min(...timings.map((each) => each.latencyNs.max)) / 1e6,
    check: [...new Set(timings.map((each) => each.check))].join(' | '),
  };
}

function isMet(figures: Record<string, number>): boolean {
  const pauses = tapeNames.map((name) => figures[`${name}PauseMs`] ?? Number.POSITIVE_INFINITY);
  figures['pauseMs'] = Math.max(...pauses);
  return Object.entries(targets).every(([name, target]) => {
    const figure = figures[name];
    if (figure === undefined || !Number.isFinite(figure)) return false;
    if (name.endsWith('P99ToPeers')) return figure < target;
    return name === 'wrong' || name === 'pauseMs' ? figure <= target : figure >= target;
  });
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
