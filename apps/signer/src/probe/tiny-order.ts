// The smallest order that a book takes, so far below the market that nobody will ever meet it.

import { formatDecimalTrimmed, parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import { plainRecord } from '../client/plain-record.ts';
import type { UnsignedRequest } from '../sign/sign-request.ts';
import type { ProbeSession } from './probe-session.ts';

export interface TinyOrder {
  readonly book: string;
  /** Decimal text. */
  readonly price: string;
  readonly quantity: string;
  /** The least that a market order may spend, with a little to spare. */
  readonly notional: string;
}

const one = 10n ** BigInt(moneyScale);

/** Reads the book's rules and its last price; a sentence when the exchange does not say them. */
export async function tinyOrderFor(session: ProbeSession, book: string): Promise<TinyOrder | string> {
  const books = await session.askPublic('/api/v3/available_books');
  const rows: readonly unknown[] = Array.isArray(books.payload) ? books.payload : [];
  const rules = plainRecord(rows.find((row) => plainRecord(row)?.['book'] === book));
  if (rules === null) return `The exchange does not list the book ${book} (${books.call.answer}).`;
  const ticker = plainRecord((await session.askPublic(`/api/v3/ticker?book=${book}`)).payload);
  const last = unitsOf(ticker?.['last']);
  const tick = unitsOf(rules['tick_size']);
  const priceMin = unitsOf(rules['minimum_price']);
  const notionalMin = unitsOf(rules['minimum_value']);
  const quantityMin = unitsOf(rules['minimum_amount']);
  if (last <= 0n || tick <= 0n || notionalMin <= 0n) return `The rules of ${book} cannot be read.`;
  const wanted = (last * 7n) / 10n;
  const price = (larger(wanted, priceMin) / tick) * tick;
  const notional = (notionalMin * 12n) / 10n;
  const quantity = larger((notional * one) / price + 1n, quantityMin);
  const text = (units: bigint) => formatDecimalTrimmed(units, moneyScale);
  return { book, price: text(price), quantity: text(quantity), notional: text(notional) };
}

/** A resting buy under `orderId`, which may be of a form that the product itself would refuse. */
export function restingBuy({ book, price, quantity }: TinyOrder, orderId: string): UnsignedRequest {
  const order = { book, side: 'buy', type: 'limit', major: quantity, price, origin_id: orderId };
  return { method: 'POST', target: '/api/v3/orders', body: JSON.stringify(order) };
}

function unitsOf(value: unknown): bigint {
  const units = typeof value === 'string' ? parseDecimal(value, moneyScale) : null;
  return units?.ok === true ? units.value : 0n;
}

function larger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
