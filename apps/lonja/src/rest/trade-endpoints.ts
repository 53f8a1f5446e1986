// A person's own fills, by page, by trade id, by order and by their own order id.

import { parsePagination, parseTradeMarker } from '@mandato/bitso-wire/pagination';
import type { UserTrade } from '@mandato/bitso-wire/private-payloads';
import type { Fill } from '@mandato/exchange-core/engine/event';
import { isVenueOrderId, type VenueOrderId } from '@mandato/exchange-core/ids';
import {
  fillOfTrade,
  fillsOf,
  fillsOfOrder,
  fillsOfOriginId,
} from '@mandato/exchange-core/view/account-view';
import { orderOf, orderOfOriginId } from '@mandato/exchange-core/view/order-view';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';
import { readBookFilter } from './find-book.ts';
import { visibility } from './order-conditions.ts';
import { reusedOrder } from './reused-ids.ts';
import { shownFills } from './shown-fills.ts';
import { userTradePayload } from './wire-order.ts';

/** `GET /user_trades`. */
export function userTrades(call: SignedCall): Answer {
  const book = readBookFilter(call.exchange, call.query);
  if (!book.ok) return book.error;
  const page = parsePagination(call.query, { limitDefault: 25, limitMax: 100 });
  if (!page.ok) return failure(page.error);
  const marker = parseTradeMarker(page.value.marker);
  if (!marker.ok) return failure(marker.error);
  const { sort, limit } = page.value;
  const fills = fillsOf(call.exchange, call.account, {
    book: book.value?.id ?? null,
    sort,
    limit,
    marker: marker.value,
  });
  const isShown = visibility(call);
  const shown = fills.filter(({ trade }) => isShown(trade.atMs));
  return payload(tradeRows(call, shownFills(call, shown)));
}

/** `GET /user_trades/{tid}` and `/user_trades/{tid}-{tid}`: unknown ids are left out, but not all of them. */
export function userTradesById(call: SignedCall): Answer {
  const ids = [...new Set((call.param ?? '').split('-').filter(Boolean))];
  const fills = ids
    .map((id) => (/^[0-9]{1,15}$/.test(id) ? fillOfTrade(call.exchange, call.account, Number(id)) : null))
    .filter((fill) => fill !== null);
  const shown = shownFills(call, fills);
  return shown.length === 0 ? failure('0321') : payload(tradeRows(call, shown));
}

/** `GET /order_trades/{oid}` and `?origin_id=`: newest first, `[]` for an order without fills. */
export function orderTrades(call: SignedCall): Answer {
  const oid = call.param ?? (call.query.get('oid') || null);
  const originId = call.query.get('origin_id') || null;
  if (oid !== null && originId !== null) return failure('0361');
  if (oid !== null) return isVenueOrderId(oid) ? tradesOfOrder(call, oid) : failure('0312');
  return originId === null ? failure('0360') : tradesOfOriginId(call, originId);
}

/** `GET /order_trades/client_id/{origin_id}`, of before 2020. */
export function orderTradesOfClient(call: SignedCall): Answer {
  return tradesOfOriginId(call, call.param ?? '');
}

function tradesOfOrder(call: SignedCall, orderId: VenueOrderId): Answer {
  const fills = fillsOfOrder(call.exchange, call.account, orderId);
  const isUnknown = fills.length === 0 && orderOf(call.exchange, call.account, orderId) === null;
  return isUnknown ? failure('0312') : tradesAnswer(call, fills);
}

function tradesOfOriginId(call: SignedCall, originId: string): Answer {
  const reused = reusedOrder(call.exchange, call.account, originId);
  if (reused !== null) return tradesOfOrder(call, reused);
  const fills = fillsOfOriginId(call.exchange, call.account, originId);
  const isUnknown = fills.length === 0 && orderOfOriginId(call.exchange, call.account, originId) === null;
  return isUnknown ? failure('0357') : tradesAnswer(call, fills);
}

function tradesAnswer(call: SignedCall, fills: readonly Fill[]): Answer {
  if (fills.length === 0 && call.switches.unfilled_order_trades_0378) return failure('0378');
  const lag = call.holds('read_lag');
  const shown = lag === null ? fills : fills.filter(({ trade }) => trade.atMs <= call.atMs - lag.ms);
  if (shown.length < fills.length && lag?.code !== undefined) return failure(lag.code);
  return payload(tradeRows(call, shownFills(call, shown)));
}

function tradeRows({ exchange }: SignedCall, fills: readonly Fill[]): readonly UserTrade[] {
  return fills.map((fill) => userTradePayload(exchange, fill));
}
