// Runs seeds one after the other and adds up what happened in them.

import type { Finding } from './findings.ts';
import { partingOf } from './parting-of.ts';
import type { ConfigName } from './sim-config.ts';
import { simulate } from './simulate.ts';

export interface SeedToRun {
  readonly seed: number;
  readonly config: ConfigName;
}

/** A seed in which an invariant did not hold. */
export interface BrokenSeed extends SeedToRun {
  readonly findings: readonly Finding[];
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

/** Runs all of `seeds`. */
export async function runSeeds(seeds: readonly SeedToRun[]): Promise<SeedTotals> {
  const before = process.cpuUsage();
  let totals = noSeeds;
  for (const { seed, config } of seeds) {
    const runsTwice = seed % runTwiceEvery === 0;
    const result = await simulate({ seed, config, isTraced: runsTwice });
    const findings = [...result.findings];
    const parting = runsTwice ? partingOf(result, await simulate({ seed, config, isTraced: true })) : null;
    if (parting !== null)
      findings.push({ code: 'V16', subject: `the same seed told another story, from ${parting}`, atMs: 0 });
    totals = addTotals(totals, {
      seeds: 1,
      intents: result.intents,
      orders: result.orders,
      events: result.events,
      faults: result.struck.length,
      broken: findings.length === 0 ? [] : [{ seed, config, findings }],
      cpuMicros: 0,
    });
  }
  const { user, system } = process.cpuUsage(before);
  return { ...totals, cpuMicros: user + system };
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
