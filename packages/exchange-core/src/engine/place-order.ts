// A new order from its check to where it ends up: filled, resting, or gone.

import { ok } from '@mandato/primitives/result';
import { addTrade } from '../candle/candle-series.ts';
import { oppositeSide } from '../ids.ts';
import { hold } from '../ledger/balances.ts';
import { notionalOf } from '../ledger/notional.ts';
import { settle } from '../ledger/settle.ts';
import type { Applied } from './apply.ts';
import { type CheckedOrder, checkOrder } from './check-order.ts';
import type { PlaceOrder, TimeInForce } from './command.ts';
import { diffOf } from './diff-of.ts';
import { endOrder } from './end-order.ts';
import type { EndReason, EngineEvent, Trade } from './event.ts';
import { planTake, type TakePlan } from './plan-take.ts';
import type { ExchangeState, OrderState } from './state.ts';

interface Placing {
  readonly state: ExchangeState;
  readonly order: OrderState;
  readonly atMs: number;
  readonly events: EngineEvent[];
}

// Public trades that a book remembers.
const tradesKept = 5_000;

/** Checks, holds, matches, settles and rests one order. */
export function placeOrder(state: ExchangeState, command: PlaceOrder, atMs: number): Applied {
  const checked = checkOrder(state, command);
  if (!checked.ok) return checked;
  const order = newOrder(command, checked.value, atMs);
  const { account, book } = checked.value;
  if (order.hold > 0n) hold(account, order.side === 'buy' ? book.spec.quote : book.spec.base, order.hold);
  state.orders.set(order.orderId, order);
  account.openOrders.set(order.orderId, order);
  if (order.originId !== null) account.byOriginId.set(order.originId, order);

  const placing: Placing = { state, order, atMs, events: [] };
  placing.events.push({ kind: 'order_accepted', account: account.id, orderId: order.orderId });
  if (checked.value.plan === null) placeLimit(placing);
  else placeMarket(placing, checked.value.plan);
  return ok(placing.events);
}

function newOrder(command: PlaceOrder, checked: CheckedOrder, atMs: number): OrderState {
  const { terms } = command;
  const { spec } = checked.book;
  const quantityLots = terms.kind === 'market_notional' ? 0 : Number(terms.quantity);
  const priceTicks = terms.kind === 'limit' ? Number(terms.price / spec.tickSize) : 0;
  return {
    orderId: command.orderId,
    originId: command.originId,
    account: checked.account,
    book: checked.book,
    side: command.side,
    kind: terms.kind,
    timeInForce: terms.kind === 'limit' ? terms.timeInForce : 'ioc',
    priceTicks,
    quantityLots,
    notional: notionalAtEntry(command, priceTicks, checked),
    createdAtMs: atMs,
    remainingLots: quantityLots,
    filledLots: 0,
    filledNotional: 0n,
    hold: checked.hold,
    slot: -1,
    status: 'queued',
    updatedAtMs: atMs,
    endReason: null,
  };
}

function notionalAtEntry(command: PlaceOrder, ticks: number, checked: CheckedOrder): bigint {
  const { terms } = command;
  if (terms.kind === 'market_notional') return terms.notional;
  if (terms.kind === 'market_quantity') return 0n;
  return notionalOf(checked.book.spec, { ticks, lots: Number(terms.quantity) });
}

function placeLimit(placing: Placing): void {
  const { order } = placing;
  const refused = reasonNotToMatch(order, order.timeInForce);
  if (refused !== null) {
    end(placing, refused);
    return;
  }
  const metSelf = match(placing, { lots: order.remainingLots, limitTicks: order.priceTicks });
  if (order.remainingLots === 0) end(placing, 'completed');
  else if (metSelf) end(placing, 'self_trade');
  else if (order.timeInForce === 'ioc') end(placing, 'remainder_not_rested');
  else rest(placing);
}

function reasonNotToMatch(order: OrderState, timeInForce: TimeInForce): EndReason | null {
  if (timeInForce === 'postonly' && wouldTake(order)) return 'post_only_would_take';
  if (timeInForce !== 'fok') return null;
  const plan = planTake(order.book, {
    side: order.side,
    limitTicks: order.priceTicks,
    lotsMax: order.remainingLots,
    notionalMax: null,
    owner: order.account.index,
  });
  return plan.lots === order.remainingLots ? null : 'not_fillable_at_once';
}

function wouldTake(order: OrderState): boolean {
  const best = order.book.orderBook.best(oppositeSide(order.side));
  if (best < 0) return false;
  return order.side === 'buy' ? best <= order.priceTicks : best >= order.priceTicks;
}

function placeMarket(placing: Placing, plan: TakePlan): void {
  const { order } = placing;
  // The plan walked the very book that is matched now, so its lots are there at any price it allowed.
  const anyPrice = order.side === 'buy' ? Number.MAX_SAFE_INTEGER : 0;
  if (order.kind === 'market_notional') order.remainingLots = plan.lots;
  if (plan.lots > 0) match(placing, { lots: plan.lots, limitTicks: anyPrice });
  if (plan.end === 'met_self') end(placing, 'self_trade');
  else end(placing, plan.end === 'fulfilled' && plan.lots > 0 ? 'completed' : 'liquidity_exhausted');
}

function match(placing: Placing, wish: { readonly lots: number; readonly limitTicks: number }): boolean {
  const { order } = placing;
  const { orderBook, resting } = order.book;
  const { side } = order;
  const { metSelf } = orderBook.take({ side, ...wish, owner: order.account.index });
  const fills = orderBook.fillCount;
  for (let at = 0; at < fills; at += 1) {
    const slot = orderBook.fillSlots[at] ?? -1;
    const maker = resting[slot];
    if (maker === undefined || maker === null) continue;
    fillBoth(placing, maker, { ticks: orderBook.fillTicks[at] ?? 0, lots: orderBook.fillLots[at] ?? 0 });
  }
  return metSelf;
}

function fillBoth(
  placing: Placing,
  maker: OrderState,
  priced: { readonly ticks: number; readonly lots: number },
): void {
  const { state, order: taker, atMs, events } = placing;
  const { book } = taker;
  const trade: Trade = {
    tradeId: state.nextTradeId,
    book: book.spec.id,
    price: BigInt(priced.ticks) * book.spec.tickSize,
    quantity: BigInt(priced.lots),
    notional: notionalOf(book.spec, priced),
    takerSide: taker.side,
    makerOrderId: maker.orderId,
    takerOrderId: taker.orderId,
    atMs,
  };
  state.nextTradeId += 1;
  advance(maker, trade, priced.lots);
  advance(taker, trade, priced.lots);
  settle(state, trade, { order: maker, role: 'maker' });
  settle(state, trade, { order: taker, role: 'taker' });
  publish(taker, trade);
  events.push({ kind: 'trade', trade, makerAccount: maker.account.id, takerAccount: taker.account.id });

  const isDone = maker.remainingLots === 0;
  events.push(diffOf(maker, { status: isDone ? 'completed' : 'open', atMs }));
  if (!isDone) return;
  book.resting[maker.slot] = null;
  maker.slot = -1;
  events.push(endOrder(state, maker, { reason: 'completed', atMs }));
}

function advance(order: OrderState, trade: Trade, lots: number): void {
  order.remainingLots -= lots;
  order.filledLots += lots;
  order.filledNotional += trade.notional;
  order.status = 'partially_filled';
  order.updatedAtMs = trade.atMs;
}

function publish(order: OrderState, trade: Trade): void {
  const { book } = order;
  book.lastPrice = trade.price;
  book.trades.push(trade);
  if (book.trades.length >= tradesKept * 2) book.trades.splice(0, tradesKept);
  addTrade(book.candles, trade);
}

function rest(placing: Placing): void {
  const { order, atMs, events } = placing;
  const { orderBook, resting } = order.book;
  const { side, priceTicks: limitTicks, remainingLots: lots } = order;
  order.slot = orderBook.rest({ side, limitTicks, lots, owner: order.account.index });
  resting[order.slot] = order;
  if (order.status === 'queued') order.status = 'open';
  events.push(diffOf(order, { status: 'open', atMs }));
}

function end(placing: Placing, reason: EndReason): void {
  const { state, order, atMs, events } = placing;
  events.push(endOrder(state, order, { reason, atMs }));
}
