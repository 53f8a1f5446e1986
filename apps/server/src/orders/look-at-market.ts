// Reads what an approval needs of the exchange: the book's rules, its prices, and what is available to spend.

import type { SkipReason } from '@mandato/invest-core/order/order-state';
import type {
  Balance,
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

/** How old prices may be that many due plans share: the public limit of one address is far below their number. */
const quoteMaxAgeMs = 1_000;

/** Remembers the books of each exchange for a minute, and prices for a moment; joins reads that are under way. */
export class BookRulesCache {
  readonly #wallClock: Clock;
  readonly #read = new Map<string, { readonly atMs: number; readonly books: readonly BookRules[] }>();
  readonly #quotes = new Map<string, { readonly atMs: number; readonly quote: Quote }>();
  readonly #booksUnderWay = new UnderWay<ReadOutcome<readonly BookRules[]>>();
  readonly #quotesUnderWay = new UnderWay<ReadOutcome<Quote>>();
  readonly #balancesUnderWay = new UnderWay<ReadOutcome<readonly Balance[]>>();

  constructor(wallClock: Clock) {
    this.#wallClock = wallClock;
  }

  /** The rules of all books of `exchange`. */
  async books(exchange: string, publicVenue: PublicVenue): Promise<ReadOutcome<readonly BookRules[]>> {
    const nowMs = this.#wallClock.nowMs();
    const kept = this.#read.get(exchange);
    if (kept !== undefined && nowMs - kept.atMs < rulesMaxAgeMs) return { kind: 'read', value: kept.books };
    const outcome = await this.#booksUnderWay.join(exchange, () => publicVenue.readBooks());
    if (outcome.kind === 'read') this.#read.set(exchange, { atMs: nowMs, books: outcome.value });
    return outcome;
  }

  /** The best prices of `book`. */
  async quote(exchange: string, book: string, publicVenue: PublicVenue): Promise<ReadOutcome<Quote>> {
    const name = `${exchange} ${book}`;
    const nowMs = this.#wallClock.nowMs();
    const kept = this.#quotes.get(name);
    if (kept !== undefined && Math.abs(nowMs - kept.atMs) < quoteMaxAgeMs)
      return { kind: 'read', value: kept.quote };
    const outcome = await this.#quotesUnderWay.join(name, () => publicVenue.readQuote(book));
    if (outcome.kind === 'read') this.#quotes.set(name, { atMs: nowMs, quote: outcome.value });
    return outcome;
  }

  /** The balances of a link: never remembered, but plans that are due together share one read of them. */
  balances(link: LinkedVenue, nonce: string): Promise<ReadOutcome<readonly Balance[]>> {
    return this.#balancesUnderWay.join(link.linkId, () => link.venue.readBalances(nonce));
  }
}

/** Reads that have been asked for and not answered yet; whoever asks for the same meanwhile gets the same answer. */
class UnderWay<T> {
  readonly #reads = new Map<string, Promise<T>>();

  join(name: string, read: () => Promise<T>): Promise<T> {
    const joined = this.#reads.get(name);
    if (joined !== undefined) return joined;
    const mine = read().finally(() => this.#reads.delete(name));
    this.#reads.set(name, mine);
    return mine;
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
    cache.quote(link.exchange, of.book, link.publicVenue),
    cache.balances(link, of.nonce),
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
