// Placing, changing and cancelling orders with a person's session: the same commands, in the same order, as the API's.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { isBookId, isVenueOrderId, type VenueOrderId } from '@mandato/exchange-core/ids';
import { mintOrderId } from '@mandato/exchange-core/mint-order-id';
import { bookSpecOf } from '@mandato/exchange-core/view/book-view';
import { isActive, type OrderView, openOrdersOf, orderOf } from '@mandato/exchange-core/view/order-view';
import { err, ok, type Result } from '@mandato/primitives/result';
import { z } from 'zod';
import type { PortalAccount } from '../accounts/portal-state.ts';
import type { ChangeRefusal, OrderRefusal, TradingDesk } from '../api-contract/trade-contract.ts';
import type { JournalFault } from '../journal/journal.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import {
  bentTerms,
  changeRefusedByRules,
  type HaltScope,
  haltOf,
  refusedByRules,
} from '../rest/order-conditions.ts';
import { keepBack, needsKeptBack } from '../rest/release-lag.ts';
import type { Seen } from '../rest/shown-fills.ts';
import type { LonjaRefusal } from '../sequencer-lonja.ts';
import { deskOf } from './desk-view.ts';
import { changeFormSchema, orderFormSchema, readChangeForm, readOrderForm } from './order-form.ts';
import { orderRow } from './order-rows.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';

export const desk = portalCall<'desk'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  return signedIn.ok ? answered(deskNow(context.ports, signedIn.value.person)) : refused(signedIn.error);
});

export const placeOrder = portalCall<'placeOrder', z.output<typeof orderFormSchema>>(
  orderFormSchema,
  async (context, form) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    const request = requestOf(ports, person, { method: 'POST', book: form.book });
    const book = openBook(request, form.book, form.kind === 'market' || form.kind === 'stop');
    if (!book.ok) return refused(book.error);
    const read = readOrderForm(form);
    if (!read.ok) return refused(read.error);
    const { terms, stop } = read.value;
    const spec = bookSpecOf(request.exchange, book.value);
    const barred = spec === null ? 'book_unknown' : refusedByRules(request, spec, terms);
    if (barred !== null) return refused(barred);
    const wanted = { book: book.value, side: form.side, terms };
    if (needsKeptBack(request, wanted)) return refused('balance_insufficient');
    const orderId = mintOrderId(ports.ids, ports.sequencer.state.exchange.orders.entered);
    const placed = await act(ports, {
      kind: 'place_order',
      atMs: ports.marketClock.nowMs(),
      account: person.id,
      orderId,
      originId: null,
      book: book.value,
      side: form.side,
      terms: bentTerms(request, wanted),
      ...(stop === null ? {} : { stop }),
    });
    if (placed.ok && request.holds('cancel_remainder') !== null) {
      const at = { atMs: ports.marketClock.nowMs(), account: person.id };
      await act(ports, { kind: 'cancel_order', ...at, orderId });
    }
    const order = orderOf(ports.sequencer.state.exchange, person.id, orderId);
    if (!placed.ok) return refused(isOrderRefusal(placed.error) ? placed.error : 'storage_failed');
    if (order === null) return refused('storage_failed');
    return answered({ order: orderRow(order), desk: deskNow(ports, person) });
  },
);

export const changeOrder = portalCall<'changeOrder', z.output<typeof changeFormSchema>>(
  changeFormSchema,
  async (context, form) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    const order = ownOrder(ports, person, form.orderId);
    if (order === null) return refused('order_unknown');
    const request = requestOf(ports, person, { method: 'POST', book: order.book });
    const book = openBook(request, order.book, order.kind !== 'limit');
    if (!book.ok) return refused(book.error);
    const terms = readChangeForm(form, order.kind === 'market_notional');
    if (!terms.ok) return refused(terms.error);
    const barred = changeRefusedByRules(request, order, terms.value);
    if (barred !== null) return refused(barred);
    const changed = await act(ports, {
      kind: 'modify_order',
      atMs: ports.marketClock.nowMs(),
      account: person.id,
      orderId: order.orderId,
      terms: terms.value,
      cancelIfRefused: false,
    });
    if (changed.ok) return answered(deskNow(ports, person));
    const { error } = changed;
    return refused(isOrderRefusal(error) || isChangeRefusal(error) ? error : 'storage_failed');
  },
);

export const cancelOrder = portalCall<'cancelOrder', { readonly orderId: string }>(
  z.strictObject({ orderId: z.string().max(64) }),
  async (context, form) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    const orderId = readOrderId(form.orderId);
    if (orderId === null) return refused('order_unknown');
    const order = orderOf(ports.sequencer.state.exchange, person.id, orderId);
    if (order !== null && isActive(order.status)) noteCancelled(ports, person, [order]);
    const at = { atMs: ports.marketClock.nowMs(), account: person.id };
    const cancelled = await act(ports, { kind: 'cancel_order', ...at, orderId });
    if (cancelled.ok) return answered(deskNow(ports, person));
    const isKnown = cancelled.error === 'order_unknown' || cancelled.error === 'order_ended';
    return refused(isKnown ? cancelled.error : 'storage_failed');
  },
);

export const cancelOrders = portalCall<'cancelOrders', { readonly book: string | null }>(
  z.strictObject({ book: z.string().max(40).nullable() }),
  async (context, form) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    const book = form.book !== null && isBookId(form.book) ? form.book : null;
    if (form.book !== null && book === null) return answered(deskNow(ports, person));
    const { exchange } = ports.sequencer.state;
    const open = openOrdersOf(exchange, person.id, { book, limit: Number.MAX_SAFE_INTEGER });
    if (open.length === 0) return answered(deskNow(ports, person));
    noteCancelled(ports, person, open);
    const at = { atMs: ports.marketClock.nowMs(), account: person.id };
    const cancelled = await act(ports, { kind: 'cancel_all', ...at, book });
    return cancelled.ok ? answered(deskNow(ports, person)) : refused('storage_failed');
  },
);

function deskNow(ports: LonjaPorts, { id }: PortalAccount): TradingDesk {
  return deskOf({ ...ports, state: ports.sequencer.state }, id);
}

async function act(
  { sequencer }: LonjaPorts,
  command: EngineCommand,
): Promise<Result<null, LonjaRefusal | JournalFault>> {
  const done = await sequencer.submit({ domain: 'exchange', command });
  return done.ok ? ok(null) : done;
}

// What the fault dials do to a book they do to everyone who trades in it.
function openBook(
  seen: Seen,
  name: string,
  isMarket: boolean,
): Result<OrderView['book'], 'book_unknown' | HaltRefusal> {
  if (!isBookId(name) || bookSpecOf(seen.exchange, name) === null) return err('book_unknown');
  if (seen.holds('delist') !== null) return err('book_unknown');
  const halted = haltOf(seen, name, isMarket);
  return halted === null ? ok(name) : err(haltRefusals[halted]);
}

type HaltRefusal = (typeof haltRefusals)[HaltScope];

const haltRefusals = {
  book: 'trading_halted',
  market: 'market_orders_halted',
  account: 'account_halted',
} as const satisfies Record<HaltScope, OrderRefusal>;

// What a person does here meets the dials as a request of the API that names the book.
function requestOf(
  { sequencer, faults, marketClock }: LonjaPorts,
  { id }: PortalAccount,
  { method, book }: { readonly method: string; readonly book: string | null },
): Seen {
  return {
    exchange: sequencer.state.exchange,
    account: id,
    atMs: marketClock.nowMs(),
    holds: (condition, other, isWanted) => {
      const subject = { method, segments: ['orders'], book: () => other ?? book, keyId: () => null };
      return faults.holds(condition, subject, isWanted);
    },
  };
}

function noteCancelled(ports: LonjaPorts, person: PortalAccount, orders: readonly OrderView[]): void {
  keepBack(requestOf(ports, person, { method: 'DELETE', book: null }), orders);
}

function ownOrder({ sequencer }: LonjaPorts, { id }: PortalAccount, text: string): OrderView | null {
  const orderId = readOrderId(text);
  return orderId === null ? null : orderOf(sequencer.state.exchange, id, orderId);
}

function readOrderId(text: string): VenueOrderId | null {
  return isVenueOrderId(text) ? text : null;
}

const orderRefusals: ReadonlySet<string> = new Set<OrderRefusal>([
  'price_off_tick',
  'price_below_min',
  'price_above_max',
  'stop_below_min',
  'stop_above_max',
  'quantity_below_min',
  'quantity_above_max',
  'notional_below_min',
  'notional_above_max',
  'open_orders_exceeded',
  'balance_insufficient',
]);

function isOrderRefusal(code: string): code is OrderRefusal {
  return orderRefusals.has(code);
}

function isChangeRefusal(code: string): code is ChangeRefusal {
  return code === 'order_unknown' || code === 'order_ended' || code === 'change_not_allowed';
}
