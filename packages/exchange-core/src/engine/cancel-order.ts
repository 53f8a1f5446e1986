// Takes active orders off their book at their owner's wish.

import { err, ok } from '@mandato/primitives/result';
import type { Applied } from './apply.ts';
import type { CancelAll, CancelOrder } from './command.ts';
import { diffOf } from './diff-of.ts';
import { endOrder } from './end-order.ts';
import type { EngineEvent } from './event.ts';
import type { ExchangeState, OrderState } from './state.ts';

/** Cancels one active order; an order of another account is unknown. */
export function cancelOrder(state: ExchangeState, command: CancelOrder, atMs: number): Applied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  const order = state.orders.get(command.orderId);
  if (order === undefined || order.account !== account) return err('order_unknown');
  if (!account.openOrders.has(order.orderId)) return err('order_ended');
  const events: EngineEvent[] = [];
  cancel(state, order, { atMs, events });
  return ok(events);
}

/** Cancels every active order of the account, in one book or in all; none is a success without events. */
export function cancelAll(state: ExchangeState, command: CancelAll, atMs: number): Applied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (command.book !== null && !state.books.has(command.book)) return err('book_unknown');
  const events: EngineEvent[] = [];
  for (const order of [...account.openOrders.values()]) {
    if (command.book === null || order.book.spec.id === command.book) cancel(state, order, { atMs, events });
  }
  return ok(events);
}

function cancel(
  state: ExchangeState,
  order: OrderState,
  how: { readonly atMs: number; readonly events: EngineEvent[] },
): void {
  const { book } = order;
  book.orderBook.remove(order.slot);
  book.resting[order.slot] = null;
  order.slot = -1;
  how.events.push(diffOf(order, { status: 'cancelled', atMs: how.atMs }));
  how.events.push(endOrder(state, order, { reason: 'cancelled_by_owner', atMs: how.atMs }));
}
