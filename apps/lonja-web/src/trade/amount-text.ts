// Amounts in running text, with the decimals that people expect of each currency.
import { formatDecimal } from '@mandato/ui/amount';

/** Pesos and dollars with at least two decimals, everything exact. */
export function amountText(value: string, currency: string, locale: string): string {
  return formatDecimal({ value, locale, fractionDigitsMin: decimalsMin(currency) });
}

/** The decimals that are always shown: two for money of a country, none for the rest. */
export function decimalsMin(currency: string): number {
  return ['MXN', 'USD'].includes(currency.toUpperCase()) ? 2 : 0;
}

/** How many decimals the step of a book has: prices are aligned to it. */
export function decimalsOf(step: string): number {
  return step.includes('.') ? step.length - step.indexOf('.') - 1 : 0;
}
