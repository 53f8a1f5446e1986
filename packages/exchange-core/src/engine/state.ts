// The whole exchange as one value: it is changed by `apply` alone and read through the view functions.

import type { Asset } from '@mandato/primitives/money';
import type { OrderBook } from '../book/order-book.ts';
import { createOrderBook } from '../book/order-book.ts';
import type { BookSpec } from '../book-spec.ts';
import { type CandleSeries, createCandleSeries } from '../candle/candle-series.ts';
import type { DayVolumes } from '../fees/day-volumes.ts';
import type { AccountId, BookId, Side, VenueOrderId } from '../ids.ts';
import type { TimeInForce } from './command.ts';
import type { EndReason, Fill, Trade } from './event.ts';

/** `queued` lasts only while a command is being applied: matching here is part of placing. */
export type OrderStatus = 'queued' | 'open' | 'partially_filled' | 'completed' | 'cancelled';

/** An order as the engine keeps it: ticks and lots are safe integers, money is bigint. */
export interface OrderState {
  readonly orderId: VenueOrderId;
  readonly originId: string | null;
  readonly account: AccountState;
  readonly book: BookState;
  readonly side: Side;
  readonly kind: 'limit' | 'market_quantity' | 'market_notional';
  readonly timeInForce: TimeInForce;
  /** Limit price in ticks; 0 for market orders. */
  readonly priceTicks: number;
  /** Quantity asked for in lots; 0 for orders by notional. */
  readonly quantityLots: number;
  /** price × quantity at entry for limit orders; the notional asked for; 0 for market orders by quantity. */
  readonly notional: bigint;
  readonly createdAtMs: number;
  remainingLots: number;
  filledLots: number;
  filledNotional: bigint;
  /** What is still locked for it: quote for a buy, base for a sell. */
  hold: bigint;
  /** Its place in the order book, or -1 while it does not rest. */
  slot: number;
  status: OrderStatus;
  updatedAtMs: number;
  endReason: EndReason | null;
}

export interface BalanceState {
  total: bigint;
  locked: bigint;
}

/** Money that came from outside; `entry` is the number of its ledger entry. */
export interface Funding {
  readonly fundingId: string;
  readonly asset: Asset;
  readonly amount: bigint;
  readonly method: string;
  readonly atMs: number;
  readonly entry: number;
}

/** Ledger rows are derived from these: a fill is a trade row and a fee row, a funding is one row. */
export type Posting =
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'funding'; readonly funding: Funding };

export interface AccountState {
  readonly id: AccountId;
  /** 0, 1, 2, … in the order of opening; the owner of its orders in the order books. */
  readonly index: number;
  readonly openedAtMs: number;
  readonly balances: Map<Asset, BalanceState>;
  /** Active orders, oldest first. */
  readonly openOrders: Map<VenueOrderId, OrderState>;
  /** The latest order of each origin id that is still looked up. */
  readonly byOriginId: Map<string, OrderState>;
  /** Ascending trade ids. */
  readonly fills: Fill[];
  readonly fundings: Funding[];
  readonly postings: Posting[];
  readonly volumes: Map<Asset, DayVolumes>;
}

export interface BookState {
  readonly spec: BookSpec;
  readonly orderBook: OrderBook;
  /** The resting order of each slot of the order book. */
  readonly resting: (OrderState | null)[];
  /** Recent public trades, oldest first. */
  readonly trades: Trade[];
  readonly candles: CandleSeries;
  sequence: number;
  lastPrice: bigint | null;
}

export interface ExchangeState {
  readonly assets: readonly Asset[];
  readonly books: Map<BookId, BookState>;
  readonly accounts: Map<AccountId, AccountState>;
  /** Active orders, and ended ones for `endedRetentionMs` of market time. */
  readonly orders: Map<VenueOrderId, OrderState>;
  /** Ended orders, the longest ended first, from `endedHead` on. */
  readonly ended: OrderState[];
  endedHead: number;
  /** The other side of fundings: minus everything that ever came in. */
  readonly external: Map<Asset, bigint>;
  /** Fees earned. */
  readonly fees: Map<Asset, bigint>;
  readonly fundingIds: Set<string>;
  /** Market time of the latest command; it never runs backwards. */
  nowMs: number;
  nextTradeId: number;
  nextEntry: number;
}

/** How long ended orders can be looked up, in market time. */
export const endedRetentionMs = 60 * 60_000;

/** An exchange with empty books and no accounts. */
export function createExchangeState(specs: readonly BookSpec[]): ExchangeState {
  const assets = [...new Set(specs.flatMap((spec) => [spec.base, spec.quote]))];
  return {
    assets,
    books: new Map(specs.map((spec) => [spec.id, createBookState(spec)])),
    accounts: new Map(),
    orders: new Map(),
    ended: [],
    endedHead: 0,
    external: new Map(assets.map((asset) => [asset, 0n])),
    fees: new Map(assets.map((asset) => [asset, 0n])),
    fundingIds: new Set(),
    nowMs: 0,
    nextTradeId: 1,
    nextEntry: 1,
  };
}

function createBookState(spec: BookSpec): BookState {
  return {
    spec,
    orderBook: createOrderBook(Number(spec.priceMax / spec.tickSize)),
    resting: [],
    trades: [],
    candles: createCandleSeries(),
    sequence: 0,
    lastPrice: null,
  };
}
