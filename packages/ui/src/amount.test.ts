// Amounts in the person's number format, exact to the last digit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from './amount.tsx';

describe('formatDecimal()', () => {
  it('keeps every digit of amounts that a float would lose', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.nat(99_999_999), (whole, fraction) => {
        const value = `${whole}.${String(fraction).padStart(8, '0')}`;
        const shown = formatDecimal({ value, locale: 'en-US', fractionDigitsMin: 8 });
        expect(shown.replaceAll(',', '')).toBe(value);
      }),
    );
  });

  it('writes numbers as the person does', () => {
    expect(formatDecimal({ value: '1234.5', locale: 'en-US', fractionDigitsMin: 2 })).toBe('1,234.50');
    expect(formatDecimal({ value: '1234.5', locale: 'es-MX', fractionDigitsMin: 2 })).toBe('1,234.50');
    expect(formatDecimal({ value: '12345.5', locale: 'es-ES', fractionDigitsMin: 2 })).toBe('12.345,50');
    expect(formatDecimal({ value: '0.53', locale: 'en-US', isSigned: true })).toBe('+0.53');
  });

  it('leaves text that is no plain decimal as it came', () => {
    for (const value of ['', 'NaN', '1e309', '1.000,50', '--1']) {
      expect(formatDecimal({ value, locale: 'en-US' })).toBe(value);
    }
  });
});
