import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { IdIndex } from './id-index.ts';

test.each([1, 2, 3])('IdIndex finds what a map finds while it grows and shrinks (seed %i)', (seed) => {
  const rng = seededRng(seed);
  const index = new IdIndex();
  const numbers: number[] = [];
  const live = new Set<number>();
  function isFound(handle: number): boolean {
    const number = numbers[handle] ?? 0;
    return index.at(number) === handle || index.others(number).includes(handle);
  }
  for (let step = 0; step < 6_000; step += 1) {
    const chosen = rng.below(Math.max(1, numbers.length));
    if (live.has(chosen) && rng.below(3) > 0) {
      index.remove(numbers[chosen] ?? 0, chosen);
      live.delete(chosen);
    } else {
      // Some numbers run, some are anywhere, and few are so near that they are shared.
      const handle = numbers.length;
      numbers.push([handle, rng.below(2 ** 31) | 0, -1 - rng.below(500)][rng.below(3)] ?? 0);
      live.add(handle);
      index.add(numbers[handle] ?? 0, handle);
    }
    expect(index.size).toBe(live.size);
    expect(isFound(chosen)).toBe(live.has(chosen));
    if (step % 1_000 === 0) for (const handle of live) expect(isFound(handle)).toBe(true);
  }
  for (const handle of live) index.remove(numbers[handle] ?? 0, handle);
  expect(numbers.some((_, handle) => isFound(handle))).toBe(false);
});
