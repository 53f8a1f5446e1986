import { moneyOfUnits } from '@mandato/primitives/money';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BookRules } from '../venue/venue.ts';
import { notionalStep, sizeDecision } from './size-decision.ts';

const rules: BookRules = {
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  tickSize: 1n,
  lotSize: 1n,
  quantityMin: 1n,
  quantityMax: 10n ** 18n,
  notionalMin: 1_000_000_000n,
  notionalMax: 10n ** 16n,
  takerFeeRate: '0.0065',
};

it('sizeDecision() never gives more than was decided, loses less than one step, and stays in the bounds', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      fc.constantFrom('mxn', 'usd', 'btc'),
      (units, quote) => {
        const sized = sizeDecision({ notional: moneyOfUnits(units) }, { ...rules, quote });
        if (!sized.ok) return;
        expect(sized.value <= units && units - sized.value < notionalStep(quote)).toBe(true);
        expect(sized.value % notionalStep(quote)).toBe(0n);
        expect(sized.value >= rules.notionalMin && sized.value <= rules.notionalMax).toBe(true);
      },
    ),
  );
});

it.each([
  [0n, 'notional_below_minimum'],
  [-1n, 'notional_below_minimum'],
  [1_000_999_999n - 1_000_000n, 'notional_below_minimum'],
  [10n ** 16n + 1_000_000n, 'notional_above_maximum'],
])('sizeDecision() of %s units is %s', (units, error) => {
  expect(sizeDecision({ notional: moneyOfUnits(units) }, rules)).toEqual({ ok: false, error });
});
