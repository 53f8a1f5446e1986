// What happened because of one command, in the order in which it happened.

import type { Asset } from '@mandato/primitives/money';
import type { AccountId, BookId, Side, VenueOrderId } from '../ids.ts';

/** The public print of one match. Price, quantity and notional are bigints of 10^-8. */
export interface Trade {
  /** The trade id (`tid`): +1 per trade over all books, starting at 1. */
  readonly tradeId: number;
  readonly book: BookId;
  readonly price: bigint;
  readonly quantity: bigint;
  /** price × quantity rounded down once; what the buyer pays and the seller gets before fees. */
  readonly notional: bigint;
  readonly takerSide: Side;
  readonly makerOrderId: VenueOrderId;
  readonly takerOrderId: VenueOrderId;
  readonly atMs: number;
}

/** One account's share of a trade. The fee is positive, in the asset received, and already taken. */
export interface Fill {
  readonly trade: Trade;
  readonly orderId: VenueOrderId;
  readonly originId: string | null;
  readonly side: Side;
  readonly role: 'maker' | 'taker';
  readonly receivedAsset: Asset;
  readonly paidAsset: Asset;
  /** In `receivedAsset`. */
  readonly fee: bigint;
  /** Number of the ledger entry of the trade; its fee is entry + 1. */
  readonly entry: number;
}

/** Why an order is no longer active. */
export type EndReason =
  | 'completed'
  | 'cancelled_by_owner'
  | 'self_trade'
  | 'post_only_would_take'
  | 'not_fillable_at_once'
  | 'remainder_not_rested'
  | 'liquidity_exhausted';

/**
 * One entry of a message of a book's depth feed. `sequence` is per book, +1 per message: the makers of one match share
 * a message.
 */
export interface BookDiff {
  readonly kind: 'book_diff';
  readonly book: BookId;
  readonly sequence: number;
  readonly orderId: VenueOrderId;
  readonly side: Side;
  readonly price: bigint;
  readonly status: 'open' | 'completed' | 'cancelled';
  /** What still rests (open), or rested when it was cancelled; 0 when completed. */
  readonly quantity: bigint;
  readonly createdAtMs: number;
  readonly atMs: number;
}

export type EngineEvent =
  | { readonly kind: 'account_opened'; readonly account: AccountId }
  | {
      readonly kind: 'funded';
      readonly account: AccountId;
      readonly asset: Asset;
      readonly amount: bigint;
      readonly fundingId: string;
    }
  | { readonly kind: 'order_accepted'; readonly account: AccountId; readonly orderId: VenueOrderId }
  | {
      readonly kind: 'trade';
      readonly trade: Trade;
      readonly makerAccount: AccountId;
      readonly takerAccount: AccountId;
    }
  | {
      readonly kind: 'order_ended';
      readonly account: AccountId;
      readonly orderId: VenueOrderId;
      readonly reason: EndReason;
    }
  | BookDiff;
