// A file of prices to replay: JSON rows of book, market time and price, checked against each book's rules.

import { readFileSync } from 'node:fs';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { BookId } from '@mandato/exchange-core/ids';
import { parseMoney } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { z } from 'zod';
import type { ReplayPrice } from './market/replay-prices.ts';

const rowsSchema = z.array(
  z.object({ book: z.string(), atMs: z.number().int().nonnegative(), price: z.string() }),
);

/** The prices of each book, ascending in time; the error is a sentence for a person. */
export function readReplayFile(file: string): Result<ReadonlyMap<BookId, readonly ReplayPrice[]>, string> {
  const rows = rowsSchema.safeParse(readJson(file));
  if (!rows.success || rows.data.length === 0) {
    return err(`${file} is not a JSON list of {"book", "atMs", "price"} rows.`);
  }
  const prices = new Map<BookId, ReplayPrice[]>();
  for (const [index, row] of rows.data.entries()) {
    const spec = bookCatalogue.find(({ id }) => id === row.book);
    const price = parseMoney(row.price);
    if (spec === undefined) return err(`${file}, row ${index + 1}: there is no book "${row.book}" here.`);
    if (!price.ok || !isPriceOf(spec, price.value)) {
      return err(`${file}, row ${index + 1}: "${row.price}" is not a price that ${spec.id} allows.`);
    }
    const ofBook = prices.get(spec.id) ?? [];
    if (row.atMs < (ofBook.at(-1)?.atMs ?? 0)) return err(`${file}, row ${index + 1}: rows go back in time.`);
    ofBook.push({ atMs: row.atMs, price: price.value });
    prices.set(spec.id, ofBook);
  }
  return ok(prices);
}

function isPriceOf(spec: BookSpec, price: bigint): boolean {
  return price >= spec.priceMin && price <= spec.priceMax && price % spec.tickSize === 0n;
}

// A file that cannot be read is like one that holds something else.
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
