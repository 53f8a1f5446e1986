// A seeded random source: the same seed always gives the same numbers (sfc32, 128 bits of state).

import type { Rng } from './ports.ts';

/** An Rng whose whole sequence follows from `seed` (any 32-bit integer). */
export function seededRng(seed: number): Rng {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = seed | 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }

  // The first outputs still show the seed's bits; these rounds mix them away.
  for (let round = 0; round < 15; round += 1) next();

  return {
    // Multiplying keeps the high bits, and 2^32 × 2^32 would pass 2^53: hence the division first.
    below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound),
  };
}
