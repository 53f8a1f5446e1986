// What the conditions of the fault dials do to placing and seeing orders.

import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import type { PlaceOrderRequest } from '@mandato/bitso-wire/place-order-request';
import type { OrderTerms } from '@mandato/exchange-core/engine/command';
import { fillsOfOriginId } from '@mandato/exchange-core/view/account-view';
import { orderOfOriginId } from '@mandato/exchange-core/view/order-view';
import { parseDecimal } from '@mandato/primitives/decimal';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { PublicCall, SignedCall } from './endpoint.ts';
import { findBook } from './find-book.ts';

/** False for a book that is delisted at the moment. */
export function isListed(call: PublicCall, book: string): boolean {
  return call.holds('delist', book) === null;
}

/** The price step of a book in units of 10^-8, or null when there is no such book. */
export function tickSizeOf(call: PublicCall, book: string): bigint | null {
  return findBook(call.exchange, book)?.tickSize ?? null;
}

/** The step and the least value that hold for a book now, in units of 10^-8. */
export function rulesNow(
  call: PublicCall,
  book: { readonly id: string; readonly tickSize: bigint; readonly notionalMin: bigint },
): { readonly tickSize: bigint; readonly notionalMin: bigint } {
  const rules = call.holds('rules', book.id);
  return {
    tickSize: unitsOf(rules?.tick) ?? book.tickSize,
    notionalMin: unitsOf(rules?.min) ?? book.notionalMin,
  };
}

function unitsOf(text: string | undefined): bigint | null {
  const units = text === undefined ? null : parseDecimal(text, 8);
  return units?.ok && units.value > 0n ? units.value : null;
}

/** Why the conditions of the moment refuse an order that is well formed, or null. */
export function refusedByCondition(call: SignedCall, order: PlaceOrderRequest): WireErrorCode | null {
  if (call.holds('unique')?.scope === 'forever' && wasUsed(call, order.originId)) return '0356';
  if (call.holds('halt') !== null) return '0410';
  const book = findBook(call.exchange, order.book);
  if (book === null) return '0301';
  // Without a dial the engine's own checks decide, in their own order.
  if (call.holds('rules', book.id) === null) return null;
  const rules = rulesNow(call, book);
  const { terms } = order;
  if (terms.kind === 'limit' && terms.price % rules.tickSize !== 0n) return '0407';
  const notional =
    terms.kind === 'limit'
      ? (terms.price * terms.major) / unitsPerWhole
      : terms.kind === 'market_minor'
        ? terms.minor
        : null;
  return notional !== null && notional < rules.notionalMin ? '0405' : null;
}

function wasUsed(call: SignedCall, originId: string | null): boolean {
  if (originId === null) return false;
  const isKnown = orderOfOriginId(call.exchange, call.account, originId) !== null;
  return isKnown || fillsOfOriginId(call.exchange, call.account, originId).length > 0;
}

/** Market orders under `partial` stop at the best price. */
export function bentTerms(call: SignedCall, terms: OrderTerms): OrderTerms {
  return terms.kind === 'limit' || call.holds('partial') === null ? terms : { ...terms, slippagePpm: 0 };
}

/** True for moments that a read may tell of already. */
export function visibility(call: SignedCall): (atMs: number) => boolean {
  const lag = call.holds('read_lag');
  return lag === null ? () => true : (atMs) => atMs <= call.atMs - lag.ms;
}
