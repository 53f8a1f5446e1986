// Prices as the person reads them, never cutting off a digit of a price.
import type { Locale } from '@mandato/messages/catalogue';
import { formatDecimal } from '@mandato/ui/amount';

/** `1,659,971.45`; `text` is plain decimal text. */
export function formatPrice(locale: Locale, text: string): string {
  return formatDecimal({
    value: text,
    locale: locale === 'es' ? 'es-MX' : 'en-US',
    fractionDigitsMin: 2,
    fractionDigitsMax: 8,
  });
}
