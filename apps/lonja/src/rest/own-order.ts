// An order of the person who asks, by either of its ids.

import { isVenueOrderId } from '@mandato/exchange-core/ids';
import { type OrderView, orderOf, orderOfOriginId } from '@mandato/exchange-core/view/order-view';
import type { SignedCall } from './endpoint.ts';
import { reusedOrder } from './reused-ids.ts';

/** By the exchange's id; null for another person's or for no order's. */
export function orderOfId(call: SignedCall, id: string): OrderView | null {
  return isVenueOrderId(id) ? orderOf(call.exchange, call.account, id) : null;
}

/** By the client's own id: the latest one, where a dial let an id be used again. */
export function orderOfClientId(call: SignedCall, id: string): OrderView | null {
  const reused = reusedOrder(call.exchange, call.account, id);
  const order = reused === null ? null : orderOf(call.exchange, call.account, reused);
  return order ?? orderOfOriginId(call.exchange, call.account, id);
}
