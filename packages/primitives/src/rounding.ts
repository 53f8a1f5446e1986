// Division of integers with the rounding in the name; money is rounded by one of these and nothing else.

import { invariant } from './invariant.ts';

/** The largest integer not above `numerator / denominator`. `denominator` is positive. */
export function divideDown(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n, 'a denominator is positive');
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/** The smallest integer not below `numerator / denominator`. `denominator` is positive. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return -divideDown(-numerator, denominator);
}

/** The integer nearest to `numerator / denominator`, halves going to the even neighbour. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const down = divideDown(numerator, denominator);
  const twiceRest = 2n * (numerator - down * denominator);
  if (twiceRest < denominator) return down;
  if (twiceRest > denominator) return down + 1n;
  return down % 2n === 0n ? down : down + 1n;
}

/** The largest multiple of `step` not above `value`. `step` is positive. */
export function floorToStep(value: bigint, step: bigint): bigint {
  return divideDown(value, step) * step;
}

/** The smallest multiple of `step` not below `value`. `step` is positive. */
export function ceilToStep(value: bigint, step: bigint): bigint {
  return divideUp(value, step) * step;
}
