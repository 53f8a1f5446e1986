import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { runSeeds, type SeedToRun } from './run-seeds.ts';
import { simulate } from './simulate.ts';

describe('runSeeds()', () => {
  const sound: readonly SeedToRun[] = [{ seed: 7, config: 'ordered' }];

  it('runs a sound seed once and keeps no story of it', async () => {
    let runs = 0;
    const totals = await runSeeds(sound, (seed) => {
      runs += 1;
      return simulate(seed);
    });
    expect([runs, totals.seeds, totals.broken]).toEqual([1, 1, []]);
  });

  it('keeps the whole story of a broken seed, and says nothing of another one where it told the same', async () => {
    const mutant = mutants().find(({ name }) => name === 'sent_before_journal');
    if (mutant === undefined) throw new Error('the planted bug has another name');
    let whole: readonly string[] = [];
    const totals = await runSeeds([{ seed: 1, config: 'assumed' }], async (seed) => {
      const result = await simulate({ ...seed, mutation: mutant.plant() });
      whole = result.trace;
      return result;
    });
    const [broken] = totals.broken;
    expect(broken?.findings.length).toBeGreaterThan(0);
    expect(broken?.findings.map(({ code }) => code)).not.toContain('V16');
    expect(whole.length).toBeGreaterThan(100);
    expect(broken?.story.slice(0, whole.length)).toEqual(whole);
    expect(broken?.story.filter((line) => line.includes('(assumed); swarm'))).toHaveLength(1);
  });

  it('says where a seed parted from itself, and keeps both of its stories (V16)', async () => {
    let runs = 0;
    const totals = await runSeeds([{ seed: 100, config: 'assumed' }], (seed) => {
      runs += 1;
      return simulate({ ...seed, seed: runs });
    });
    const [broken] = totals.broken;
    expect(broken?.findings.map(({ code }) => code)).toEqual(['V16']);
    expect(broken?.story.filter((line) => line.startsWith('faults that struck'))).toHaveLength(2);
  });
});
