// The port through which the investor meets an exchange; one adapter per exchange implements it.

import type { Money } from '@mandato/primitives/money';
import type { ClockDrift } from '../risk/clock-drift.ts';
import type { DenialCode, LostCause, NotSentCause } from './venue-answer.ts';
import type { PlaceOrderIntent } from './venue-intent.ts';

/** A definite "no" of the exchange to an order that reached it. In our words, not the exchange's. */
export type RejectionCode =
  | 'key_invalid'
  | 'key_inactive'
  | 'permission_missing'
  | 'address_not_allowed'
  | 'account_restricted'
  | 'book_unknown'
  | 'book_halted'
  | 'order_malformed'
  | 'price_out_of_bounds'
  | 'quantity_out_of_bounds'
  | 'notional_out_of_bounds'
  | 'funds_insufficient'
  | 'open_orders_too_many'
  | 'rejected_otherwise';

/** What one sending of an order came to. `lost` is a question to settle, never an error to retry. */
export type PlaceOutcome =
  | { readonly kind: 'accepted'; readonly venueOrderId: string }
  | { readonly kind: 'already_exists' }
  | {
      readonly kind: 'rejected';
      readonly code: RejectionCode;
      readonly venueCode: string;
      readonly venueMessage: string;
    }
  | { readonly kind: 'denied'; readonly code: DenialCode }
  | { readonly kind: 'not_sent'; readonly cause: NotSentCause }
  | {
      readonly kind: 'lost';
      readonly cause: LostCause | 'answer_ambiguous';
      readonly venueCode: string | null;
    };

/** Why a read gave no value. */
export type ReadFailure =
  | {
      readonly kind: 'rejected';
      readonly code: RejectionCode;
      readonly venueCode: string;
      readonly venueMessage: string;
    }
  | { readonly kind: 'rate_limited' }
  /** The nonce was refused: another call with the same key overtook this one, or it came too late. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'denied'; readonly code: DenialCode }
  | { readonly kind: 'unreachable'; readonly cause: NotSentCause | LostCause | 'answer_unreadable' };

export type ReadOutcome<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly failure: ReadFailure };

/** One asset's parts of a balance; total = available + locked. */
export interface Balance {
  readonly asset: string;
  readonly available: Money;
  readonly locked: Money;
  readonly total: Money;
}

/** Our share of one match, as the exchange reports it. Quantities and fee are positive. */
export interface Fill {
  readonly tradeId: string;
  readonly venueOrderId: string;
  readonly book: string;
  readonly side: 'buy' | 'sell';
  readonly liquidity: 'maker' | 'taker';
  /** Quote units (10^-8) per whole base. */
  readonly price: bigint;
  readonly quantity: Money;
  readonly notional: Money;
  readonly fee: Money;
  readonly feeAsset: string;
  readonly atMs: number;
}

/** How an order stands at the exchange. `gone` is completed or cancelled: only its trades say which. */
export interface OrderAtVenue {
  readonly orderId: string;
  readonly venueOrderId: string;
  readonly status: 'queued' | 'open' | 'partially_filled' | 'completed' | 'cancelled';
}

/** The trades of an order: its fills, or the exchange's word that they are not readable yet. */
export type OrderTrades =
  | { readonly kind: 'fills'; readonly fills: readonly Fill[] }
  /** The order exists but has not matched, or its trade rows are still being written. */
  | { readonly kind: 'exists_without_trades' }
  /** No order with this id has any trade; no proof that none exists. */
  | { readonly kind: 'none_found' };

/** A trade of the account, whoever placed its order; `orderId` is the id which they gave it, null without one. */
export interface OwnTrade {
  readonly tradeId: string;
  readonly orderId: string | null;
  readonly atMs: number;
}

/** A book's rules, as far as an order must respect them. Prices and amounts in 10^-8 units. */
export interface BookRules {
  readonly book: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: bigint;
  readonly lotSize: bigint;
  readonly quantityMin: bigint;
  readonly quantityMax: bigint;
  readonly notionalMin: bigint;
  readonly notionalMax: bigint;
  readonly takerFeeRate: string;
}

/** Best prices and the last trade of a book; `null` where that side is empty. */
export interface Quote {
  readonly book: string;
  readonly bid: bigint | null;
  readonly ask: bigint | null;
  readonly last: bigint | null;
}

/** One price of an order book; quantity in base units of 10^-8. */
export interface PriceLevel {
  readonly price: bigint;
  readonly quantity: bigint;
}

/** One trade of anybody. */
export interface PublicTrade {
  readonly tradeId: string;
  readonly price: bigint;
  readonly atMs: number;
}

/** All that the public is shown of a book, read together. Times are the exchange's own. */
export interface MarketPicture {
  readonly book: string;
  /** What the ticker says. */
  readonly quote: Quote;
  /** When the exchange says that this was; null where it does not. */
  readonly atMs: number | null;
  /** The order book's number, which rises with every change; null where it has none. */
  readonly sequence: bigint | null;
  /** The order book's two sides, best price first. */
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
  /** The newest trades. */
  readonly trades: readonly PublicTrade[];
  /** How far our wall clock is off the exchange's, as far as its answers tell; null where they do not. */
  readonly drift: ClockDrift | null;
}

/** A place in the history of an account's trades: behind `afterTradeId`, or its beginning. */
export interface OwnTradeMark {
  readonly book: string;
  readonly afterTradeId: string | null;
}

/** What may be asked with one credential. `nonce` is 13-digit epoch ms and six digits, never used before. */
export interface Venue {
  placeOrder(order: PlaceOrderIntent, nonce: string): Promise<PlaceOutcome>;
  cancelOrder(orderId: string, nonce: string): Promise<ReadOutcome<{ readonly cancelled: boolean }>>;
  findOrder(orderId: string, nonce: string): Promise<ReadOutcome<OrderAtVenue | null>>;
  readOrderTrades(orderId: string, nonce: string): Promise<ReadOutcome<OrderTrades>>;
  /** The account's trades in a book after one of them, or from its first; oldest first, empty when there are none. */
  readOwnTrades(after: OwnTradeMark, nonce: string): Promise<ReadOutcome<readonly OwnTrade[]>>;
  readBalances(nonce: string): Promise<ReadOutcome<readonly Balance[]>>;
}

/** What anybody may ask, without a key. */
export interface PublicVenue {
  readBooks(): Promise<ReadOutcome<readonly BookRules[]>>;
  readQuote(book: string): Promise<ReadOutcome<Quote>>;
  /** Ticker, order book and newest trades of a book; unread when any of them is. */
  readMarket(book: string): Promise<ReadOutcome<MarketPicture>>;
}
