// Placing, looking up and cancelling orders.

import { parsePagination } from '@mandato/bitso-wire/pagination';
import { type PlaceOrderRequest, parsePlaceOrder } from '@mandato/bitso-wire/place-order-request';
import type { OrderPayload } from '@mandato/bitso-wire/private-payloads';
import type { EngineCommand, OrderTerms } from '@mandato/exchange-core/engine/command';
import { endedRetentionMs } from '@mandato/exchange-core/engine/state';
import { bookIdOf, type VenueOrderId, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { isActive, type OrderView, openOrdersOf } from '@mandato/exchange-core/view/order-view';
import { unreachable } from '@mandato/primitives/invariant';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';
import { readBookFilter } from './find-book.ts';
import {
  bentTerms,
  isListed,
  refusedByCondition,
  takesUsedId,
  tickSizeOf,
  visibility,
} from './order-conditions.ts';
import { orderOfClientId, orderOfId } from './own-order.ts';
import { wireCodeOf } from './refusal-code.ts';
import { keepBack, needsKeptBack } from './release-lag.ts';
import { noteReused } from './reused-ids.ts';
import { shownOrder } from './shown-fills.ts';
import { orderPayload, timesInForce } from './wire-order.ts';

/** `POST /orders`. */
export function placeOrder(call: SignedCall): Answer | Promise<Answer> {
  const order = parsePlaceOrder(call.body ?? '', {
    tickSizeOf: (name) => (isListed(call, name) ? tickSizeOf(call, name) : null),
    allowsLimitInMinor: call.switches.limit_orders_in_minor,
  });
  if (!order.ok) return failure(order.error);
  const { originId, side, stop } = order.value;
  const book = bookIdOf(order.value.book);
  const terms = engineTerms(order.value);
  const refused = refusedByCondition(call, { book, originId, terms });
  if (refused !== null) return failure(refused);
  if (needsKeptBack(call, { book, side, terms })) return failure('0379');
  const orderId = venueOrderIdOf(call.mintOrderId());
  const isReused = takesUsedId(call, originId);
  const command: EngineCommand = {
    kind: 'place_order',
    atMs: call.atMs,
    account: call.account,
    orderId,
    originId: isReused ? null : originId,
    book,
    side,
    terms: bentTerms(call, { book, side, terms }),
    ...(stop === null ? {} : { stop }),
  };
  if (isReused) noteReused(call.exchange, call.account, { orderId, originId });
  if (call.holds('cancel_remainder') !== null) return placeAndCancel(call, command, orderId);
  return new Promise((resolve) => {
    call.submitOnly(command, (placed) => {
      resolve(placed.ok ? placedAnswer(orderId) : failure(wireCodeOf(placed.error)));
    });
  });
}

// An order's id needs no escapes.
function placedAnswer(orderId: VenueOrderId): Answer {
  return { kind: 'text', text: `{"success":true,"payload":{"oid":"${orderId}"}}` };
}

async function placeAndCancel(
  call: SignedCall,
  command: EngineCommand,
  orderId: VenueOrderId,
): Promise<Answer> {
  const placed = await call.submit(command);
  if (!placed.ok) return failure(wireCodeOf(placed.error));
  await call.submit({ kind: 'cancel_order', atMs: call.atMs, account: call.account, orderId });
  return payload({ oid: orderId });
}

function engineTerms({ terms }: PlaceOrderRequest): OrderTerms {
  switch (terms.kind) {
    case 'limit':
      return {
        kind: 'limit',
        price: terms.price,
        quantity: terms.major,
        timeInForce: timesInForce[terms.timeInForce],
      };
    case 'market_major':
      return { kind: 'market_quantity', quantity: terms.major, slippagePpm: terms.slippagePpm };
    case 'market_minor':
      return { kind: 'market_notional', notional: terms.minor, slippagePpm: terms.slippagePpm };
    default:
      return unreachable(terms);
  }
}

/**
 * `GET /open_orders`: newest first, of one book, of one currency or of all. `marker` (the oid of the last row seen) and
 * `sort` are those of older clients. `source` decides between all orders and those that no retail app made, which are
 * all of them here.
 */
export function openOrders(call: SignedCall): Answer {
  const book = readBookFilter(call.exchange, call.query);
  const currency = call.query.get('currency') || null;
  const page = parsePagination(call.query, { limitDefault: 500, limitMax: 500 });
  if (!book.ok) return book.error;
  if (!page.ok) return failure(page.error);
  if (!['all', 'alpha'].includes(call.query.get('source') || 'all')) return failure('0304');
  const filter = { book: book.value?.id ?? null, limit: 500 };
  const isShown = visibility(call);
  const orders = openOrdersOf(call.exchange, call.account, filter).filter(
    (order) => (currency === null || order.book.split('_').includes(currency)) && isShown(order.createdAtMs),
  );
  const { limit, marker, sort } = page.value;
  const sorted = sort === 'asc' ? [...orders].reverse() : orders;
  const from = marker === null ? 0 : sorted.findIndex(({ orderId }) => orderId === marker) + 1;
  if (marker !== null && from === 0) return failure('0320');
  return payload(sorted.slice(from, from + limit).map((order) => openOrderRow(call, order)));
}

// The list calls everything that waits a limit order, a stop-loss too; looking that up tells its own type.
function openOrderRow(call: SignedCall, order: OrderView): OrderPayload {
  return { ...orderPayload(call.exchange, shownOrder(call, order)), type: 'limit' };
}

/** `GET /orders/{oid}`, `/orders/{oid}-{oid}`, `?oids=`, `?origin_ids=`: always an array. */
export function lookUpOrders(call: SignedCall): Answer {
  return lookUp(call, wantedOrders(call));
}

/** `GET /orders/client_id/{origin_id}`, of before 2020; several are joined by commas, because an id may hold a dash. */
export function lookUpOrdersOfClient(call: SignedCall): Answer {
  return lookUp(call, idsOf('origin_id', (call.param ?? '').split(',')));
}

function lookUp(call: SignedCall, wanted: WantedOrders): Answer {
  if (wanted.kind === 'failure') return wanted;
  const isShown = visibility(call);
  const found = wanted.ids
    .map((id) => findOrder(call, wanted.by, id))
    .filter((order) => order !== null && isShown(order.createdAtMs));
  const isNothing = wanted.ids.length === 1 && found.length === 0;
  if (isNothing && !call.switches.unknown_order_empty) return failure(unknownCode(wanted.by));
  const rows = found.filter((order) => order !== null);
  return payload(rows.map((order) => orderPayload(call.exchange, shownOrder(call, order))));
}

/** `DELETE /orders/...` in all forms; the payload lists the oids that were cancelled. */
export async function cancelOrders(call: SignedCall): Promise<Answer> {
  if (call.param === 'all') return cancelAll(call);
  const wanted = wantedOrders(call);
  if (wanted.kind === 'failure') return wanted;
  const found = wanted.ids.map((id) => findOrder(call, wanted.by, id)).filter((order) => order !== null);
  const active = found.filter((order) => isActive(order.status));
  const isSingle = wanted.ids.length === 1;
  if (isSingle && call.param !== null && active.length === 0) return failure('0312');
  if (isSingle && wanted.by === 'origin_id' && found.length === 0) return failure('0357');
  keepBack(call, active);
  const cancelled: string[] = [];
  const results = await Promise.all(
    active.map(async ({ orderId }) => {
      const done = await call.submit({
        kind: 'cancel_order',
        atMs: call.atMs,
        account: call.account,
        orderId,
      });
      if (done.ok) cancelled.push(orderId);
      return done;
    }),
  );
  const fault = results.find((done) => !done.ok && wireCodeOf(done.error) === '0101');
  return fault === undefined ? payload(cancelled) : failure('0101');
}

async function cancelAll(call: SignedCall): Promise<Answer> {
  const before = openOrdersOf(call.exchange, call.account, { book: null, limit: Number.MAX_SAFE_INTEGER });
  if (before.length === 0) return payload([]);
  keepBack(call, before);
  const done = await call.submit({ kind: 'cancel_all', atMs: call.atMs, account: call.account, book: null });
  return done.ok ? payload(before.map((order) => order.orderId)) : failure(wireCodeOf(done.error));
}

type WantedOrders =
  | { readonly kind: 'ids'; readonly by: 'order_id' | 'origin_id'; readonly ids: readonly string[] }
  | Extract<Answer, { kind: 'failure' }>;

// A path joins ids with a dash, which no order id contains; a query joins them with a comma.
function wantedOrders(call: SignedCall): WantedOrders {
  if (call.param !== null) return idsOf('order_id', call.param.split('-'));
  const oids = call.query.get('oids') || call.query.get('oid') || null;
  const originIds = call.query.get('origin_ids') || call.query.get('origin_id') || null;
  if (oids !== null && originIds !== null) return { kind: 'failure', code: '0361', message: null };
  if (oids !== null) return idsOf('order_id', oids.split(','));
  if (originIds !== null) return idsOf('origin_id', originIds.split(','));
  return { kind: 'failure', code: '0360', message: null };
}

function idsOf(by: 'order_id' | 'origin_id', texts: readonly string[]): WantedOrders {
  return { kind: 'ids', by, ids: [...new Set(texts.map((text) => text.trim()).filter(Boolean))] };
}

function unknownCode(by: 'order_id' | 'origin_id'): '0312' | '0357' {
  return by === 'order_id' ? '0312' : '0357';
}

/** The person's order, as long as it is active or ended no longer ago than the switch says (an hour at most). */
function findOrder(call: SignedCall, by: 'order_id' | 'origin_id', id: string): OrderView | null {
  const order = by === 'order_id' ? orderOfId(call, id) : orderOfClientId(call, id);
  if (order === null || isActive(order.status)) return order;
  const retentionMs = Math.min(endedRetentionMs, call.switches.ended_order_minutes * 60_000);
  const isGone = call.atMs - order.updatedAtMs > retentionMs || retentionMs === 0;
  return isGone ? null : order;
}
