// The orders of people that ended, folded from the exchange's events, because the exchange forgets them after an hour.

import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { AccountId } from '@mandato/exchange-core/ids';
import { type OrderView, orderOf } from '@mandato/exchange-core/view/order-view';
import type { PortalState } from '../accounts/portal-state.ts';

/** One ended order. `number` counts the ended orders of its account from 1. */
export interface PastOrder {
  readonly number: number;
  readonly order: OrderView;
}

/** By account; in the order in which they ended, the latest `pastOrdersMax` of each. */
export type OrderHistory = Map<AccountId, PastOrders>;

interface PastOrders {
  /** How many ended so far, those that fell away included. */
  count: number;
  readonly orders: PastOrder[];
}

/** Ended orders that are kept for one account. */
export const pastOrdersMax = 500;

export function createOrderHistory(): OrderHistory {
  return new Map();
}

/** Takes over the orders that one command ended, of accounts that have a person: the house's makers have no history. */
export function noteEndedOrders(
  state: { readonly exchange: ExchangeState; readonly portal: PortalState; readonly history: OrderHistory },
  events: readonly EngineEvent[],
): void {
  for (const event of events) {
    if (event.kind !== 'order_ended' || !state.portal.accounts.has(event.account)) continue;
    const order = orderOf(state.exchange, event.account, event.orderId);
    if (order !== null) note(state.history, order);
  }
}

function note(history: OrderHistory, order: OrderView): void {
  const past = history.get(order.account) ?? { count: 0, orders: [] };
  history.set(order.account, past);
  past.count += 1;
  past.orders.push({ number: past.count, order });
  if (past.orders.length > pastOrdersMax) past.orders.shift();
}

/** How many orders of the account ended so far. */
export function endedCountOf(history: OrderHistory, account: AccountId): number {
  return history.get(account)?.count ?? 0;
}

/** Ended orders, newest first, from the one before `marker` (exclusive; null for the newest) on. */
export function pastOrdersOf(
  history: OrderHistory,
  account: AccountId,
  query: { readonly book: string | null; readonly marker: number | null; readonly limit: number },
): readonly PastOrder[] {
  const { book, limit } = query;
  const marker = query.marker ?? Number.POSITIVE_INFINITY;
  const orders = history.get(account)?.orders ?? [];
  const page: PastOrder[] = [];
  for (let at = orders.length - 1; at >= 0 && page.length < limit; at -= 1) {
    const past = orders[at];
    if (past === undefined || past.number >= marker) continue;
    if (book === null || past.order.book === book) page.push(past);
  }
  return page;
}
