// The closed list of things that may be asked of an exchange with a person's key; money cannot leave by any of them.

/** A book as the exchange names it, `btc_mxn`. Amounts are plain decimal text. */
export type VenueIntent =
  | { readonly kind: 'read_balances' }
  | { readonly kind: 'read_account' }
  | { readonly kind: 'read_fees' }
  | { readonly kind: 'read_open_orders'; readonly book: string }
  | { readonly kind: 'find_orders'; readonly orderIds: readonly string[] }
  | { readonly kind: 'read_order_trades'; readonly orderId: string }
  | { readonly kind: 'read_user_trades'; readonly book: string; readonly afterTradeId: string | null }
  | PlaceOrderIntent
  | { readonly kind: 'cancel_order'; readonly orderId: string };

/** An order to place; `orderId` is ours and was durably recorded before this intent exists. */
export type PlaceOrderIntent =
  | {
      readonly kind: 'place_market_buy';
      readonly orderId: string;
      readonly book: string;
      /** How much of the quote currency to spend, at most. */
      readonly notional: string;
    }
  | {
      readonly kind: 'place_limit_order';
      readonly orderId: string;
      readonly book: string;
      readonly side: 'buy' | 'sell';
      readonly quantity: string;
      readonly price: string;
      readonly postOnly: boolean;
    };
