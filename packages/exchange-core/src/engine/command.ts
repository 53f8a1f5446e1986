// What can be asked of the exchange, and every way in which it can say no.

import type { Asset } from '@mandato/primitives/money';
import type { AccountId, BookId, Side, VenueOrderId } from '../ids.ts';

export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'postonly';

/** What an order asks for. Prices, quantities and notionals are bigints of 10^-8. */
export type OrderTerms =
  | {
      readonly kind: 'limit';
      readonly price: bigint;
      readonly quantity: bigint;
      readonly timeInForce: TimeInForce;
    }
  /** So much base at any price, or at prices at most `slippagePpm` worse than the best one at arrival. */
  | { readonly kind: 'market_quantity'; readonly quantity: bigint; readonly slippagePpm: number | null }
  /** So much quote, spent (buy) or received (sell): as many whole lots as fit. */
  | { readonly kind: 'market_notional'; readonly notional: bigint; readonly slippagePpm: number | null };

export interface OpenAccount {
  readonly kind: 'open_account';
  readonly atMs: number;
  readonly account: AccountId;
}

/** Money arriving from outside. `fundingId` is 32 hex digits; `method` is how it came (`practice`, `spei`). */
export interface Fund {
  readonly kind: 'fund';
  readonly atMs: number;
  readonly account: AccountId;
  readonly asset: Asset;
  readonly amount: bigint;
  readonly fundingId: string;
  readonly method: string;
}

/** `originId` is the client's own id (1 to 40 of [A-Za-z0-9_-], checked by the caller) or null. */
export interface PlaceOrder {
  readonly kind: 'place_order';
  readonly atMs: number;
  readonly account: AccountId;
  readonly orderId: VenueOrderId;
  readonly originId: string | null;
  readonly book: BookId;
  readonly side: Side;
  readonly terms: OrderTerms;
  /**
   * The trigger price (units of 10^-8) of a stop order, which enters the book once the last price reaches it from the
   * side on which it was at entry; absent for all others.
   */
  readonly stop?: bigint;
}

/** New terms for an active order; what is null stays. `quantity` counts what is filled already. */
export interface NewTerms {
  readonly price: bigint | null;
  readonly quantity: bigint | null;
  /** For market orders by notional that wait for their trigger. */
  readonly notional: bigint | null;
  /** For orders that wait for their trigger. */
  readonly stop: bigint | null;
}

/**
 * Changes an active order, which keeps its ids and loses its place in the queue. A limit buy whose price alone changes
 * keeps what it may cost: its quantity follows. With `cancelIfRefused` an order that cannot be changed is cancelled.
 */
export interface ModifyOrder {
  readonly kind: 'modify_order';
  readonly atMs: number;
  readonly account: AccountId;
  readonly orderId: VenueOrderId;
  readonly terms: NewTerms;
  readonly cancelIfRefused: boolean;
}

/**
 * Cancels an active order and places another with the same book, side and kind under a new id. What is null is as in
 * the old order, the quantity being what it has open. The new order must be affordable beside the old one.
 */
export interface ReplaceOrder {
  readonly kind: 'replace_order';
  readonly atMs: number;
  readonly account: AccountId;
  readonly orderId: VenueOrderId;
  readonly newOrderId: VenueOrderId;
  readonly originId: string | null;
  readonly terms: NewTerms;
}

export interface CancelOrder {
  readonly kind: 'cancel_order';
  readonly atMs: number;
  readonly account: AccountId;
  readonly orderId: VenueOrderId;
}

/** Cancels every active order of the account, in one book or (null) in all of them. */
export interface CancelAll {
  readonly kind: 'cancel_all';
  readonly atMs: number;
  readonly account: AccountId;
  readonly book: BookId | null;
}

/** Everything that changes the exchange. `atMs` is market time in epoch milliseconds, chosen by the caller. */
export type EngineCommand =
  | OpenAccount
  | Fund
  | PlaceOrder
  | CancelOrder
  | CancelAll
  | ModifyOrder
  | ReplaceOrder;

/** Why a command was refused, in order of precedence; the first that applies is the answer. */
export type EngineRefusal =
  | 'account_exists'
  | 'account_unknown'
  | 'asset_unknown'
  | 'book_unknown'
  | 'order_id_duplicate'
  | 'order_unknown'
  | 'order_ended'
  | 'change_not_allowed'
  | 'funding_id_duplicate'
  | 'amount_not_positive'
  | 'price_off_tick'
  | 'origin_id_duplicate'
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

/** Active orders that one account may have at once (over all books). */
export const openOrdersMax = 500;

const commandKinds: readonly EngineCommand['kind'][] = [
  'open_account',
  'fund',
  'place_order',
  'cancel_order',
  'cancel_all',
  'modify_order',
  'replace_order',
];

/** Recognises a command that we wrote ourselves and read back whole; it does not check a stranger's input. */
export function isEngineCommand(value: unknown): value is EngineCommand {
  if (typeof value !== 'object' || value === null || !('kind' in value && 'atMs' in value)) return false;
  return typeof value.atMs === 'number' && commandKinds.some((kind) => kind === value.kind);
}
