// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import type { Asset } from '@mandato/primitives/money';
import type { Fill, Trade } from '../engine/event.ts';
import type { ExchangeState, OrderState } from '../engine/state.ts';
import { addVolume, createDayVolumes, volumeOfThirtyDays } from '../fees/day-volumes.ts';
import { feeOf, feeTierOf } from '../fees/fee-tier.ts';
import { credit, payFromHold } from './balances.ts';
import { limitHold } from './notional.ts';

/** Books `trade` for one of its two orders, whose filled and remaining lots are already those after the trade. */
export function settle(
  state: ExchangeState,
  trade: Trade,
  party: { readonly order: OrderState; readonly role: 'maker' | 'taker' },
): void {
  const { order, role } = party;
  const { account } = order;
  const { base, quote } = order.book.spec;
  const isBuy = order.side === 'buy';
  const receivedAsset = isBuy ? base : quote;
  const paidAsset = isBuy ? quote : base;
  const received = isBuy ? trade.quantity : trade.notional;
  const paid = isBuy ? trade.notional : trade.quantity;

  const fee = feeOf(received, ratePpmOf(order, role, trade.atMs));
  const holdAfter = holdNeeded(order, paid);
  payFromHold(account, paidAsset, { paid, unlocked: order.hold - holdAfter });
  order.hold = holdAfter;
  credit(account, receivedAsset, received - fee);
  state.fees.set(receivedAsset, (state.fees.get(receivedAsset) ?? 0n) + fee);

  const { orderId, originId, side } = order;
  const entry = state.nextEntry;
  state.nextEntry = entry + 2;
  const fill: Fill = { trade, orderId, originId, side, role, receivedAsset, paidAsset, fee, entry };
  account.fills.push(fill);
  account.postings.push({ kind: 'fill', fill });
  countVolume(order, quote, trade);
}

// A limit buy keeps what its remainder needs at its own price; all others simply pay out of what was held.
function holdNeeded(order: OrderState, paid: bigint): bigint {
  if (order.kind !== 'limit' || order.side === 'sell') return order.hold - paid;
  return limitHold(order.book.spec, { side: 'buy', ticks: order.priceTicks, lots: order.remainingLots });
}

function ratePpmOf(order: OrderState, role: 'maker' | 'taker', atMs: number): number {
  const { feeTiers, quote } = order.book.spec;
  const volumes = order.account.volumes.get(quote);
  const tier = feeTierOf(feeTiers, volumes === undefined ? 0n : volumeOfThirtyDays(volumes, atMs));
  return role === 'maker' ? tier.makerPpm : tier.takerPpm;
}

function countVolume(order: OrderState, quote: Asset, trade: Trade): void {
  const { volumes } = order.account;
  let own = volumes.get(quote);
  if (own === undefined) {
    own = createDayVolumes();
    volumes.set(quote, own);
  }
  addVolume(own, trade.notional, trade.atMs);
}
