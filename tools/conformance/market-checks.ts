// What ccxt reads without a key: markets, prices, order books, trades and candles.

import * as z from 'zod';
import { type Check, expect } from './check.ts';

const positive = z.number().positive();
const marketSchema = z.object({
  symbol: z.literal('BTC/MXN'),
  id: z.literal('btc_mxn'),
  maker: z.literal(0.006),
  taker: z.literal(0.0078),
  precision: z.object({ amount: z.literal(1e-8), price: z.literal(10) }),
  limits: z.object({
    amount: z.object({ min: z.literal(6e-7), max: z.literal(600) }),
    price: z.object({ min: z.literal(100_000), max: z.literal(40_000_000) }),
    cost: z.object({ min: z.literal(10), max: z.literal(200_000_000) }),
  }),
});
const tickerSchema = z.object({
  symbol: z.literal('BTC/MXN'),
  bid: positive,
  ask: positive,
  last: positive,
  timestamp: positive,
  high: positive,
  low: positive,
  vwap: positive,
  baseVolume: positive,
});
const levelsSchema = z.array(z.tuple([positive, positive])).min(5);
const tradeSchema = z.object({
  id: z.string().regex(/^[0-9]+$/),
  symbol: z.literal('BTC/MXN'),
  side: z.enum(['buy', 'sell']),
  price: positive,
  amount: positive,
  timestamp: positive,
});
const candleSchema = z.tuple([positive, positive, positive, positive, positive, positive]);

export const marketChecks: readonly Check[] = [
  {
    method: 'loadMarkets',
    run: async ({ anonymous }) => {
      const markets = z.record(z.string(), z.unknown()).parse(await anonymous.call('loadMarkets'));
      marketSchema.parse(markets['BTC/MXN']);
      return `${Object.keys(markets).length} markets`;
    },
  },
  {
    method: 'fetchCurrencies',
    run: async ({ anonymous }) => {
      const row = z.object({ id: z.string(), precision: z.literal(1e-8), type: z.string() });
      const currencies = z.record(z.string(), row).parse(await anonymous.call('fetchCurrencies'));
      expect(currencies['BTC'] !== undefined && currencies['MXN']?.type === 'fiat', 'BTC and MXN are there');
      return `${Object.keys(currencies).length} currencies`;
    },
  },
  {
    method: 'fetchMarkets',
    run: async ({ anonymous }) => {
      const markets = z.array(z.object({ id: z.string() })).parse(await anonymous.call('fetchMarkets'));
      expect(
        markets.some(({ id }) => id === 'btc_mxn'),
        'btc_mxn is there',
      );
      return `${markets.length} markets`;
    },
  },
  {
    method: 'fetchTicker',
    run: async ({ anonymous }) => {
      const ticker = tickerSchema.parse(await anonymous.call('fetchTicker', 'BTC/MXN'));
      expect(ticker.bid < ticker.ask, 'the bid is below the ask');
      expect(Math.abs(ticker.timestamp - Date.now()) < 60_000, 'the ticker is of now');
      return `last ${ticker.last}`;
    },
  },
  {
    method: 'fetchOrderBook',
    run: async ({ anonymous }) => {
      const schema = z.object({ bids: levelsSchema, asks: levelsSchema, timestamp: positive });
      const book = schema.parse(await anonymous.call('fetchOrderBook', 'BTC/MXN'));
      const best = { bid: book.bids[0]?.[0] ?? 0, ask: book.asks[0]?.[0] ?? 0 };
      expect(best.bid < best.ask, 'the best bid is below the best ask');
      expect(isDescending(book.bids.map(([price]) => price)), 'bids fall');
      expect(isDescending(book.asks.map(([price]) => -price)), 'asks rise');
      return `${book.bids.length} bids, ${book.asks.length} asks`;
    },
  },
  {
    method: 'fetchTrades',
    run: async ({ anonymous }) => {
      const trades = z
        .array(tradeSchema)
        .min(1)
        .parse(await anonymous.call('fetchTrades', 'BTC/MXN'));
      return `${trades.length} trades`;
    },
  },
  {
    method: 'fetchOHLCV',
    run: async ({ anonymous }) => {
      const candles = z
        .array(candleSchema)
        .min(1)
        .parse(await anonymous.call('fetchOHLCV', 'BTC/MXN', '1m'));
      expect(
        candles.every(([start]) => start % 60_000 === 0),
        'minutes begin on the minute',
      );
      expect(
        candles.every(
          ([, open, high, low, close]) => high >= Math.max(open, close) && low <= Math.min(open, close),
        ),
        'open and close lie between low and high',
      );
      return `${candles.length} candles`;
    },
  },
  {
    method: 'fetchOHLCV (since, limit)',
    run: async ({ anonymous }) => {
      const since = Date.now() - 3_600_000;
      const candles = z
        .array(candleSchema)
        .parse(await anonymous.call('fetchOHLCV', 'BTC/MXN', '1h', since, 5));
      expect(candles.length >= 1, 'this hour has traded');
      return `${candles.length} candles`;
    },
  },
  {
    method: 'fetchOHLCV (limit)',
    run: async ({ anonymous }) => {
      const answer = await anonymous.call('fetchOHLCV', 'BTC/MXN', '1d', undefined, 3);
      return `${z.array(candleSchema).min(1).parse(answer).length} candles`;
    },
  },
];

function isDescending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value < (values[index - 1] ?? 0));
}
