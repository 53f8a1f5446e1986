// Runs seeds one after the other and adds up what happened in them.

import type { Finding } from './findings.ts';
import { partingOf } from './parting-of.ts';
import type { ConfigName } from './sim-config.ts';
import { type SimResult, simulate } from './simulate.ts';

export interface SeedToRun {
  readonly seed: number;
  readonly config: ConfigName;
}

/** A seed in which an invariant did not hold. */
export interface BrokenSeed extends SeedToRun {
  readonly findings: readonly Finding[];
  /** All that happened, line by line, and once more where it was told in another way the second time. */
  readonly story: readonly string[];
}

export interface SeedTotals {
  readonly seeds: number;
  readonly intents: number;
  readonly orders: number;
  readonly events: number;
  /** Faults that struck. */
  readonly faults: number;
  readonly broken: readonly BrokenSeed[];
  /** Processor time, in microseconds. */
  readonly cpuMicros: number;
}

export const noSeeds: SeedTotals = {
  seeds: 0,
  intents: 0,
  orders: 0,
  events: 0,
  faults: 0,
  broken: [],
  cpuMicros: 0,
};

/** Seeds whose number this divides are run twice: the same seed tells the same story (V16). */
const runTwiceEvery = 100;

/** Runs all of `seeds`; a broken one twice, so that it says at once whether it can be told again. */
export async function runSeeds(
  seeds: readonly SeedToRun[],
  play: (seed: SeedToRun) => Promise<SimResult> = simulate,
): Promise<SeedTotals> {
  const before = process.cpuUsage();
  let totals = noSeeds;
  for (const { seed, config } of seeds) {
    const result = await play({ seed, config });
    const runsTwice = seed % runTwiceEvery === 0 || result.findings.length > 0;
    const broken = runsTwice ? brokenOf(config, result, await play({ seed, config })) : null;
    totals = addTotals(totals, {
      seeds: 1,
      intents: result.intents,
      orders: result.orders,
      events: result.events,
      faults: result.struck.length,
      broken: broken === null ? [] : [broken],
      cpuMicros: 0,
    });
  }
  const { user, system } = process.cpuUsage(before);
  return { ...totals, cpuMicros: user + system };
}

/** What two runs of one seed broke; null when every invariant held in both, and they were the same. */
function brokenOf(config: ConfigName, result: SimResult, again: SimResult): BrokenSeed | null {
  const parting = partingOf(result, again);
  const subject = `the same seed told another story, from ${parting}`;
  const others: readonly Finding[] = parting === null ? [] : [{ code: 'V16', subject, atMs: 0 }];
  const findings = [...others, ...result.findings];
  if (findings.length === 0) return null;
  const told = parting === null ? [result] : [result, again];
  return { seed: result.seed, config, findings, story: told.flatMap((one) => storyOf(config, one)) };
}

/** Everything that is known of a run, for people. */
export function storyOf(config: ConfigName, result: SimResult): readonly string[] {
  const { seed, swarm, findings, struck, traceHash, trace } = result;
  const broken = findings.map(
    ({ code, subject, atMs }) => `${code} at ${(atMs / 1_000).toFixed(3)} s: ${subject}`,
  );
  return [
    ...trace,
    '',
    `seed ${seed} (${config}); swarm ${JSON.stringify(swarm)}`,
    `faults that struck: ${struck.length}; trace ${traceHash}`,
    ...(broken.length === 0 ? ['every invariant held'] : broken),
  ];
}

/** Both together. */
export function addTotals(one: SeedTotals, other: SeedTotals): SeedTotals {
  return {
    seeds: one.seeds + other.seeds,
    intents: one.intents + other.intents,
    orders: one.orders + other.orders,
    events: one.events + other.events,
    faults: one.faults + other.faults,
    broken: [...one.broken, ...other.broken],
    cpuMicros: one.cpuMicros + other.cpuMicros,
  };
}
