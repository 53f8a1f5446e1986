// The portal's calls of the trading screen, as types. Every number is plain decimal text; a page never computes with floats.

import type { Empty, SessionRefusal } from './session-contract.ts';
import type { AccountDial, BookDial, CurrencyAmounts } from './shown-dials.ts';

/** Calls that look at the market and act on it with the person's own session. */
export interface TradeCalls {
  /** The rules of every book, and what the account pays in it. */
  market: { request: Empty; answer: PortalMarket; refusal: SessionRefusal };
  /** Every resting order and the latest trades, with the sequence number from which the stream goes on. */
  bookSnapshot: { request: { book: string }; answer: BookSnapshot; refusal: SessionRefusal | 'book_unknown' };
  /** The latest 300 candles of one size, ascending, without empty ones. */
  candles: {
    request: { book: string; seconds: number };
    answer: { candles: readonly PortalCandle[] };
    refusal: SessionRefusal | 'book_unknown' | 'candle_size_unknown';
  };
  /** What the account has open and free, over all books. */
  desk: { request: Empty; answer: TradingDesk; refusal: SessionRefusal };
  placeOrder: {
    request: OrderForm;
    answer: PlacedOrder;
    refusal: SessionRefusal | OrderRefusal;
  };
  /** New terms for an open order, which keeps its id and loses its place in the queue; null stays as it is. */
  changeOrder: {
    request: { orderId: string; price: string | null; amount: string | null; stop: string | null };
    answer: TradingDesk;
    refusal: SessionRefusal | OrderRefusal | ChangeRefusal;
  };
  cancelOrder: {
    request: { orderId: string };
    answer: TradingDesk;
    refusal: SessionRefusal | 'order_unknown' | 'order_ended';
  };
  /** Of one book, or (null) of all of them. */
  cancelOrders: { request: { book: string | null }; answer: TradingDesk; refusal: SessionRefusal };
  /** Orders that ended, newest first; `marker` is the `next` of the page before. */
  orderHistory: {
    request: PageRequest;
    answer: { orders: readonly PortalOrder[]; next: number | null };
    refusal: SessionRefusal;
  };
  /** Newest first; `marker` is the `next` of the page before. */
  fills: {
    request: PageRequest;
    answer: { fills: readonly PortalFill[]; next: number | null };
    refusal: SessionRefusal;
  };
}

/** What the stream of a person's own orders says: everything anew at each change, and that it is alive. */
export type DeskMessage = { type: 'desk'; desk: TradingDesk } | { type: 'ka' };

/** What a page asks to be placed. `amount` is in base, but in quote for a market order by quote. */
export interface OrderForm {
  book: string;
  side: 'buy' | 'sell';
  kind: 'limit' | 'market' | 'stop' | 'stop_limit';
  amountIn: 'base' | 'quote';
  amount: string;
  /** Of limit and stop-limit orders; null otherwise. */
  price: string | null;
  /** Of stop and stop-limit orders; null otherwise. */
  stop: string | null;
  timeInForce: PortalTimeInForce;
}

export type PortalTimeInForce = 'gtc' | 'ioc' | 'fok' | 'postonly';

export type OrderRefusal =
  | 'book_unknown'
  | 'trading_halted'
  | 'market_orders_halted'
  | 'account_halted'
  | 'price_malformed'
  | 'stop_malformed'
  | 'amount_malformed'
  | 'price_off_tick'
  | 'price_below_min'
  | 'price_above_max'
  | 'stop_below_min'
  | 'stop_above_max'
  | 'quantity_below_min'
  | 'quantity_above_max'
  | 'notional_below_min'
  | 'notional_above_max'
  | 'open_orders_exceeded'
  | 'balance_insufficient';
export type ChangeRefusal = 'order_unknown' | 'order_ended' | 'change_not_allowed';

export interface PageRequest {
  book: string | null;
  marker: number | null;
}

export interface PortalMarket {
  books: readonly PortalBook[];
}

export interface PortalBook {
  book: string;
  tickSize: string;
  priceMin: string;
  priceMax: string;
  quantityMin: string;
  quantityMax: string;
  notionalMin: string;
  notionalMax: string;
  /** Parts per million of what is received. */
  makerPpm: number;
  takerPpm: number;
  /** Of the last 24 hours; null without a trade. */
  last: string | null;
  /** As tickers tell it, which a dial may bend; balances are valued at it. */
  tickerLast: string | null;
  high: string | null;
  low: string | null;
  volume: string;
  change24Percent: string | null;
  /** What bends its prices, and what orders in it meet. */
  dials: readonly BookDial[];
}

export interface BookSnapshot {
  book: string;
  sequence: number;
  bids: readonly RestingRow[];
  asks: readonly RestingRow[];
  /** Newest first. */
  trades: readonly TapeRow[];
}

export interface RestingRow {
  orderId: string;
  price: string;
  amount: string;
  createdAtMs: number;
}

export interface TapeRow {
  id: number;
  price: string;
  amount: string;
  takerSide: 'buy' | 'sell';
  atMs: number;
}

/** Candle sizes that the portal offers, in seconds. */
export const portalCandleSizes = [60, 300, 900, 3600, 14_400, 86_400] as const;

export interface PortalCandle {
  startMs: number;
  open: string;
  high: string;
  low: string;
  close: string;
  /** In base. */
  volume: string;
}

export interface TradingDesk {
  balances: readonly ShownBalance[];
  /** What bends the balances, and what bends the orders and fills. */
  balanceDials: readonly AccountDial[];
  tradeDials: readonly AccountDial[];
  openOrders: readonly PortalOrder[];
  /** The latest 20, newest first. */
  latestFills: readonly PortalFill[];
  /** How many of the account's orders ended so far: another number means that the history has grown. */
  endedOrders: number;
}

/** A balance as the API shows it; `actual`, where a dial bends that, is what the exchange counts with. */
export interface ShownBalance extends CurrencyAmounts {
  currency: string;
  actual: CurrencyAmounts | null;
}

export interface PlacedOrder {
  order: PortalOrder;
  desk: TradingDesk;
}

export interface PortalOrder {
  orderId: string;
  book: string;
  side: 'buy' | 'sell';
  kind: 'limit' | 'market' | 'stop' | 'stop_limit';
  timeInForce: PortalTimeInForce;
  price: string | null;
  stop: string | null;
  /** As asked for; null for an order by quote. */
  amount: string | null;
  /** What an order by quote asked to spend or receive; null for all others. */
  quoteAmount: string | null;
  filledAmount: string;
  /** What its fills cost or brought on average; null before the first. */
  averagePrice: string | null;
  filledValue: string;
  state: 'waiting' | 'open' | 'partly_filled' | 'filled' | 'ended';
  /** Why it ended; null while it is open. */
  endReason: OrderEndReason | null;
  createdAtMs: number;
  updatedAtMs: number;
}

export type OrderEndReason =
  | 'completed'
  | 'cancelled_by_owner'
  | 'self_trade'
  | 'post_only_would_take'
  | 'not_fillable_at_once'
  | 'remainder_not_rested'
  | 'liquidity_exhausted';

export interface PortalFill {
  tradeId: number;
  orderId: string;
  book: string;
  side: 'buy' | 'sell';
  role: 'maker' | 'taker';
  price: string;
  amount: string;
  value: string;
  fee: string;
  feeCurrency: string;
  atMs: number;
}
