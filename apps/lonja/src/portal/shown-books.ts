// Books as the dials make the API show them: their last price, and which dials bend them.

import type { BookId } from '@mandato/exchange-core/ids';
import { parseDecimal } from '@mandato/primitives/decimal';
import type { BookDial } from '../api-contract/shown-dials.ts';
import { feePpmNow } from '../rest/order-conditions.ts';
import type { Seen } from '../rest/shown-fills.ts';

/** The last price as a ticker tells it, in units of 10^-8; null for a book that is gone from the tickers. */
export function shownLast(ticker: Seen, book: BookId, last: bigint | null): bigint | null {
  if (ticker.holds('delist', book) !== null) return null;
  const dial = ticker.holds('price', book);
  const units = dial === null ? null : parseDecimal(dial.price, 8);
  return units?.ok ? units.value : last;
}

/** The dials that bend a book's prices. */
export function priceDials(ticker: Seen, book: BookId): readonly BookDial[] {
  return (['delist', 'price'] as const).filter((dial) => ticker.holds(dial, book) !== null);
}

/** The dials that orders in a book meet. */
export function orderDials(orders: Seen, book: BookId): readonly BookDial[] {
  const dials = (['delist', 'halt', 'partial', 'cancel_remainder'] as const).filter(
    (dial) => orders.holds(dial, book) !== null,
  );
  const rules = orders.holds('rules', book);
  const hasRules = rules?.tick !== undefined || rules?.min !== undefined;
  return [
    ...dials,
    ...(hasRules ? (['rules'] as const) : []),
    ...(feePpmNow(orders, book) === null ? [] : (['fee'] as const)),
  ];
}
