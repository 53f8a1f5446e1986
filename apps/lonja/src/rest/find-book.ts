// The book that a request names, if there is one.

import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import { isBookId } from '@mandato/exchange-core/ids';
import { bookSpecOf } from '@mandato/exchange-core/view/book-view';
import { err, ok, type Result } from '@mandato/primitives/result';
import { type Answer, failure } from './endpoint.ts';

/** The book called `name` exactly (lower case), or null. */
export function findBook(exchange: ExchangeState, name: string): BookSpec | null {
  return isBookId(name) ? bookSpecOf(exchange, name) : null;
}

/** The book of an optional `book` parameter: null without one, a failure for one that does not exist. */
export function readBookFilter(
  exchange: ExchangeState,
  query: ReadonlyMap<string, string>,
): Result<BookSpec | null, Answer> {
  const name = query.get('book') ?? '';
  if (name === '') return ok(null);
  const book = findBook(exchange, name);
  return book === null ? err(unknownBook(name)) : ok(book);
}

/** `0301`, naming the book as the wire does. */
export function unknownBook(name: string): Answer {
  const shown = name.slice(0, 40);
  return failure('0301', [
    `Unknown order book ${shown === '' ? 'missing' : shown}`,
    shown === '' ? 'Falta el libro de órdenes' : `Libro de órdenes desconocido: ${shown}`,
  ]);
}
