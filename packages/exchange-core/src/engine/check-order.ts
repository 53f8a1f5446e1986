// Everything that can be said against an order before it is accepted, the first reason being the answer.

import { unitsPerWhole } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { BookSpec } from '../book-spec.ts';
import { oppositeSide, type Side } from '../ids.ts';
import { availableOf } from '../ledger/balances.ts';
import { limitHold } from '../ledger/notional.ts';
import { type EngineRefusal, type OrderTerms, openOrdersMax, type PlaceOrder } from './command.ts';
import { planTake, type TakePlan } from './plan-take.ts';
import type { AccountState, BookState, ExchangeState } from './state.ts';

/** An order that may enter: with whom, where, what it holds, and for market orders what it will take. */
export interface CheckedOrder {
  readonly account: AccountState;
  readonly book: BookState;
  readonly hold: bigint;
  readonly plan: TakePlan | null;
}

/** Checks an order against the account, the book's rules and the balance, in the order of `EngineRefusal`. */
export function checkOrder(state: ExchangeState, command: PlaceOrder): Result<CheckedOrder, EngineRefusal> {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  const book = state.books.get(command.book);
  if (book === undefined) return err('book_unknown');
  if (state.orders.has(command.orderId)) return err('order_id_duplicate');
  const terms = checkTerms(book.spec, command.terms);
  if (terms !== null) return err(terms);
  if (isOriginIdActive(account, command.originId)) return err('origin_id_duplicate');

  const plan = planOf(book, command, account.index);
  const bounds = checkBounds(book.spec, command.terms, plan);
  if (bounds !== null) return err(bounds);
  if (account.openOrders.size >= openOrdersMax) return err('open_orders_exceeded');
  const hold = holdOf(book.spec, command, plan);
  const asset = command.side === 'buy' ? book.spec.quote : book.spec.base;
  const needed = neededOf(command, plan, hold);
  if (availableOf(account, asset) < needed) return err('balance_insufficient');
  return ok({ account, book, hold, plan });
}

function checkTerms(spec: BookSpec, terms: OrderTerms): EngineRefusal | null {
  const amount = terms.kind === 'market_notional' ? terms.notional : terms.quantity;
  if (amount <= 0n) return 'amount_not_positive';
  if (terms.kind === 'limit' && (terms.price <= 0n || terms.price % spec.tickSize !== 0n))
    return 'price_off_tick';
  return null;
}

function isOriginIdActive(account: AccountState, originId: string | null): boolean {
  if (originId === null) return false;
  const latest = account.byOriginId.get(originId);
  return latest !== undefined && account.openOrders.has(latest.orderId);
}

function checkBounds(spec: BookSpec, terms: OrderTerms, plan: TakePlan | null): EngineRefusal | null {
  if (terms.kind === 'limit') {
    if (terms.price < spec.priceMin) return 'price_below_min';
    if (terms.price > spec.priceMax) return 'price_above_max';
  }
  if (terms.kind !== 'market_notional') {
    if (terms.quantity < spec.quantityMin) return 'quantity_below_min';
    if (terms.quantity > spec.quantityMax) return 'quantity_above_max';
  }
  return checkNotional(spec, terms, plan);
}

function checkNotional(spec: BookSpec, terms: OrderTerms, plan: TakePlan | null): EngineRefusal | null {
  const notional = notionalAsked(terms, plan);
  // A market order that the book cannot fill whole has no known value, so only the upper bound can apply.
  const isKnown = terms.kind !== 'market_quantity' || plan?.end === 'fulfilled';
  if (isKnown && notional < spec.notionalMin) return 'notional_below_min';
  if (notional > spec.notionalMax) return 'notional_above_max';
  return null;
}

function notionalAsked(terms: OrderTerms, plan: TakePlan | null): bigint {
  switch (terms.kind) {
    case 'limit':
      return (terms.price * terms.quantity) / unitsPerWhole;
    case 'market_quantity':
      return plan?.notional ?? 0n;
    case 'market_notional':
      return terms.notional;
  }
}

function planOf(book: BookState, command: PlaceOrder, owner: number): TakePlan | null {
  const { side, terms } = command;
  if (terms.kind === 'limit') return null;
  // More lots than a book may hold are refused by its bounds; until then the number must stay safe.
  const lotsMax = terms.kind === 'market_quantity' ? cappedLots(terms.quantity, book.spec) : null;
  const notionalMax = terms.kind === 'market_notional' ? terms.notional : null;
  const limitTicks = terms.slippagePpm === null ? null : worstTicks(book, side, terms.slippagePpm);
  return planTake(book, { side, limitTicks, lotsMax, notionalMax, owner });
}

function cappedLots(quantity: bigint, spec: BookSpec): number {
  return Number(quantity < spec.quantityMax ? quantity : spec.quantityMax);
}

function worstTicks(book: BookState, side: Side, slippagePpm: number): number | null {
  const best = book.orderBook.best(oppositeSide(side));
  if (best < 0) return null;
  const millionths =
    BigInt(best) * BigInt(side === 'buy' ? 1_000_000 + slippagePpm : 1_000_000 - slippagePpm);
  const down = millionths / 1_000_000n;
  return Number(side === 'buy' || down * 1_000_000n === millionths ? down : down + 1n);
}

// A limit order holds what it may cost; a market order what it will take at the prices of this moment.
function holdOf(spec: BookSpec, command: PlaceOrder, plan: TakePlan | null): bigint {
  const { side, terms } = command;
  if (terms.kind === 'limit') {
    const ticks = Number(terms.price / spec.tickSize);
    return limitHold(spec, { side, ticks, lots: Number(terms.quantity) });
  }
  if (plan === null) return 0n;
  return side === 'buy' ? plan.notional : BigInt(plan.lots);
}

// Funds are asked for as the order states them even where the book cannot take all of it.
function neededOf(command: PlaceOrder, plan: TakePlan | null, hold: bigint): bigint {
  const { side, terms } = command;
  if (terms.kind === 'market_notional' && side === 'buy') return terms.notional;
  if (terms.kind === 'market_quantity' && side === 'sell') return terms.quantity;
  return plan === null || side === 'buy' ? hold : BigInt(plan.lots);
}
