// Reads a typed intent from an untrusted message: closed shapes and fixed grammars, and nothing is signed outside them.

import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import { closedRecord, plainRecord } from '../client/plain-record.ts';

const orderIdsMax = 50;
const bookGrammar = /^[a-z0-9]{2,12}_[a-z0-9]{2,12}$/;
const orderIdGrammar = /^[A-Za-z0-9_-]{1,40}$/;
const tradeIdGrammar = /^[A-Za-z0-9]{1,40}$/;
const amountGrammar = /^(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$/;

/** The intent, rebuilt field by field, or null: unknown fields, exponents, signs and overlong decimals are refused. */
export function parseIntent(value: unknown): VenueIntent | null {
  switch (plainRecord(value)?.['kind']) {
    case 'read_balances':
      return closedRecord(value, ['kind']) && { kind: 'read_balances' };
    case 'read_account':
      return closedRecord(value, ['kind']) && { kind: 'read_account' };
    case 'read_fees':
      return closedRecord(value, ['kind']) && { kind: 'read_fees' };
    case 'read_open_orders':
      return parseOpenOrders(value);
    case 'find_orders':
      return parseFindOrders(value);
    case 'read_order_trades':
      return parseOneOrder(value, 'read_order_trades');
    case 'cancel_order':
      return parseOneOrder(value, 'cancel_order');
    case 'read_user_trades':
      return parseUserTrades(value);
    case 'place_market_buy':
      return parseMarketBuy(value);
    case 'place_limit_order':
      return parseLimitOrder(value);
    default:
      return null;
  }
}

function parseOpenOrders(value: unknown): VenueIntent | null {
  const book = closedRecord(value, ['kind', 'book'])?.['book'];
  return isBook(book) ? { kind: 'read_open_orders', book } : null;
}

function parseFindOrders(value: unknown): VenueIntent | null {
  const ids = closedRecord(value, ['kind', 'orderIds'])?.['orderIds'];
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > orderIdsMax) return null;
  const orderIds: string[] = [];
  for (const id of ids) {
    if (!isOrderId(id)) return null;
    orderIds.push(id);
  }
  return new Set(orderIds).size === orderIds.length ? { kind: 'find_orders', orderIds } : null;
}

function parseOneOrder(value: unknown, kind: 'read_order_trades' | 'cancel_order'): VenueIntent | null {
  const orderId = closedRecord(value, ['kind', 'orderId'])?.['orderId'];
  return isOrderId(orderId) ? { kind, orderId } : null;
}

function parseUserTrades(value: unknown): VenueIntent | null {
  const { book, afterTradeId } = closedRecord(value, ['kind', 'book', 'afterTradeId']) ?? {};
  if (!isBook(book)) return null;
  if (afterTradeId === null) return { kind: 'read_user_trades', book, afterTradeId };
  if (typeof afterTradeId !== 'string' || !tradeIdGrammar.test(afterTradeId)) return null;
  return { kind: 'read_user_trades', book, afterTradeId };
}

function parseMarketBuy(value: unknown): VenueIntent | null {
  const { orderId, book, notional } = closedRecord(value, ['kind', 'orderId', 'book', 'notional']) ?? {};
  if (!isOrderId(orderId) || !isBook(book) || !isAmount(notional)) return null;
  return { kind: 'place_market_buy', orderId, book, notional };
}

function parseLimitOrder(value: unknown): VenueIntent | null {
  const keys = ['kind', 'orderId', 'book', 'side', 'quantity', 'price', 'postOnly'];
  const { orderId, book, side, quantity, price, postOnly } = closedRecord(value, keys) ?? {};
  if (!isOrderId(orderId) || !isBook(book) || !isAmount(quantity) || !isAmount(price)) return null;
  if ((side !== 'buy' && side !== 'sell') || typeof postOnly !== 'boolean') return null;
  return { kind: 'place_limit_order', orderId, book, side, quantity, price, postOnly };
}

function isBook(value: unknown): value is string {
  return typeof value === 'string' && bookGrammar.test(value);
}

function isOrderId(value: unknown): value is string {
  return typeof value === 'string' && orderIdGrammar.test(value);
}

function isAmount(value: unknown): value is string {
  if (typeof value !== 'string' || !amountGrammar.test(value)) return false;
  const units = parseDecimal(value, moneyScale);
  return units.ok && units.value > 0n;
}
