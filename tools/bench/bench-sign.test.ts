// That the benchmark measures what it says: every order is signed, and every figure is there. Speed is not judged here.

import { expect, test } from 'vitest';
import { benchSign } from './bench-sign.ts';

test('benchSign() signs every order and gives both figures beside their yardsticks', async () => {
  const { figures, targets } = await benchSign({
    signatures: 300,
    orders: 20,
    stop: new AbortController().signal,
  });
  expect(targets).toEqual({ undisturbedP99Us: 1_000, durableP50Ratio: 2 });
  expect(figures).toMatchObject({ signatures: 300, orders: 20 });
  const { disturbedShare, ...times } = figures;
  expect(disturbedShare).toBeLessThan(1);
  expect(Object.values(times).every((figure) => figure > 0)).toBe(true);
});
