// A number as a person types it, in the forms of their language, as exact units; nothing is guessed.
import { formatMoneyTrimmed, parseMoney } from '@mandato/primitives/money';

export type TypedDecimal =
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' }
  /** In units of 10^-8, with the plain text that is sent. */
  | { readonly kind: 'number'; readonly units: bigint; readonly text: string };

/** Group marks of the locale may stand where they belong; at most eight decimals; positive. */
export function readTypedDecimal(typed: string, locale: string): TypedDecimal {
  const text = typed.trim();
  if (text === '') return { kind: 'missing' };
  const { decimal, group } = marksOf(locale);
  const [whole = '', fraction, ...more] = text.split(decimal);
  const groups = whole.split(group);
  const isGrouped = groups.length === 1 || groups.slice(1).every((part) => /^[0-9]{3}$/.test(part));
  if (more.length > 0 || !isGrouped || !/^[0-9]{0,15}$/.test(groups.join(''))) return { kind: 'malformed' };
  if (fraction !== undefined && !/^[0-9]{0,8}$/.test(fraction)) return { kind: 'malformed' };
  if (groups.join('') === '' && (fraction ?? '') === '') return { kind: 'malformed' };
  const plain = `${groups.join('').replace(/^0+(?=[0-9])/, '') || '0'}.${fraction || '0'}`;
  const units = parseMoney(plain);
  if (!units.ok || units.value <= 0n) return { kind: 'malformed' };
  return { kind: 'number', units: units.value, text: formatMoneyTrimmed(units.value) };
}

/** Units as a person of the locale would type them: no group marks, the locale's decimal mark. */
export function writeTypedDecimal(units: bigint, locale: string): string {
  return formatMoneyTrimmed(units).replace('.', marksOf(locale).decimal);
}

function marksOf(locale: string): { readonly decimal: string; readonly group: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567.5);
  return {
    decimal: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
    group: parts.find(({ type }) => type === 'group')?.value ?? ',',
  };
}
