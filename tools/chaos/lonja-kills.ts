// Kills Lonja while people trade in it, again and again, and holds every answer against what it knows afterwards.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountIdOf, assetOf } from '@mandato/exchange-core/ids';
import { formatMoneyTrimmed, parseMoney, unitsPerWhole } from '@mandato/primitives/money';
import type { Rng } from '@mandato/primitives/ports';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { randomIds } from '../../apps/lonja/src/random-ids.ts';
import { openLonjaSequencer } from '../../apps/lonja/src/sequencer-lonja.ts';
import type { CommandReport } from '../command-report.ts';
import { type CrowdMember, seedLonja } from '../crowd/seed-lonja.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { type ClaimFinding, judgeClaims } from './lonja-claims.ts';
import { readLonjaJournal } from './lonja-journal.ts';
import { LonjaWriter } from './lonja-writer.ts';

export interface LonjaKillsOptions {
  readonly kills: number;
  readonly seed: number;
  readonly people: number;
  readonly minutes: number;
  /** For everything; the caller removes it. */
  readonly directory: string;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

/** Requests of one person that are on their way at once. */
const lines = 8;
/** Before a kill so many orders were acknowledged, at least and at most; a machine that is busy gets no more time. */
const acknowledgedBetween = [5, 400] as const;
const loadMsMax = 8_000;

/** Kills the built Lonja `kills` times under load; every acknowledgement has to be true afterwards. */
export async function killLonja(options: LonjaKillsOptions): Promise<CommandReport> {
  const { directory, say } = options;
  const startedMs = performance.now();
  const data = join(directory, 'lonja');
  const members = await seedLonja(data, options.people);
  await fundBitcoin(data, members);
  const port = await freePort();
  const rng = seededRng(options.seed);
  const writers = members.map(
    (member, at) => new LonjaWriter(member, port, seededRng(options.seed * 1_000 + at)),
  );
  const run = await killAgainAndAgain({ ...options, data, port, writers, rng });
  const truth = await readLonjaJournal(data);
  const findings: readonly ClaimFinding[] = judgeClaims(claimsOf(writers), truth.commands);
  const strange = writers.flatMap((writer) => writer.strange);
  const wrongBalances = members.filter(
    ({ account }, at) => truth.balancesOf(account) !== run.balances[at],
  ).length;
  for (const { kind, subject } of findings.slice(0, 40)) say(`${kind}: ${subject}`);
  for (const line of [...run.wrong, ...strange].slice(0, 40)) say(line);
  const countOf = (kinds: readonly ClaimFinding['kind'][]) =>
    findings.filter(({ kind }) => kinds.includes(kind)).length;
  const sum = (of: (writer: LonjaWriter) => number) =>
    writers.reduce((total, writer) => total + of(writer), 0);
  const figures = {
    kills: run.kills,
    seconds: Math.round((performance.now() - startedMs) / 1_000),
    startP50Ms: middleOf(run.startsMs),
    startMaxMs: Math.round(Math.max(0, ...run.startsMs)),
    ordersAcknowledged: sum((writer) => writer.claims.placed.size),
    cancelsAcknowledged: sum((writer) => writer.claims.cancelled.size),
    changesAcknowledged: sum((writer) =>
      [...writer.claims.changed.values()].reduce((all, one) => all + one, 0),
    ),
    refused: sum((writer) => writer.claims.refused.size),
    unknown: sum((writer) => writer.unknown),
    records: truth.records,
    trades: truth.fills,
    lookedUp: run.lookedUp,
    lost: countOf(['lost_order', 'lost_cancel', 'lost_change', 'other_order']) + run.wrong.length,
    twice: countOf(['order_twice', 'cancel_twice']) + truth.nonceTwice,
    refusedButThere: countOf(['refused_order_exists']),
    strange: strange.length,
    wrongBalances,
    unbalanced: truth.unbalanced.length,
    sameHash: Number(truth.hashes[0] === truth.hashes[1]),
  };
  const targets = {
    kills: options.kills,
    lost: 0,
    twice: 0,
    refusedButThere: 0,
    strange: 0,
    wrongBalances: 0,
    unbalanced: 0,
    sameHash: 1,
  };
  const isMet = Object.entries(targets).every(([name, target]) =>
    name === 'kills' ? figures.kills >= target : Reflect.get(figures, name) === target,
  );
  return { ok: isMet && figures.trades > 0 && figures.unknown > 0, figures, targets };
}

interface KillRun extends LonjaKillsOptions {
  readonly data: string;
  readonly port: number;
  readonly writers: readonly LonjaWriter[];
  readonly rng: Rng;
}

interface KillOutcome {
  readonly kills: number;
  readonly startsMs: readonly number[];
  readonly lookedUp: number;
  /** What a look right after a start did not find as it was told. */
  readonly wrong: readonly string[];
  /** What each person was told that they have at the end: currency, total, locked. */
  readonly balances: readonly string[];
}

async function killAgainAndAgain(run: KillRun): Promise<KillOutcome> {
  const { writers, rng, say } = run;
  const untilMs = performance.now() + run.minutes * 60_000;
  const startsMs: number[] = [];
  const wrong: string[] = [];
  const seen = new Set<string>();
  let kills = 0;
  let lonja = await startLonja(run, startsMs);
  while (kills < run.kills && performance.now() < untilMs && !run.stop.aborted) {
    let isOver = false;
    const written = Promise.all(writers.map((writer) => writer.write(lines, () => isOver)));
    const [least, most] = acknowledgedBetween;
    await untilAcknowledged(writers, seen.size + least + rng.below(most - least));
    const dead = lonja.kill();
    isOver = true;
    await Promise.all([dead, written]);
    kills += 1;
    lonja = await startLonja(run, startsMs);
    wrong.push(...(await lookUpFresh(writers, seen)));
    if (kills % 25 === 0) say(`${kills} kills, ${seen.size} acknowledged orders looked up`);
  }
  const balances = await Promise.all(writers.map(async (writer) => readBalances(await writer.balances())));
  await lonja.stop();
  for (const writer of writers) writer.close();
  return { kills, startsMs, lookedUp: seen.size, wrong, balances };
}

async function untilAcknowledged(writers: readonly LonjaWriter[], orders: number): Promise<void> {
  for (const startedMs = performance.now(); performance.now() - startedMs < loadMsMax; await sleep(2)) {
    if (writers.reduce((sum, writer) => sum + writer.claims.placed.size, 0) >= orders) return;
  }
}

/** Each order that was acknowledged is looked up after the start that follows. */
async function lookUpFresh(writers: readonly LonjaWriter[], seen: Set<string>): Promise<readonly string[]> {
  const wrong = await Promise.all(
    writers.map((writer) => {
      const ids = [...writer.claims.placed.values()].map(({ orderId }) => orderId);
      const fresh = ids.filter((orderId) => !seen.has(orderId));
      for (const orderId of fresh) seen.add(orderId);
      return writer.lookUp(fresh);
    }),
  );
  return wrong.flat();
}

async function startLonja(
  { port, directory, data }: Pick<KillRun, 'port' | 'directory' | 'data'>,
  startsMs: number[],
): Promise<RunningProgram> {
  const startedMs = performance.now();
  mkdirSync(join(directory, 'logs'), { recursive: true });
  const running = await runProgram({
    program: 'apps/lonja/dist/lonja.mjs',
    args: [...['--port', `${port}`, '--data', data, '--market', 'none', '--no-rate-limit', '--log', 'warn']],
    url: `http://127.0.0.1:${port}`,
    logFile: join(directory, 'logs', 'lonja.log'),
  });
  startsMs.push(performance.now() - startedMs);
  return running;
}

// The seed gives pesos alone; sellers need something to sell.
async function fundBitcoin(data: string, members: readonly CrowdMember[]): Promise<void> {
  const opened = await openLonjaSequencer(data);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const amount = 10n * unitsPerWhole;
  await Promise.all(
    members.map(({ account }) =>
      opened.value.submit({
        domain: 'exchange',
        command: {
          kind: 'fund',
          atMs: Date.now(),
          account: accountIdOf(account),
          asset: assetOf('btc'),
          amount,
          fundingId: randomIds.hex(32),
          method: 'practice',
        },
      }),
    ),
  );
  await opened.value.close();
}

function claimsOf(writers: readonly LonjaWriter[]) {
  const all = writers.map((writer) => writer.claims);
  return {
    placed: new Map(all.flatMap((claims) => [...claims.placed])),
    refused: new Set(all.flatMap((claims) => [...claims.refused])),
    cancelled: new Set(all.flatMap((claims) => [...claims.cancelled])),
    changed: new Map(all.flatMap((claims) => [...claims.changed])),
  };
}

function readBalances(text: string): string {
  const payload: { readonly balances: readonly Readonly<Record<string, string>>[] } = JSON.parse(text);
  const plain = (value = '') => {
    const money = parseMoney(value);
    return money.ok ? formatMoneyTrimmed(money.value) : value;
  };
  return payload.balances
    .map((row) => `${row['currency']} ${plain(row['total'])} ${plain(row['locked'])}`)
    .join('\n');
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round(sorted[sorted.length >> 1] ?? 0);
}
