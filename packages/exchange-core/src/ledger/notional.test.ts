import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setBuyHold, setFee, setNotional } from './notional.ts';
import {
  Amount,
  addAmount,
  addAt,
  isLess,
  isLessAt,
  setUnits,
  setUnitsAt,
  subtractAmount,
  subtractAt,
  unitsAt,
  unitsOf,
} from './split-money.ts';

const whole = 100_000_000n;
const safe = fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) });
const units = fc.oneof(safe, fc.bigInt({ min: 0n, max: 10n ** 30n }));

test('setNotional() is price × quantity rounded down, and says when nothing was rounded off', () => {
  fc.assert(
    fc.property(safe, safe, fc.integer({ min: 0, max: 50 }), (price, lots, shift) => {
      const small = lots >> BigInt(shift);
      const amount = new Amount();
      const isExact = setNotional(amount, Number(price), Number(small));
      expect(unitsOf(amount)).toBe((price * small) / whole);
      expect(isExact).toBe((price * small) % whole === 0n);
    }),
    { numRuns: 5_000 },
  );
});

test('setBuyHold() is price × quantity rounded up', () => {
  fc.assert(
    fc.property(safe, fc.bigInt({ min: 0n, max: 10n ** 9n }), (price, lots) => {
      const amount = new Amount();
      setBuyHold(amount, Number(price), Number(lots));
      expect(unitsOf(amount)).toBe((price * lots + whole - 1n) / whole);
    }),
    { numRuns: 5_000 },
  );
});

test('setFee() is the rate of what was received, rounded down', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 1_000_000 }), (received, ratePpm) => {
      const [amount, fee] = [new Amount(), new Amount()];
      setUnits(amount, received);
      setFee(fee, amount, ratePpm);
      expect(unitsOf(fee)).toBe((received * BigInt(ratePpm)) / 1_000_000n);
    }),
    { numRuns: 5_000 },
  );
});

test('addAmount() and subtractAmount(), alone and in a row, are the sums of bigints', () => {
  fc.assert(
    fc.property(units, units, (one, other) => {
      const [left, right] = [new Amount(), new Amount()];
      const row = new Float64Array(6).fill(7);
      setUnits(left, one);
      setUnits(right, other);
      setUnitsAt(row, 2, one);
      addAmount(left, right);
      addAt(row, 2, right);
      expect([unitsOf(left), unitsAt(row, 2)]).toEqual([one + other, one + other]);
      subtractAmount(left, right);
      subtractAt(row, 2, right);
      expect([unitsOf(left), unitsAt(row, 2)]).toEqual([one, one]);
      expect([isLess(left, right), isLessAt(row, 2, right)]).toEqual([one < other, one < other]);
      expect([...row.subarray(0, 2), ...row.subarray(4)]).toEqual([7, 7, 7, 7]);
    }),
    { numRuns: 5_000 },
  );
});
