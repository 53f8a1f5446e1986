import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTypedDecimal, writeTypedDecimal } from './typed-decimal.ts';

test('readTypedDecimal() reads back what writeTypedDecimal() writes, in every language', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 20n }),
      fc.constantFrom('en-US', 'es-MX', 'es-ES', 'de-DE'),
      (units, locale) => {
        const read = readTypedDecimal(writeTypedDecimal(units, locale), locale);
        expect(read.kind === 'number' ? read.units : null).toBe(units);
      },
    ),
  );
});

test('readTypedDecimal() takes the group marks of the language and guesses nothing', () => {
  const units = (text: string, locale = 'es-MX') => {
    const read = readTypedDecimal(text, locale);
    return read.kind === 'number' ? read.text : read.kind;
  };
  expect(units('1,500,000.5')).toBe('1500000.5');
  expect(units('1.500.000,5', 'es-ES')).toBe('1500000.5');
  expect(units('.5')).toBe('0.5');
  expect(units('1,50')).toBe('malformed');
  expect(units('1.5.2')).toBe('malformed');
  expect(units('-1')).toBe('malformed');
  expect(units('1e3')).toBe('malformed');
  expect(units('0')).toBe('malformed');
  expect(units('0.000000001')).toBe('malformed');
  expect(units('  ')).toBe('missing');
});
