// The names that the exchange gives to things, each a type of its own so that two cannot be mixed up.

import type { Brand } from '@mandato/primitives/brand';
import { invariant } from '@mandato/primitives/invariant';
import type { Asset } from '@mandato/primitives/money';

/** An account of this exchange; opaque text minted by the caller. */
export type AccountId = Brand<string, 'AccountId'>;

/** The exchange's order id (`oid`): 16 characters of [0-9A-Za-z], minted by the caller. */
export type VenueOrderId = Brand<string, 'VenueOrderId'>;

/** A book: `base_quote` in lower case, as in `btc_mxn`. */
export type BookId = Brand<string, 'BookId'>;

export type Side = 'buy' | 'sell';

/** The side that a taker meets. */
export function oppositeSide(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** True for text that may name an account. */
export function isAccountId(text: string): text is AccountId {
  return /^[0-9A-Za-z_-]{1,40}$/.test(text);
}

/** True for text that may be an order's id; false means that no order can have it. */
export function isVenueOrderId(text: string): text is VenueOrderId {
  return /^[0-9A-Za-z]{16}$/.test(text);
}

/** True for text that may name a book; whether there is such a book is for the exchange to say. */
export function isBookId(text: string): text is BookId {
  return /^[a-z0-9]{2,10}_[a-z0-9]{2,10}$/.test(text);
}

/** True for text that may be a currency's code; whether it is traded here is for the exchange to say. */
export function isAsset(text: string): text is Asset {
  return /^[a-z0-9]{2,10}$/.test(text);
}

/** An account id that we minted. */
export function accountIdOf(text: string): AccountId {
  invariant(isAccountId(text), 'we mint account ids of letters, digits, _ and -');
  return text;
}

/** An order id that we minted. */
export function venueOrderIdOf(text: string): VenueOrderId {
  invariant(isVenueOrderId(text), 'we mint order ids of 16 letters and digits');
  return text;
}

/** The name of a book that we wrote ourselves. */
export function bookIdOf(text: string): BookId {
  invariant(isBookId(text), 'a book is named base_quote');
  return text;
}

/** A currency code that we wrote ourselves. */
export function assetOf(text: string): Asset {
  invariant(isAsset(text), 'a currency code is lower-case letters and digits');
  return text;
}
