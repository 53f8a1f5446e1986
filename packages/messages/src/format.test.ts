import { parseDecimal } from '@mandato/primitives/decimal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assetName,
  formatAmount,
  formatAmountText,
  formatInstant,
  formatLocalDate,
  formatPercent,
  formatQuantity,
  formatQuantityText,
  weekdayName,
  zoneName,
} from './format.ts';

describe('format', () => {
  it('formatQuantity() of a coin keeps every digit, however large', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }),
        fc.constantFrom('en' as const, 'es' as const),
        (units, locale) => {
          expect(parseDecimal(formatQuantity(locale, units, 'btc').replaceAll(',', ''), 8)).toEqual({
            ok: true,
            value: units,
          });
        },
      ),
    );
  });

  it('formatQuantity() of pesos has two decimals and is never more than there is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 26n }), (units) => {
        const text = formatQuantity('es', units, 'mxn').replaceAll(',', '');
        expect(text).toMatch(/^[0-9]+\.[0-9]{2}$/);
        const shown = parseDecimal(text, 8);
        expect(shown.ok && units - shown.value >= 0n && units - shown.value < 1_000_000n).toBe(true);
      }),
    );
  });

  it('formatAmount() writes amounts as people in Mexico and the United States do', () => {
    expect(formatAmount('en', 150_000_000_000n, 'mxn')).toBe('1,500.00 MXN');
    expect(formatAmount('es', 123_000n, 'btc')).toBe('0.00123 BTC');
    expect(formatAmount('es', -150_999_999_999n, 'mxn')).toBe('-1,509.99 MXN');
    expect(formatAmountText('es', '0.00000001', 'btc')).toBe('0.00000001 BTC');
    expect([formatAmountText('en', '1e309', 'mxn'), formatQuantityText('en', 'x', 'mxn')]).toEqual([
      '1e309',
      'x',
    ]);
    expect(formatQuantityText('en', '1234567.5', 'mxn')).toBe('1,234,567.50');
  });

  it('formatPercent() reads basis points', () => {
    expect([formatPercent('en', 65n), formatPercent('es', 1_050n)]).toEqual(['0.65%', '10.5\u00a0%']);
  });

  it('formatInstant(), formatLocalDate() and weekdayName() follow zone and language', () => {
    const atMs = Date.parse('2026-11-27T15:00:00Z');
    expect(formatInstant('en', atMs, 'America/Mexico_City')).toMatch(/^Nov 27, 2026, 09:00$/);
    expect(formatInstant('es', atMs, 'America/Mexico_City')).toMatch(/^27 nov 2026, 09:00$/);
    expect([formatLocalDate('en', '2026-11-27'), formatLocalDate('es', '2026-11-27')]).toEqual([
      'November 27, 2026',
      '27 de noviembre de 2026',
    ]);
    expect([1, 5, 7].map((day) => weekdayName('es', day))).toEqual(['lunes', 'viernes', 'domingo']);
  });

  it('zoneName() and assetName() say places and coins as people do', () => {
    expect([
      zoneName('en', 'America/Mexico_City'),
      zoneName('es', 'America/Mexico_City'),
      zoneName('es', 'America/Tijuana'),
    ]).toEqual(['Mexico City', 'Ciudad de México', 'Tijuana']);
    expect([assetName('btc'), assetName('xrp')]).toEqual(['bitcoin', 'XRP']);
  });
});
