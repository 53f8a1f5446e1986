// Reads what an approval needs of the exchange: the book's rules, its prices, and what is available to spend.

import type { SkipReason } from '@mandato/invest-core/order/order-state';
import type {
  BookRules,
  PublicVenue,
  Quote,
  ReadFailure,
  ReadOutcome,
} from '@mandato/invest-core/venue/venue';
import { type Money, moneyOfUnits } from '@mandato/primitives/money';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { isOurFailure } from '../links/read-balances.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';

export interface MarketLook {
  readonly rules: BookRules;
  readonly quote: Quote;
  /** Of the book's quote currency. */
  readonly available: Money;
}

/** Why there is nothing to look at: the reason to skip for, and whether the next minute may bring better. */
export interface LookFailure {
  readonly reason: SkipReason;
  readonly isPassing: boolean;
  /** Our signer did not answer; the exchange was not heard. */
  readonly isOurs: boolean;
}

/** Rules change rarely; asking for them at every slot would cost a call of the shared public limit. */
const rulesMaxAgeMs = 60_000;

/** Plans that are due in the same moment share one look at the prices: the public limit is one for all. */
const quoteSharedMs = 1_000;

/** Remembers the books of each exchange for a minute, and the prices of a book for a second. */
export class BookRulesCache {
  readonly #wallClock: Clock;
  readonly #read = new Map<string, { readonly atMs: number; readonly books: readonly BookRules[] }>();

  readonly #quotes = new Map<string, { readonly atMs: number; readonly read: Promise<ReadOutcome<Quote>> }>();

  constructor(wallClock: Clock) {
    this.#wallClock = wallClock;
  }

  /** The rules of all books of `exchange`. */
  async books(exchange: string, publicVenue: PublicVenue): Promise<ReadOutcome<readonly BookRules[]>> {
    const nowMs = this.#wallClock.nowMs();
    const kept = this.#read.get(exchange);
    if (kept !== undefined && nowMs - kept.atMs < rulesMaxAgeMs) return { kind: 'read', value: kept.books };
    const outcome = await publicVenue.readBooks();
    if (outcome.kind === 'read') this.#read.set(exchange, { atMs: nowMs, books: outcome.value });
    return outcome;
  }

  /** The best prices of `book`, asked for within the last second. */
  quote(exchange: string, publicVenue: PublicVenue, book: string): Promise<ReadOutcome<Quote>> {
    const nowMs = this.#wallClock.nowMs();
    const key = `${exchange} ${book}`;
    const kept = this.#quotes.get(key);
    if (kept !== undefined && Math.abs(nowMs - kept.atMs) < quoteSharedMs) return kept.read;
    const read = publicVenue.readQuote(book);
    this.#quotes.set(key, { atMs: nowMs, read });
    return read;
  }
}

/** Whose market to look at, with a fresh nonce for the signed read. */
export interface LookRequest {
  readonly link: LinkedVenue;
  readonly nonce: string;
  readonly book: string;
  /** The book's quote currency. */
  readonly quote: string;
}

/** Looks at the rules, prices and balance of `of`; three reads at once. */
export async function lookAtMarket(
  cache: BookRulesCache,
  of: LookRequest,
): Promise<Result<MarketLook, LookFailure>> {
  const { link } = of;
  const [books, quote, balances] = await Promise.all([
    cache.books(link.exchange, link.publicVenue),
    cache.quote(link.exchange, link.publicVenue, of.book),
    link.venue.readBalances(of.nonce),
  ]);
  if (books.kind === 'unread') return err(lookFailure(books.failure));
  const rules = books.value.find(({ book }) => book === of.book);
  if (rules === undefined)
    return err({ reason: { kind: 'book_rules', code: 'book_unknown' }, isPassing: false, isOurs: false });
  if (quote.kind === 'unread') return err(lookFailure(quote.failure));
  if (balances.kind === 'unread') return err(lookFailure(balances.failure));
  const balance = balances.value.find(({ asset }) => asset === of.quote);
  return ok({ rules, quote: quote.value, available: balance?.available ?? moneyOfUnits(0n) });
}

function lookFailure(failure: ReadFailure): LookFailure {
  switch (failure.kind) {
    case 'rejected': {
      const { code, venueCode } = failure;
      const reason = { kind: 'rejected', code, venueCode } as const;
      return { reason, isPassing: code === 'rejected_otherwise', isOurs: false };
    }
    case 'denied':
      return { reason: { kind: 'denied', code: failure.code }, isPassing: false, isOurs: false };
    case 'rate_limited':
      return {
        reason: { kind: 'not_sent', cause: 'rate_limited_here' },
        isPassing: true,
        isOurs: false,
      };
    case 'unreachable': {
      const { cause } = failure;
      const isKnown =
        cause === 'connection_refused' || cause === 'name_not_found' || cause === 'egress_unavailable';
      const reason: SkipReason = isKnown ? { kind: 'not_sent', cause } : { kind: 'expired' };
      return { reason, isPassing: true, isOurs: isOurFailure(cause) };
    }
  }
}
