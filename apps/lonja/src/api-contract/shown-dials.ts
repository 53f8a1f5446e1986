// The fault dials that bend what a page shows, as the pages are told of them.

/** What bends the figures of an account. `fee` is the part of `rules` that is about fees. */
export type AccountDial = 'rollback' | 'fee' | 'drift' | 'release_lag' | 'read_lag';

/** What bends a book, or the orders in it. `rules` is the rest of that dial. */
export type BookDial = 'delist' | 'halt' | 'rules' | 'fee' | 'partial' | 'cancel_remainder' | 'price' | 'ws';

/** Amounts of one currency, as plain decimal text. */
export interface CurrencyAmounts {
  available: string;
  locked: string;
  total: string;
}
