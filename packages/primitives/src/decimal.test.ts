import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, formatDecimalTrimmed, parseDecimal, parseDecimalTruncating } from './decimal.ts';

describe('parseDecimal()', () => {
  it('parseDecimal() reads back whatever formatDecimal() wrote', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        fc.integer({ min: 0, max: 12 }),
        (units, scale) => {
          expect(parseDecimal(formatDecimal(units, scale), scale)).toEqual({ ok: true, value: units });
          expect(parseDecimal(formatDecimalTrimmed(units, scale), scale)).toEqual({ ok: true, value: units });
        },
      ),
    );
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1e309',
    '1.000,50',
    '1,5',
    '+1',
    '.5',
    '5.',
    '01',
    '--1',
    'NaN',
    'Infinity',
    '１００',
    '0x1',
    '1_0',
  ])('parseDecimal() refuses %j as malformed', (text) => {
    expect(parseDecimal(text, 8)).toEqual({ ok: false, error: 'decimal_malformed' });
  });

  it('parseDecimal() refuses digits beyond the scale, but not zeros there', () => {
    expect(parseDecimal('0.123', 2)).toEqual({ ok: false, error: 'decimal_too_precise' });
    expect(parseDecimal('0.120', 2)).toEqual({ ok: true, value: 12n });
  });

  it('parseDecimal() refuses a text longer than any amount', () => {
    expect(parseDecimal('9'.repeat(41), 8)).toEqual({ ok: false, error: 'decimal_too_long' });
  });

  it('parseDecimalTruncating() drops digits beyond the scale toward zero', () => {
    expect(parseDecimalTruncating('1.999', 2)).toEqual({ ok: true, value: 199n });
    expect(parseDecimalTruncating('-1.999', 2)).toEqual({ ok: true, value: -199n });
    expect(parseDecimalTruncating('1.x99', 2)).toEqual({ ok: false, error: 'decimal_malformed' });
    expect(parseDecimalTruncating('7.9', 0)).toEqual({ ok: true, value: 7n });
  });
});
