// Tier C of the model-based suite: the built programs leave what the model says that memory and SQL have to leave too.

import { expect, it } from 'vitest';
import { runHistories } from '../agree/run-histories.ts';

/** Histories in which much happens, most of them with a death at a named moment of an order. */
it.each([
  { store: 'the embedded database', hasPostgres: false, seeds: [16, 149] },
  { store: 'PostgreSQL', hasPostgres: true, seeds: [125] },
])(
  'the built programs on $store agree with the model of tiers A and B about what a person sees',
  async ({ hasPostgres, seeds }) => {
    const run = await runHistories({ seeds, hasPostgres, isOver: () => false, tell: () => undefined });
    expect(run.differences).toEqual([]);
    expect(run.histories).toBe(seeds.length);
    expect(run.slots).toBeGreaterThan(4 * seeds.length - 1);
  },
  900_000,
);
