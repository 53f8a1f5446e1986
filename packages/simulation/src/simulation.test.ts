import { describe, expect, it } from 'vitest';
import { drawsOf } from './draws.ts';
import { huntMutant } from './hunt-mutants.ts';
import { mutants } from './mutants.ts';
import { savedSeeds } from './saved-seeds.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const never = () => false;

describe('simulate()', () => {
  it.each(savedSeeds)(
    'simulate() holds every invariant in seed $seed ($config), which once showed: $showed',
    async ({ seed, config }) => {
      expect((await simulate({ seed, config })).findings).toEqual([]);
    },
    // One of them takes three seconds of a processor that nobody else uses.
    120_000,
  );

  it('simulate() holds every invariant in fresh seeds, and orders are really placed in them', async () => {
    let orders = 0;
    for (let seed = 1_001; seed <= 1_020; seed += 1) {
      const result = await simulate({ seed });
      expect([seed, result.findings]).toEqual([seed, []]);
      orders += result.orders;
    }
    expect(orders).toBeGreaterThan(100);
  });

  it('simulate() tells the same story of the same seed, and another of another', async () => {
    const hashes: string[] = [];
    for (const seed of [7, 7, 8]) hashes.push((await simulate({ seed })).traceHash);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});

describe('drawsOf()', () => {
  it('drawsOf() leaves all other chances as they were when one fault is taken away', () => {
    const drawn = (without: ReadonlySet<string>) => {
      const struck: string[] = [];
      const draws = drawsOf({ seed: 3, without, onStrike: (name) => struck.push(name) });
      const delays = Array.from({ length: 50 }, (_, number) => {
        draws.strikes(`fault ${number % 5}`, 0.5);
        return draws.delay('delay', { meanMs: 1_000, maxMs: 10_000 });
      });
      return { struck, delays };
    };
    const all = drawn(new Set());
    const [first = ''] = all.struck;
    const others = drawn(new Set([first]));
    expect(others.struck).toEqual(all.struck.slice(1));
    expect(others.delays).toEqual(all.delays);
  });
});

describe('huntMutant()', () => {
  const quick = [
    'naive_retry',
    'sent_before_journal',
    'no_settle_time',
    'no_trade_dedupe',
    'market_gate_off',
  ];
  it.each(quick)('huntMutant() sees the planted bug %s', async (name) => {
    const mutant = mutants().find((one) => one.name === name);
    expect(mutant).toBeDefined();
    if (mutant !== undefined) expect((await huntMutant(mutant, 10, never)).caughtBy).not.toBeNull();
  });
});

describe('shrink()', () => {
  it('shrink() leaves few faults, which still break what was broken, and finds nothing in a sound seed', async () => {
    const mutant = mutants().find(({ name }) => name === 'crash_is_not_sent');
    const plant = mutant === undefined ? {} : { mutation: mutant.plant };
    const whole = await simulate({ seed: 1, ...(mutant === undefined ? {} : { mutation: mutant.plant() }) });
    let runs = 0;
    const isOver = () => {
      runs += 1;
      return runs > 30;
    };
    const shrunk = await shrink({ seed: 1, isOver, ...plant });
    expect(shrunk?.result.findings.map(({ code }) => code)).toContain(whole.findings[0]?.code);
    expect(shrunk?.needed.length).toBeLessThan(whole.struck.length / 4);
    expect(await shrink({ seed: 2, isOver: never })).toBeNull();
  }, 120_000);
});
