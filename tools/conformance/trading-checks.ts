// What ccxt does with a key that may trade: orders placed, looked up, changed and cancelled, and their fills.

import * as z from 'zod';
import { type Check, expect } from './check.ts';
import type { Stage } from './lonja-stage.ts';

const symbol = 'BTC/MXN';
const orderId = z.object({ id: z.string().regex(/^[0-9A-Za-z]{16}$/) });
const orderSchema = z.object({
  id: z.string(),
  symbol: z.literal(symbol),
  type: z.enum(['limit', 'market']),
  side: z.enum(['buy', 'sell']),
  status: z.string(),
  price: z.number().optional(),
  amount: z.number(),
  filled: z.number(),
  remaining: z.number(),
  timestamp: z.number().positive(),
});
const fillSchema = z.object({
  id: z.string(),
  order: z.string(),
  symbol: z.literal(symbol),
  side: z.enum(['buy', 'sell']),
  takerOrMaker: z.literal('taker'),
  price: z.number().positive(),
  amount: z.number().positive(),
  cost: z.number().positive(),
  fee: z.object({ cost: z.number().positive(), currency: z.string() }),
});
// Far below the market and inside the book's bounds: it rests.
const restingPrice = 500_000;

async function rest(stage: Stage, amount = 0.001): Promise<string> {
  return orderId.parse(await stage.trader.call('createOrder', symbol, 'limit', 'buy', amount, restingPrice))
    .id;
}

async function openIds(stage: Stage): Promise<readonly string[]> {
  const open = z.array(orderSchema).parse(await stage.trader.call('fetchOpenOrders', symbol));
  return open.map(({ id }) => id);
}

async function buyAtMarket(stage: Stage): Promise<string> {
  return orderId.parse(await stage.trader.call('createOrder', symbol, 'market', 'buy', 0.001)).id;
}

export const tradingChecks: readonly Check[] = [
  {
    method: 'createOrder (limit)',
    run: async (stage) => {
      const id = await rest(stage);
      expect((await openIds(stage)).includes(id), 'the order is open');
      return id;
    },
  },
  {
    method: 'fetchOrder',
    run: async (stage) => {
      const id = await rest(stage, 0.00123456);
      const order = orderSchema.parse(await stage.trader.call('fetchOrder', id));
      expect(order.status === 'open' && order.price === restingPrice, 'it rests at its price');
      expect(order.amount === 0.00123456 && order.remaining === 0.00123456, 'nothing was filled');
      return `${order.status} at ${order.price}`;
    },
  },
  {
    method: 'fetchOpenOrders',
    run: async (stage) => `${(await openIds(stage)).length} open`,
  },
  {
    method: 'cancelOrder',
    run: async (stage) => {
      const id = await rest(stage);
      expect(orderId.parse(await stage.trader.call('cancelOrder', id)).id === id, 'the id comes back');
      expect(!(await openIds(stage)).includes(id), 'it is no longer open');
      const order = orderSchema.parse(await stage.trader.call('fetchOrder', id));
      return order.status;
    },
  },
  {
    method: 'cancelOrders',
    run: async (stage) => {
      const ids = [await rest(stage), await rest(stage)];
      const cancelled = z.array(orderId).parse(await stage.trader.call('cancelOrders', ids));
      expect(cancelled.length === 2 && cancelled.every(({ id }) => ids.includes(id)), 'both ids come back');
      return `${cancelled.length} cancelled`;
    },
  },
  {
    method: 'editOrder',
    run: async (stage) => {
      const id = await rest(stage);
      const edited = await stage.trader.call(
        'editOrder',
        id,
        symbol,
        'limit',
        'buy',
        0.002,
        restingPrice + 10,
      );
      const order = orderSchema.parse(await stage.trader.call('fetchOrder', orderId.parse(edited).id));
      expect(order.price === restingPrice + 10 && order.amount === 0.002, 'the new terms hold');
      return `moved to ${order.price}`;
    },
  },
  {
    method: 'cancelAllOrders',
    run: async (stage) => {
      const id = await rest(stage);
      const cancelled = z.array(orderId).parse(await stage.trader.call('cancelAllOrders'));
      expect(
        cancelled.some((order) => order.id === id),
        'the last order is among them',
      );
      expect((await openIds(stage)).length === 0, 'nothing is open');
      return `${cancelled.length} cancelled`;
    },
  },
  {
    method: 'createOrder (market buy)',
    run: async (stage) => {
      const id = await buyAtMarket(stage);
      const order = orderSchema.parse(await stage.trader.call('fetchOrder', id));
      expect(order.status === 'closed' && order.filled === 0.001, 'it was filled at once');
      return `filled at ${order.price}`;
    },
  },
  {
    method: 'createOrder (market sell)',
    run: async (stage) => {
      const id = orderId.parse(await stage.trader.call('createOrder', symbol, 'market', 'sell', 0.0005)).id;
      const order = orderSchema.parse(await stage.trader.call('fetchOrder', id));
      expect(order.status === 'closed' && order.side === 'sell', 'it was filled at once');
      return `filled at ${order.price}`;
    },
  },
  {
    method: 'createOrder (origin_id)',
    run: async (stage) => {
      const origin = `conformance-${Date.now()}`;
      const params = { origin_id: origin, time_in_force: 'postonly' };
      const placed = await stage.trader.call(
        'createOrder',
        symbol,
        'limit',
        'buy',
        0.001,
        restingPrice,
        params,
      );
      const info = z.object({ info: z.looseObject({ origin_id: z.literal(origin) }) });
      info.parse(await stage.trader.call('fetchOrder', orderId.parse(placed).id));
      await stage.trader.call('cancelAllOrders');
      return origin;
    },
  },
  {
    method: 'fetchOrderTrades',
    run: async (stage) => {
      const id = await buyAtMarket(stage);
      const fills = z
        .array(fillSchema)
        .min(1)
        .parse(await stage.trader.call('fetchOrderTrades', id, symbol));
      const amount = fills.reduce((sum, fill) => sum + fill.amount, 0);
      expect(Math.abs(amount - 0.001) < 1e-9, 'the fills add up to the order');
      expect(
        fills.every((fill) => fill.order === id && fill.fee.currency === 'BTC'),
        'the fee is in bitcoin',
      );
      return `${fills.length} fills`;
    },
  },
  {
    method: 'fetchMyTrades',
    run: async (stage) => {
      const fills = z
        .array(fillSchema)
        .min(3)
        .parse(await stage.trader.call('fetchMyTrades', symbol));
      // ccxt sorts by time, and an order that takes two levels trades twice in one millisecond: the id decides.
      const first = String(Math.min(...fills.map(({ id }) => Number(id))));
      const params = { marker: first, sort: 'asc' };
      const after = z
        .array(fillSchema)
        .parse(await stage.trader.call('fetchMyTrades', symbol, undefined, 100, params));
      expect(after.length === fills.length - 1, 'a marker leaves out what was seen');
      return `${fills.length} fills`;
    },
  },
];
