import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDecimal,
  formatDecimalTrimmed,
  parseDecimal,
  parseDecimalTruncating,
  parseShortDecimal,
} from './decimal.ts';

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

  it('parseShortDecimal() answers what digits and a point mean, or leaves the text alone', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.stringMatching(/^[0-9]{1,10}(\.[0-9]{1,9})?$/), fc.stringMatching(/^[-+0-9. ]{0,18}$/)),
        (text) => {
          const units = parseShortDecimal(text, 8);
          if (units === null) return;
          read += 1;
          const match = /^(0|[1-9][0-9]*)(?:\.([0-9]{1,8}))?$/.exec(text);
          expect(match).not.toBeNull();
          expect(units).toBe(BigInt(`${match?.[1]}${(match?.[2] ?? '').padEnd(8, '0')}`));
        },
      ),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(20);
    expect(parseShortDecimal('90071992.54740991', 8)).toBeNull();
    expect(parseShortDecimal('90071992.5474099', 8)).toBe(9_007_199_254_740_990n);
    expect(parseShortDecimal('90071992.547410', 8)).toBeNull();
  });

  it('parseDecimalTruncating() drops digits beyond the scale toward zero', () => {
    expect(parseDecimalTruncating('1.999', 2)).toEqual({ ok: true, value: 199n });
    expect(parseDecimalTruncating('-1.999', 2)).toEqual({ ok: true, value: -199n });
    expect(parseDecimalTruncating('1.x99', 2)).toEqual({ ok: false, error: 'decimal_malformed' });
    expect(parseDecimalTruncating('7.9', 0)).toEqual({ ok: true, value: 7n });
  });
});
