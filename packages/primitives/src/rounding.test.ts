import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilToStep, divideDown, divideHalfEven, divideUp, floorToStep } from './rounding.ts';

const numerators = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const denominators = fc.bigInt({ min: 1n, max: 10n ** 12n });

describe('rounding', () => {
  it('divideDown() and divideUp() bracket the quotient, at most one apart', () => {
    fc.assert(
      fc.property(numerators, denominators, (numerator, denominator) => {
        const down = divideDown(numerator, denominator);
        const up = divideUp(numerator, denominator);
        expect(down * denominator <= numerator && numerator <= up * denominator).toBe(true);
        expect(up - down).toBe(numerator % denominator === 0n ? 0n : 1n);
      }),
    );
  });

  it('divideHalfEven() is never further from the quotient than a half, and halves go to even', () => {
    fc.assert(
      fc.property(numerators, denominators, (numerator, denominator) => {
        const distance = 2n * (numerator - divideHalfEven(numerator, denominator) * denominator);
        expect(distance <= denominator && distance >= -denominator).toBe(true);
      }),
    );
    expect([1n, 3n, 5n, -1n, -3n].map((odd) => divideHalfEven(odd, 2n))).toEqual([0n, 2n, 2n, 0n, -2n]);
  });

  it('floorToStep() and ceilToStep() give multiples around the value', () => {
    expect([
      floorToStep(19n, 10n),
      ceilToStep(11n, 10n),
      floorToStep(20n, 10n),
      ceilToStep(20n, 10n),
    ]).toEqual([10n, 20n, 20n, 20n]);
  });
});
