// Reads what the public sees of a book: its two sides, its newest trades, and when the exchange said so.

import { parseWireTime } from '@mandato/bitso-wire/wire-time';
import type { MarketPicture, PriceLevel, PublicTrade } from '@mandato/invest-core/venue/venue';
import { fieldsOf } from './read-body.ts';
import { readPrice } from './wire-amount.ts';

/** When a ticker was made; null where it does not say in a form that is understood. */
export function parseTickerTime(payload: unknown): number | null {
  return timeOf(fieldsOf(payload)?.['created_at']);
}

/** Both sides, best first. A row that is not a positive price and amount makes the whole book unread. */
export function parseOrderBook(payload: unknown): Pick<MarketPicture, 'sequence' | 'bids' | 'asks'> | null {
  const fields = fieldsOf(payload) ?? {};
  const bids = parseSide(fields['bids'], (one, other) => other - one);
  const asks = parseSide(fields['asks'], (one, other) => one - other);
  if (bids === null || asks === null) return null;
  return { sequence: sequenceOf(fields['sequence']), bids, asks };
}

/** The newest trades; a row that is not understood makes all of them unread. */
export function parseTrades(payload: unknown): readonly PublicTrade[] | null {
  if (!Array.isArray(payload)) return null;
  const trades = payload.map(parseTrade).filter((trade) => trade !== null);
  return trades.length === payload.length ? trades : null;
}

function parseSide(
  rows: unknown,
  compare: (one: bigint, other: bigint) => bigint,
): readonly PriceLevel[] | null {
  if (!Array.isArray(rows)) return null;
  const levels = rows.map(parseLevel).filter((level) => level !== null);
  if (levels.length !== rows.length) return null;
  return levels.sort((one, other) => (compare(one.price, other.price) < 0n ? -1 : 1));
}

function parseLevel(row: unknown): PriceLevel | null {
  const fields = fieldsOf(row) ?? {};
  const price = readPrice(fields['price']);
  const quantity = readPrice(fields['amount']);
  return price === null || quantity === null ? null : { price, quantity };
}

function parseTrade(row: unknown): PublicTrade | null {
  const fields = fieldsOf(row) ?? {};
  const { tid } = fields;
  const price = readPrice(fields['price']);
  const atMs = timeOf(fields['created_at']);
  const isNamed = typeof tid === 'string' || typeof tid === 'number';
  return price === null || atMs === null || !isNamed ? null : { tradeId: String(tid), price, atMs };
}

function sequenceOf(value: unknown): bigint | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return /^[0-9]{1,19}$/.test(String(value)) ? BigInt(value) : null;
}

function timeOf(value: unknown): number | null {
  const atMs = typeof value === 'string' ? parseWireTime(value) : null;
  return atMs?.ok === true ? atMs.value : null;
}
