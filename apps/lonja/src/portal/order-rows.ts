// Orders and fills in the words of the portal's contract: exact decimal text, no wire spellings.

import type { Fill } from '@mandato/exchange-core/engine/event';
import type { OrderStatus } from '@mandato/exchange-core/engine/state';
import type { OrderView } from '@mandato/exchange-core/view/order-view';
import { formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';
import type { PortalFill, PortalOrder } from '../api-contract/trade-contract.ts';

/** One order. */
export function orderRow(order: OrderView): PortalOrder {
  const isLimit = order.kind === 'limit';
  const isStop = order.stop !== null;
  return {
    orderId: order.orderId,
    book: order.book,
    side: order.side,
    kind: isStop ? (isLimit ? 'stop_limit' : 'stop') : isLimit ? 'limit' : 'market',
    timeInForce: order.timeInForce,
    price: textOrNull(order.price),
    stop: textOrNull(order.stop),
    amount: textOrNull(order.quantity),
    quoteAmount: order.kind === 'market_notional' ? textOrNull(order.notional) : null,
    filledAmount: formatMoneyTrimmed(order.filledQuantity),
    averagePrice: averagePrice(order),
    filledValue: formatMoneyTrimmed(order.filledNotional),
    state: stateOf(order),
    endReason: order.endReason,
    createdAtMs: order.createdAtMs,
    updatedAtMs: order.updatedAtMs,
  };
}

const states: Readonly<Record<OrderStatus, PortalOrder['state']>> = {
  queued: 'waiting',
  open: 'open',
  partially_filled: 'partly_filled',
  completed: 'filled',
  cancelled: 'ended',
};

// A stop that was not reached yet waits, whatever the exchange calls it.
function stateOf(order: OrderView): PortalOrder['state'] {
  const isWaiting = order.stop !== null && order.triggeredAtMs === null && order.endReason === null;
  return isWaiting ? 'waiting' : states[order.status];
}

function averagePrice({ filledQuantity, filledNotional }: OrderView): string | null {
  if (filledQuantity === 0n) return null;
  return formatMoneyTrimmed(divideHalfEven(filledNotional * unitsPerWhole, filledQuantity));
}

/** One fill. */
export function fillRow(fill: Fill): PortalFill {
  const { trade } = fill;
  return {
    tradeId: trade.tradeId,
    orderId: fill.orderId,
    book: trade.book,
    side: fill.side,
    role: fill.role,
    price: formatMoneyTrimmed(trade.price),
    amount: formatMoneyTrimmed(trade.quantity),
    value: formatMoneyTrimmed(trade.notional),
    fee: formatMoneyTrimmed(fill.fee),
    feeCurrency: fill.receivedAsset,
    atMs: trade.atMs,
  };
}

function textOrNull(units: bigint | null): string | null {
  return units === null ? null : formatMoneyTrimmed(units);
}
