// One rig of the chaos from its first start to its verdict: both products, people, troubles, and the exchange's truth.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRng } from '@mandato/primitives/seeded-rng';
import type { ChaosStage } from './chaos-stage.ts';
import { type Crowd, gatherCrowd } from './crowd.ts';
import { readTruth } from './exchange-truth.ts';
import { type ChaosFinding, judge } from './judge.ts';
import { readMandato } from './read-mandato.ts';
import { type Tally, type TroubleKind, Troublemaker } from './trouble.ts';

export interface RigOptions {
  readonly seed: number;
  readonly people: number;
  readonly only: readonly TroubleKind[] | null;
  readonly say: (line: string) => void;
  /** Called when people and plans are there, with what is counted from then on; the trouble begins when it resolves. */
  readonly onReady: (progress: RigProgress) => Promise<void>;
  /** Asked before each trouble. */
  readonly isEnough: () => boolean;
}

/** What a rig has seen so far. */
export interface RigProgress {
  readonly tally: Tally;
  readonly buysShown: () => number;
}

/** The verdict on one rig; every figure but `startsMs` can be added to that of another. */
export interface RigReport {
  readonly ok: boolean;
  readonly isTrailWhole: boolean;
  readonly tally: Tally;
  readonly counts: Readonly<Record<(typeof countNames)[number], number>>;
}

export const countNames = [
  ...(['cuts', 'slots', 'orders', 'fills', 'bought', 'skipped', 'held', 'late', 'acknowledged'] as const),
  ...(['pagesRead', 'buysShown', 'duplicates', 'lost', 'violations'] as const),
] as const;

/** Two empty looks half a minute apart prove that an order is not there; before that W + S pass. */
const patienceMs = 150_000;
/** Longer than any queue of orders takes that came up while programs were starting all the time. */
const settleMaxMs = 1_800_000;

/** Makes trouble until it is enough, lets everything settle, and holds what Mandato said against Lonja's journal. */
export async function runRig(stage: ChaosStage, of: RigOptions): Promise<RigReport> {
  const { say, seed, only } = of;
  const crowd = await gatherCrowd(stage, of.people);
  const maker = new Troublemaker({ stage, rng: seededRng(seed), say, only });
  say(`${of.people} people are there`);
  await of.onReady({ tally: maker.tally, buysShown: () => crowd.shownAsBought.size });
  say(`the trouble of seed ${seed} begins`);
  while (!of.isEnough()) await maker.make();
  await maker.stop();
  say('the trouble has ended, everything settles');
  await crowd.finish();
  const unsettled = await settle(crowd);
  say(unsettled === 0 ? 'every order has ended' : `${unsettled} orders have not ended`);
  return compare({ stage, crowd, tally: maker.tally, say });
}

/**
 * Waits until no page shows an order that has not ended; answers how many are left when patience ends. Patience begins
 * anew with every order that ends: on a busy machine there is a queue of them, and each takes its calls of the exchange.
 */
async function settle(crowd: Crowd): Promise<number> {
  const startedMs = performance.now();
  let fewest = Number.POSITIVE_INFINITY;
  let fewestSinceMs = startedMs;
  for (; ; await sleep(1_000)) {
    const { length } = await crowd.openOrders();
    const nowMs = performance.now();
    if (length < fewest) {
      fewest = length;
      fewestSinceMs = nowMs;
    }
    const isOver = nowMs - fewestSinceMs > patienceMs || nowMs - startedMs > settleMaxMs;
    if (length === 0 || isOver) return length;
  }
}

interface Comparison {
  readonly stage: ChaosStage;
  readonly crowd: Crowd;
  readonly tally: Tally;
  readonly say: (line: string) => void;
}

async function compare({ stage, crowd, tally, say }: Comparison): Promise<RigReport> {
  await stage.mandato.stop();
  await stage.lonja.stop();
  const truth = await readTruth(join(stage.directory, 'lonja'));
  const { account, ownFindings } = await readMandato(stage.directory, stage.postgres?.url ?? null);
  const toldAsBought = [...account.toldAsBought, ...crowd.shownAsBought.values()];
  const findings = judge({ ...account, toldAsBought, presses: crowd.presses() }, truth);
  const isTrailWhole = await verifyTrail(stage, say);
  for (const { kind, subject } of findings.slice(0, 40)) say(`${kind}: ${subject}`);
  for (const { rule, subject } of ownFindings.slice(0, 10)) say(`${rule}: ${subject}`);
  const countOf = (...kinds: readonly ChaosFinding['kind'][]) =>
    findings.filter(({ kind }) => kinds.includes(kind)).length;
  const ended = (state: string) => account.intents.filter(({ stateKind }) => stateKind === state).length;
  const counts = {
    cuts: stage.wire.cuts,
    slots: account.intents.length,
    orders: truth.orders.length,
    fills: truth.fills.length,
    bought: ended('done'),
    skipped: ended('skipped'),
    held: ended('held'),
    late: ended('late'),
    acknowledged: crowd.presses().filter(({ orderId }) => orderId !== null).length,
    pagesRead: crowd.looks(),
    buysShown: crowd.shownAsBought.size,
    duplicates: countOf('duplicate'),
    lost: countOf('lost_order', 'lost_fill', 'lost_acknowledged', 'not_journaled'),
    violations: findings.length + ownFindings.length,
  };
  const ok =
    counts.violations === 0 &&
    counts.late === 0 &&
    isTrailWhole &&
    // A full disk is the one reason to end by itself.
    tally.strangeEnds <= tally.fullDisks &&
    counts.fills > 0;
  return { ok, isTrailWhole, tally, counts };
}

/** The trail, too, has to be whole after all this. */
function verifyTrail(stage: ChaosStage, say: (line: string) => void): Promise<boolean> {
  const words = [
    ...['apps/server/dist/verify.mjs', '--data', join(stage.directory, 'mandato')],
    ...['--key-file', join(stage.directory, 'keys/mandato.key')],
    ...(stage.postgres === null ? [] : ['--database-url', stage.postgres.url]),
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, words, (error, output) => {
      if (error !== null) say(`${output} ${String(error).slice(0, 400)}`);
      resolve(error === null);
    });
  });
}
