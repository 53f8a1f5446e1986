import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { IdIndex } from './id-index.ts';

test.each([1, 2, 3])('IdIndex finds what a map finds while it grows and shrinks (seed %i)', (seed) => {
  const rng = seededRng(seed);
  const index = new IdIndex();
  const hashes: number[] = [];
  const live = new Set<number>();
  function find(handle: number): number {
    return index.find(hashes[handle] ?? 0, { isAt: (found) => found === handle });
  }
  for (let step = 0; step < 6_000; step += 1) {
    const chosen = rng.below(Math.max(1, hashes.length));
    if (live.has(chosen) && rng.below(3) > 0) {
      index.remove(hashes[chosen] ?? 0, chosen);
      live.delete(chosen);
    } else {
      // Few different hashes, so that searches meet those of others.
      hashes.push(rng.below(5_000) | 0);
      live.add(hashes.length - 1);
      index.add(hashes[hashes.length - 1] ?? 0, hashes.length - 1);
    }
    expect(index.size).toBe(live.size);
    expect(find(chosen)).toBe(live.has(chosen) ? chosen : -1);
    if (step % 1_000 === 0) for (const handle of live) expect(find(handle)).toBe(handle);
  }
});
