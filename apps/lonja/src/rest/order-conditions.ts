// What the conditions of the fault dials do to placing and seeing orders.

import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { NewTerms, OrderTerms } from '@mandato/exchange-core/engine/command';
import type { BookId, Side } from '@mandato/exchange-core/ids';
import { fillsOfOriginId } from '@mandato/exchange-core/view/account-view';
import { depthOf } from '@mandato/exchange-core/view/book-view';
import { isActive, type OrderView, orderOfOriginId } from '@mandato/exchange-core/view/order-view';
import { parseDecimal } from '@mandato/primitives/decimal';
import { unitsPerWhole } from '@mandato/primitives/money';
import { divideUp } from '@mandato/primitives/rounding';
import type { ConditionOf } from '../sandbox/fault-verb.ts';
import type { PublicCall, SignedCall } from './endpoint.ts';
import { findBook } from './find-book.ts';
import { wireCodeOf } from './refusal-code.ts';

/** What a look at the dials needs. */
export type Conditions = Pick<PublicCall, 'holds' | 'exchange'>;

/** False for a book that is delisted at the moment. */
export function isListed(call: Conditions, book: string): boolean {
  return call.holds('delist', book) === null;
}

/** The price step of a book in units of 10^-8, or null when there is no such book. */
export function tickSizeOf(call: Conditions, book: string): bigint | null {
  return findBook(call.exchange, book)?.tickSize ?? null;
}

/** The step and the least value that hold for a book now, in units of 10^-8. */
export function rulesNow(
  call: Conditions,
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

// By dial: the trades from here on were made under it.
const feeSince = new WeakMap<object, number>();

/** The fee that a dial puts in the place of the book's, in parts per million, for trades from one id on; or null. */
export function feePpmNow(
  call: Conditions,
  book: string,
): { readonly ppm: number; readonly sinceTradeId: number } | null {
  const rules = call.holds('rules', book);
  const units = rules === null || rules.fee === undefined ? null : parseDecimal(rules.fee, 6);
  if (rules === null || units === null || !units.ok || units.value < 0n) return null;
  const sinceTradeId = feeSince.get(rules) ?? call.exchange.nextTradeId;
  feeSince.set(rules, sinceTradeId);
  return { ppm: Number(units.value), sinceTradeId };
}

/** Why the rules that a dial sets refuse terms that are well formed, or null; the engine's own checks come after. */
export function refusedByRules(
  call: Conditions,
  book: BookSpec,
  terms: OrderTerms,
): 'price_off_tick' | 'notional_below_min' | null {
  // Without a dial the engine's own checks decide, in their own order.
  if (call.holds('rules', book.id) === null) return null;
  feePpmNow(call, book.id);
  const rules = rulesNow(call, book);
  if (terms.kind === 'limit' && terms.price % rules.tickSize !== 0n) return 'price_off_tick';
  const notional = notionalOf(terms);
  return notional !== null && notional < rules.notionalMin ? 'notional_below_min' : null;
}

/** As `refusedByRules`, of an order with what is about to change in it. */
export function changeRefusedByRules(
  call: Conditions,
  order: Pick<OrderView, 'book' | 'price' | 'quantity' | 'timeInForce'>,
  change: Pick<NewTerms, 'price' | 'quantity'>,
): 'price_off_tick' | 'notional_below_min' | null {
  const spec = findBook(call.exchange, order.book);
  const price = change.price ?? order.price;
  const quantity = change.quantity ?? order.quantity;
  if (spec === null || price === null || quantity === null) return null;
  return refusedByRules(call, spec, { kind: 'limit', price, quantity, timeInForce: order.timeInForce });
}

function notionalOf(terms: OrderTerms): bigint | null {
  if (terms.kind === 'limit') return (terms.price * terms.quantity) / unitsPerWhole;
  return terms.kind === 'market_notional' ? terms.notional : null;
}

/** Why the conditions of the moment refuse an order that is well formed, or null. */
export function refusedByCondition(
  call: SignedCall,
  order: { readonly book: string; readonly originId: string | null; readonly terms: OrderTerms },
): WireErrorCode | null {
  const closed = refusedAsClosed(call, { ...order, isMarket: order.terms.kind !== 'limit' });
  if (closed !== null) return closed;
  const book = findBook(call.exchange, order.book);
  if (book === null) return '0301';
  const refused = refusedByRules(call, book, order.terms);
  return refused === null ? null : wireCodeOf(refused);
}

/** Why the conditions of the moment refuse a change that is well formed, or null. */
export function changeRefusedByCondition(
  call: SignedCall,
  order: OrderView,
  change: Pick<NewTerms, 'price' | 'quantity'> & { readonly originId: string | null },
): WireErrorCode | null {
  const { originId } = change;
  const closed = refusedAsClosed(call, { book: order.book, originId, isMarket: order.kind !== 'limit' });
  if (closed !== null) return closed;
  const refused = changeRefusedByRules(call, order, change);
  return refused === null ? null : wireCodeOf(refused);
}

function refusedAsClosed(
  call: SignedCall,
  order: { readonly book: string; readonly originId: string | null; readonly isMarket: boolean },
): WireErrorCode | null {
  const { book, originId, isMarket } = order;
  if (!isListed(call, book)) return '0301';
  if (call.holds('unique')?.scope === 'forever' && wasUsed(call, originId)) return '0356';
  const halted = haltOf(call, book, isMarket);
  if (halted === null) return null;
  return isTaken(call, originId) && call.holds('unique')?.scope !== 'none' ? '0356' : haltCodes[halted];
}

/** What a dial has closed: all of a book, its market orders, or the account's trading. */
export type HaltScope = ConditionOf<'halt'>['scope'];

const haltCodes = { book: '0410', market: '0411', account: '1008' } as const satisfies Record<
  HaltScope,
  WireErrorCode
>;

/** What keeps an order out of a book at the moment, or null. A stop-loss counts among the market orders. */
export function haltOf(call: Conditions, book: string, isMarket: boolean): HaltScope | null {
  return call.holds('halt', book, ({ scope }) => isMarket || scope !== 'market')?.scope ?? null;
}

// By an order that is still active.
function isTaken(call: SignedCall, originId: string | null): boolean {
  const order = originId === null ? null : orderOfOriginId(call.exchange, call.account, originId);
  return order !== null && isActive(order.status);
}

function wasUsed(call: SignedCall, originId: string | null): boolean {
  if (originId === null) return false;
  const isKnown = orderOfOriginId(call.exchange, call.account, originId) !== null;
  return isKnown || fillsOfOriginId(call.exchange, call.account, originId).length > 0;
}

/** True for an order that a dial lets take an id which another open order has. */
export function takesUsedId(call: SignedCall, originId: string | null): originId is string {
  return originId !== null && call.holds('unique')?.scope === 'none' && isTaken(call, originId);
}

/** Market orders under `partial` stop at the best price, or at the last of as many as the dial says. */
export function bentTerms(
  call: Conditions,
  order: { readonly book: BookId; readonly side: Side; readonly terms: OrderTerms },
): OrderTerms {
  const { book, side, terms } = order;
  const dial = call.holds('partial', book);
  if (terms.kind === 'limit' || dial === null) return terms;
  const depth = depthOf(call.exchange, book, dial.levels);
  const levels = (side === 'buy' ? depth?.asks : depth?.bids) ?? [];
  const [best, last] = [levels[0]?.price ?? 1n, levels.at(-1)?.price ?? 1n];
  const distance = last > best ? last - best : best - last;
  return { ...terms, slippagePpm: Number(divideUp(distance * 1_000_000n, best)) };
}

/** True for moments that a read may tell of already. */
export function visibility(call: Pick<SignedCall, 'holds' | 'atMs'>): (atMs: number) => boolean {
  const lag = call.holds('read_lag');
  return lag === null ? () => true : (atMs) => atMs <= call.atMs - lag.ms;
}
