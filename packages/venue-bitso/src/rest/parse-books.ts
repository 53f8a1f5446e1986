// Reads the public list of books and a book's ticker.

import type { BookRules, Quote } from '@mandato/invest-core/venue/venue';
import { fieldsOf } from './read-body.ts';
import { readPrice, readUnits } from './wire-amount.ts';

/** Rows that are not understood are left out: such a book cannot be traded, the others can. Null for no list. */
export function parseBooks(payload: unknown): readonly BookRules[] | null {
  if (!Array.isArray(payload)) return null;
  return payload.map(parseBook).filter((book) => book !== null);
}

/** A side without orders has no price: it is absent, empty or zero on the wire. */
export function parseQuote(payload: unknown, book: string): Quote | null {
  const fields = fieldsOf(payload);
  if (fields === null || fields['book'] !== book) return null;
  return {
    book,
    bid: readPrice(fields['bid']),
    ask: readPrice(fields['ask']),
    last: readPrice(fields['last']),
  };
}

function parseBook(row: unknown): BookRules | null {
  const fields = fieldsOf(row) ?? {};
  const { book } = fields;
  const [, base, quote] = typeof book === 'string' ? (/^([a-z0-9]+)_([a-z0-9]+)$/.exec(book) ?? []) : [];
  if (typeof book !== 'string' || base === undefined || quote === undefined) return null;
  const tickSize = readPrice(fields['tick_size']);
  const quantityMin = readUnits(fields['minimum_amount']);
  const quantityMax = readUnits(fields['maximum_amount']);
  const notionalMin = readUnits(fields['minimum_value']);
  const notionalMax = readUnits(fields['maximum_value']);
  const takerFeeRate = takerRateOf(fields['fees']);
  if (tickSize === null || quantityMin === null || quantityMax === null) return null;
  if (notionalMin === null || notionalMax === null || takerFeeRate === null) return null;
  const bounds = { quantityMin, quantityMax, notionalMin, notionalMax };
  // Bitso names no step for amounts: they go to eight decimals.
  return { book, base, quote, tickSize, lotSize: 1n, ...bounds, takerFeeRate };
}

// The first tier is what a new account pays. The flat rate is a percentage in the documentation and a fraction on
// the wire; the tiers are fractions in both.
function takerRateOf(fees: unknown): string | null {
  const structure = fieldsOf(fees)?.['structure'];
  const first: unknown = Array.isArray(structure) ? structure[0] : undefined;
  const taker = fieldsOf(first)?.['taker'] ?? fieldsOf(fieldsOf(fees)?.['flat_rate'])?.['taker'];
  return typeof taker === 'string' && /^[0-9]{1,3}(\.[0-9]{1,10})?$/.test(taker) ? taker : null;
}
