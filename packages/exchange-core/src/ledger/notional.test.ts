import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setBuyHold, setFee, setNotional } from './notional.ts';
import { addAmount, newAmount, setUnits, subtractAmount, unitsAt } from './split-money.ts';

const whole = 100_000_000n;
const safe = fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) });
const units = fc.oneof(safe, fc.bigInt({ min: 0n, max: 10n ** 30n }));

test('setNotional() is price × quantity rounded down, and says when nothing was rounded off', () => {
  fc.assert(
    fc.property(safe, safe, fc.integer({ min: 0, max: 50 }), (price, lots, shift) => {
      const small = lots >> BigInt(shift);
      const amount = newAmount();
      const isExact = setNotional(amount, Number(price), Number(small));
      expect(unitsAt(amount, 0)).toBe((price * small) / whole);
      expect(isExact).toBe((price * small) % whole === 0n);
    }),
    { numRuns: 5_000 },
  );
});

test('setBuyHold() is price × quantity rounded up', () => {
  fc.assert(
    fc.property(safe, fc.bigInt({ min: 0n, max: 10n ** 9n }), (price, lots) => {
      const amount = newAmount();
      setBuyHold(amount, Number(price), Number(lots));
      expect(unitsAt(amount, 0)).toBe((price * lots + whole - 1n) / whole);
    }),
    { numRuns: 5_000 },
  );
});

test('setFee() is the rate of what was received, rounded down', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 1_000_000 }), (received, ratePpm) => {
      const amount = newAmount();
      setUnits(amount, 0, received);
      setFee(amount, amount.slice(), ratePpm);
      expect(unitsAt(amount, 0)).toBe((received * BigInt(ratePpm)) / 1_000_000n);
    }),
    { numRuns: 5_000 },
  );
});

test('addAmount() and subtractAmount() are the sums of bigints', () => {
  fc.assert(
    fc.property(units, units, (one, other) => {
      const [left, right] = [newAmount(), newAmount()];
      setUnits(left, 0, one);
      setUnits(right, 0, other);
      addAmount(left, 0, right);
      expect(unitsAt(left, 0)).toBe(one + other);
      subtractAmount(left, 0, right);
      expect(unitsAt(left, 0)).toBe(one);
    }),
    { numRuns: 5_000 },
  );
});
