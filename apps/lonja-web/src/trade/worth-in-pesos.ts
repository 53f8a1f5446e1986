// What a balance is worth at the last prices of the books.
import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';
import { unitsOf } from './live-book.ts';

/** In pesos, to the cent below; null without a price. */
export function worthInPesos(
  { currency, total }: { readonly currency: string; readonly total: string },
  books: readonly PortalBook[],
): string | null {
  const units = unitsOf(total);
  const last =
    currency === 'mxn' ? '1' : (books.find(({ book }) => book === `${currency}_mxn`)?.tickerLast ?? null);
  if (units === 0n) return '0';
  if (last === null) return null;
  const cent = unitsPerWhole / 100n;
  const worth = divideDown(units * unitsOf(last), unitsPerWhole);
  return formatMoneyTrimmed(worth - (worth % cent));
}
