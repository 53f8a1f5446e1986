// Reads what an approval needs of the exchange: the book's rules, its prices, and what is available to spend.

import type { SkipReason } from '@mandato/invest-core/order/order-state';
import { marketDenial } from '@mandato/invest-core/risk/market-gate';
import type {
  Balance,
  BookRules,
  MarketPicture,
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
import type { PipelineDeps } from './order-deps.ts';

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
  /** Everything was read, and it is no market to buy on now. */
  readonly isMarketRed: boolean;
}

/** A picture of a market, and the number that its order book had at the look before. */
interface SeenMarket {
  readonly picture: MarketPicture;
  readonly sequenceSeen: bigint | null;
}

/** Rules change rarely; asking for them at every slot would cost a call of the shared public limit. */
const rulesMaxAgeMs = 60_000;

/**
 * What is known of the markets of each exchange: rules for a minute, pictures for a moment, and how far each order book
 * has come. Reads that are under way are joined.
 */
export class BookRulesCache {
  readonly #wallClock: Clock;
  readonly #read = new Map<string, { readonly atMs: number; readonly books: readonly BookRules[] }>();
  readonly #pictures = new Map<string, { readonly atMs: number; readonly seen: SeenMarket }>();
  readonly #booksUnderWay = new UnderWay<ReadOutcome<readonly BookRules[]>>();
  readonly #marketsUnderWay = new UnderWay<ReadOutcome<SeenMarket>>();
  readonly #balancesUnderWay = new UnderWay<ReadOutcome<readonly Balance[]>>();
  readonly #sequences = new Map<string, bigint>();

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

  /** The market of a book now, or as it was at most `shareMs` ago; plans that are due together ask once. */
  async market(
    link: Pick<LinkedVenue, 'exchange' | 'publicVenue'>,
    book: string,
    shareMs: number,
  ): Promise<ReadOutcome<SeenMarket>> {
    const place = `${link.exchange} ${book}`;
    const atMs = this.#wallClock.nowMs();
    const kept = this.#pictures.get(place);
    if (kept !== undefined && Math.abs(atMs - kept.atMs) < shareMs) return { kind: 'read', value: kept.seen };
    return this.#marketsUnderWay.join(place, async () => {
      const outcome = await link.publicVenue.readMarket(book);
      if (outcome.kind !== 'read') return outcome;
      // Compared as it comes: whoever takes it up later may do so after a newer one was read.
      const seen = { picture: outcome.value, sequenceSeen: this.#sequenceBefore(place, outcome.value) };
      this.#pictures.set(place, { atMs, seen });
      return { kind: 'read', value: seen };
    });
  }

  /** The balances of a link: never remembered, but plans that are due together share one read of them. */
  balances(link: LinkedVenue, nonce: string): Promise<ReadOutcome<readonly Balance[]>> {
    return this.#balancesUnderWay.join(link.linkId, () => link.venue.readBalances(nonce));
  }

  /**
   * The number that the order book had when it was looked at last; remembers the present one in its place, so that a
   * book that an exchange numbers anew is refused once and not for ever.
   */
  #sequenceBefore(place: string, { sequence }: MarketPicture): bigint | null {
    const before = this.#sequences.get(place) ?? null;
    if (sequence !== null) this.#sequences.set(place, sequence);
    return before;
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
  /** What is to be spent. */
  readonly notional: bigint;
}

/** What a look is made with. */
export type LookDeps = Pick<PipelineDeps, 'marketClock' | 'policy'>;

/** Looks at the rules, the market and the balance of `of`, all at once; a market that is red is a failure. */
export async function lookAtMarket(
  deps: LookDeps,
  cache: BookRulesCache,
  of: LookRequest,
): Promise<Result<MarketLook, LookFailure>> {
  const { link } = of;
  const [books, market, balances] = await Promise.all([
    cache.books(link.exchange, link.publicVenue),
    cache.market(link, of.book, deps.policy.marketShareMs),
    cache.balances(link, of.nonce),
  ]);
  if (books.kind === 'unread') return err(lookFailure(books.failure));
  const rules = books.value.find(({ book }) => book === of.book);
  if (rules === undefined) return err(notPassing({ kind: 'book_rules', code: 'book_unknown' }));
  if (market.kind === 'unread') return err(lookFailure(market.failure));
  if (balances.kind === 'unread') return err(lookFailure(balances.failure));
  const peg = await readPeg(link.publicVenue, of.quote, books.value);
  if (peg.kind === 'unread') return err(lookFailure(peg.failure));
  const denial = marketDenial(market.value.picture, {
    rules,
    nowMs: deps.marketClock.nowMs(),
    ageMaxMs: deps.policy.marketAgeMaxMs,
    sequenceSeen: market.value.sequenceSeen,
    notional: of.notional,
    peg: peg.value,
  });
  if (denial !== null)
    return err({ ...notPassing({ kind: 'not_approved', code: denial }), isPassing: true, isMarketRed: true });
  const balance = balances.value.find(({ asset }) => asset === of.quote);
  return ok({ rules, quote: market.value.picture.quote, available: balance?.available ?? moneyOfUnits(0n) });
}

/** Currencies that claim to be worth a dollar. */
const dollarPegged: ReadonlySet<string> = new Set(['usdt', 'usdc', 'dai', 'tusd', 'pyusd', 'usds']);

/** What a pegged quote costs in dollars, where the exchange has a book that says so; null for any other quote. */
async function readPeg(
  publicVenue: PublicVenue,
  quote: string,
  books: readonly BookRules[],
): Promise<ReadOutcome<bigint | null>> {
  const book = `${quote}_usd`;
  if (!dollarPegged.has(quote) || !books.some((rules) => rules.book === book))
    return { kind: 'read', value: null };
  const read = await publicVenue.readQuote(book);
  return read.kind === 'read' ? { kind: 'read', value: read.value.last ?? read.value.bid } : read;
}

function notPassing(reason: SkipReason): LookFailure {
  return { reason, isPassing: false, isOurs: false, isMarketRed: false };
}

function lookFailure(failure: ReadFailure): LookFailure {
  switch (failure.kind) {
    case 'rejected': {
      const { code, venueCode } = failure;
      const isPassing = code === 'rejected_otherwise';
      return { ...notPassing({ kind: 'rejected', code, venueCode }), isPassing };
    }
    case 'denied':
      return notPassing({ kind: 'denied', code: failure.code });
    case 'rate_limited':
      return { ...notPassing({ kind: 'not_sent', cause: 'rate_limited_here' }), isPassing: true };
    case 'overtaken':
      return { ...notPassing({ kind: 'expired' }), isPassing: true };
    case 'unreachable': {
      const { cause } = failure;
      const isKnown =
        cause === 'connection_refused' || cause === 'name_not_found' || cause === 'egress_unavailable';
      const reason: SkipReason = isKnown ? { kind: 'not_sent', cause } : { kind: 'expired' };
      return { ...notPassing(reason), isPassing: true, isOurs: isOurFailure(cause) };
    }
  }
}
