// Client ids that a dial let be used again while they were taken: the exchange knows these orders without an id.

import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { AccountId, VenueOrderId } from '@mandato/exchange-core/ids';

interface Reused {
  /** The latest order under each account and id. */
  readonly byOriginId: Map<string, VenueOrderId>;
  readonly byOrderId: Map<VenueOrderId, string>;
}

const reusedMax = 10_000;
// As long as the dials that made them: a restart forgets both.
const reusedOf = new WeakMap<ExchangeState, Reused>();

/** Remembers that `orderId` was placed under an id that another order had already. */
export function noteReused(
  exchange: ExchangeState,
  account: AccountId,
  ids: { readonly orderId: VenueOrderId; readonly originId: string },
): void {
  const reused = reusedOf.get(exchange) ?? { byOriginId: new Map(), byOrderId: new Map() };
  reusedOf.set(exchange, reused);
  if (reused.byOrderId.size >= reusedMax) {
    reused.byOrderId.clear();
    reused.byOriginId.clear();
  }
  reused.byOriginId.set(keyOf(account, ids.originId), ids.orderId);
  reused.byOrderId.set(ids.orderId, ids.originId);
}

/** The latest order that took a used id, or null. */
export function reusedOrder(
  exchange: ExchangeState,
  account: AccountId,
  originId: string,
): VenueOrderId | null {
  return reusedOf.get(exchange)?.byOriginId.get(keyOf(account, originId)) ?? null;
}

/** The row with the used id that its order was placed under, if it was. */
export function withReusedId<
  Row extends { readonly orderId: VenueOrderId; readonly originId: string | null },
>(exchange: ExchangeState, row: Row): Row {
  const originId = reusedOf.get(exchange)?.byOrderId.get(row.orderId);
  return originId === undefined ? row : { ...row, originId };
}

function keyOf(account: AccountId, originId: string): string {
  return `${account}/${originId}`;
}
