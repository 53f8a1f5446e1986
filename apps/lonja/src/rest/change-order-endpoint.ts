// `PATCH /orders`: v3 replaces an order by a new one, v4 modifies it in place (bitso-api 8.6).

import {
  type ChangeOrderRequest,
  findChangedOrder,
  parseChangeOrder,
} from '@mandato/bitso-wire/change-order-request';
import type { ModifyOrder, ReplaceOrder } from '@mandato/exchange-core/engine/command';
import { type VenueOrderId, venueOrderIdOf } from '@mandato/exchange-core/ids';
import type { OrderView } from '@mandato/exchange-core/view/order-view';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';
import { findBook } from './find-book.ts';
import { changeRefusedByCondition, takesUsedId } from './order-conditions.ts';
import { orderOfClientId, orderOfId } from './own-order.ts';
import { wireCodeOf } from './refusal-code.ts';
import { noteReused } from './reused-ids.ts';
import type { ApiVersion } from './route-table.ts';

/** The endpoint of one version; the answer names the order that is open afterwards. */
export function changeOrder(version: ApiVersion): (call: SignedCall) => Promise<Answer> {
  return async (call) => {
    const body = call.body ?? '';
    const named = findChangedOrder({ pathId: call.param, query: call.query, body });
    if (!named.ok) return failure(named.error);
    const order = findNamed(call, named.value);
    if (order === null) return failure(named.value.by === 'order_id' ? '0312' : '0357');
    if (isSpentMarketOrder(order)) return failure('1005');
    const tickSize = findBook(call.exchange, order.book)?.tickSize ?? 1n;
    const change = parseChangeOrder(body, { version, side: order.side, tickSize });
    if (!change.ok) return failure(change.error);
    return applyChange(call, { version, order, change: change.value });
  };
}

// A market order is over at once, so there never was anything to change; a stop-loss can change until it is set free.
function isSpentMarketOrder({ kind, status }: OrderView): boolean {
  return kind !== 'limit' && status !== 'queued';
}

interface Change {
  readonly version: ApiVersion;
  readonly order: OrderView;
  readonly change: ChangeOrderRequest;
}

async function applyChange(call: SignedCall, { version, order, change }: Change): Promise<Answer> {
  const { originId, cancelIfRefused, major: quantity, price } = change;
  const refused = changeRefusedByCondition(call, order, { price, quantity, originId });
  if (refused !== null) return cancelIfRefused ? cancelInstead(call, order) : failure(refused);
  const newOrderId = version === 'v3' ? venueOrderIdOf(call.mintOrderId()) : order.orderId;
  const ids = { orderId: order.orderId, newOrderId };
  const isReused = takesUsedId(call, originId);
  const command = commandOf(call, ids, {
    version,
    change: isReused ? { ...change, originId: null } : change,
  });
  if (isReused) noteReused(call.exchange, call.account, { orderId: newOrderId, originId });
  const done = await call.submit(command);
  return done.ok ? payload({ oid: newOrderId }) : failure(wireCodeOf(done.error));
}

async function cancelInstead(call: SignedCall, { orderId }: OrderView): Promise<Answer> {
  const { atMs, account } = call;
  const done = await call.submit({ kind: 'cancel_order', atMs, account, orderId });
  return done.ok ? payload({ oid: orderId }) : failure(wireCodeOf(done.error));
}

function commandOf(
  { atMs, account }: SignedCall,
  { orderId, newOrderId }: { readonly orderId: VenueOrderId; readonly newOrderId: VenueOrderId },
  { version, change }: { readonly version: ApiVersion; readonly change: ChangeOrderRequest },
): ModifyOrder | ReplaceOrder {
  const { originId, cancelIfRefused, major, minor, price, stop } = change;
  const terms = { quantity: major, notional: minor, price, stop };
  return version === 'v3'
    ? { kind: 'replace_order', atMs, account, orderId, newOrderId, originId, terms }
    : { kind: 'modify_order', atMs, account, orderId, terms, cancelIfRefused };
}

function findNamed(
  call: SignedCall,
  { by, id }: { readonly by: 'order_id' | 'origin_id'; readonly id: string },
): OrderView | null {
  return by === 'origin_id' ? orderOfClientId(call, id) : orderOfId(call, id);
}
