import { expect, it } from 'vitest';
import { seededRng } from './seeded-rng.ts';

it('seededRng() gives the same sequence for the same seed and another for another', () => {
  const draw = (seed: number) => {
    const rng = seededRng(seed);
    return Array.from({ length: 50 }, () => rng.below(1_000_000));
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('seededRng() covers a small range evenly and never leaves it', () => {
  const rng = seededRng(1);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let draw = 0; draw < 60_000; draw += 1) {
    const face = rng.below(6);
    counts[face] = (counts[face] ?? Number.NaN) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
