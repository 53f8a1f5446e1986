// Shows that numbers survive the wire exactly, in text and as JSON numbers.

import { formatMoney } from '@mandato/primitives/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatPrice,
  formatRateDecimal,
  formatRateFraction,
  formatRatePercent,
  parseWireNumber,
  plainText,
} from './wire-number.ts';

test('parseWireNumber() reads back whatever formatMoney writes', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (units) => {
      expect(parseWireNumber(formatMoney(units))).toEqual({ ok: true, value: units });
    }),
  );
});

test('plainText() writes a number that reads back as the same number, without exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainText(value);
      expect(Number(text)).toBe(value === 0 ? 0 : value);
      expect(text).not.toContain('e');
    }),
  );
});

test('parseWireNumber() refuses infinities, grouping, exponents as text and non-digits', () => {
  for (const value of [Number.POSITIVE_INFINITY, '1.000,50', '1,5', '1e5', '0x10', ' 1', '+1', '', '٣']) {
    expect(parseWireNumber(value).ok).toBe(false);
  }
  expect(parseWireNumber(1e-7)).toEqual({ ok: true, value: 10n });
});

test('formatPrice() has the decimals of the step, and no more unless the price has them', () => {
  const price = (text: string, tick: string) => {
    const [value, step] = [parseWireNumber(text), parseWireNumber(tick)];
    return value.ok && step.ok ? formatPrice(value.value, step.value) : null;
  };
  expect(price('45.5', '0.01')).toBe('45.50');
  expect(price('45', '0.01')).toBe('45.00');
  expect(price('-0.5', '0.0001')).toBe('-0.5000');
  expect(price('1500370', '10')).toBe('1500370');
  expect(price('1500370.5', '10')).toBe('1500370.5');
  expect(price('0.07924', '0.00000001')).toBe('0.07924000');
  expect(price('45.12345678', '0.01')).toBe('45.12345678');
});

test('rates are written as fraction, decimal and percentage', () => {
  expect([formatRateFraction(6500), formatRateDecimal(6500), formatRatePercent(6500)]).toEqual([
    '0.0065',
    '0.00650000',
    '0.6500',
  ]);
  expect([formatRateFraction(0), formatRateFraction(1_000_000), formatRatePercent(1)]).toEqual([
    '0',
    '1',
    '0.0001',
  ]);
});
