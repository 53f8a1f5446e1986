// What anybody may ask of Bitso without a key: its books and their prices, by plain HTTP reads.

import { type ClockDrift, narrowDrift } from '@mandato/invest-core/risk/clock-drift';
import type { PublicVenue, ReadOutcome } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { Clock } from '@mandato/primitives/ports';
import { classifyRead } from './rest/classify-read.ts';
import { parseBooks, parseQuote } from './rest/parse-books.ts';
import { parseOrderBook, parseTickerTime, parseTrades } from './rest/parse-market.ts';

/** The part of `fetch` that is needed, so that a simulation can stand in for it. */
export type FetchText = (
  url: string,
  init: { readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

const readTimeoutMs = 10_000;
const bookGrammar = /^[a-z0-9]{1,20}_[a-z0-9]{1,20}$/;

/** `baseUrl` is an origin such as `https://bitso.com`, without a path. */
export function bitsoPublicVenue(options: {
  readonly fetch: FetchText;
  readonly baseUrl: string;
  /** The clock from which requests have their nonces. */
  readonly wall: Clock;
}): PublicVenue {
  let drift: ClockDrift | null = null;
  const hear: Hear = (askedAtMs, headers) => {
    const secondMs = Date.parse(headers.get('date') ?? '');
    // What a cache kept for us tells when it was written, not when it was sent.
    if (Number.isNaN(secondMs) || headers.get('age') !== null) return;
    drift = narrowDrift(drift, { askedAtMs, heardAtMs: options.wall.nowMs(), secondMs });
  };
  const get = (target: string) => {
    const askedAtMs = options.wall.nowMs();
    const url = new URL(target, options.baseUrl).href;
    return getText(options.fetch, url, (headers) => hear(askedAtMs, headers));
  };
  return {
    async readBooks() {
      return classifyRead(await get('/api/v3/available_books/'), { parse: parseBooks });
    },
    readQuote: (book) => readTicker(get, book, (payload) => parseQuote(payload, book)),
    async readMarket(book) {
      const [ticker, depth, trades] = await Promise.all([
        readTicker(get, book, (payload) => {
          const quote = parseQuote(payload, book);
          return quote === null ? null : { quote, atMs: parseTickerTime(payload) };
        }),
        readOf(get, { book, target: '/api/v3/order_book/', parse: parseOrderBook }),
        readOf(get, { book, target: '/api/v3/trades/', parse: parseTrades }),
      ]);
      if (ticker.kind === 'unread') return ticker;
      if (depth.kind === 'unread') return depth;
      if (trades.kind === 'unread') return trades;
      const value = { book, ...ticker.value, ...depth.value, trades: trades.value, drift };
      return { kind: 'read', value };
    },
  };
}

type Headers = Awaited<ReturnType<FetchText>>['headers'];

/** Hears what the headers of an answer tell that was asked for at `askedAtMs`. */
type Hear = (askedAtMs: number, headers: Headers) => void;

type Get = (target: string) => Promise<VenueAnswer>;

/** One public read of a book. A name that no book can have never reaches the wire. */
async function readOf<T>(
  get: Get,
  of: {
    readonly book: string;
    readonly target: string;
    readonly parse: (payload: unknown) => T | null;
  },
): Promise<ReadOutcome<T>> {
  if (!bookGrammar.test(of.book)) {
    const code = 'book_unknown' as const;
    return { kind: 'unread', failure: { kind: 'rejected', code, venueCode: '', venueMessage: '' } };
  }
  return classifyRead(await get(`${of.target}?book=${of.book}`), { parse: of.parse });
}

async function readTicker<T>(
  get: Get,
  book: string,
  parse: (payload: unknown) => T | null,
): Promise<ReadOutcome<T>> {
  const read = await readOf(get, { book, target: '/api/v3/ticker/', parse });
  // The ticker refuses an unknown book with a leftover code of an older API.
  const isUnknown =
    read.kind === 'unread' && read.failure.kind === 'rejected' && read.failure.venueCode === '0020';
  if (!isUnknown) return read;
  return { kind: 'unread', failure: { ...read.failure, code: 'book_unknown' } };
}

async function getText(
  fetchText: FetchText,
  url: string,
  onHeaders: (headers: Headers) => void,
): Promise<VenueAnswer> {
  const signal = AbortSignal.timeout(readTimeoutMs);
  try {
    const response = await fetchText(url, { redirect: 'error', signal });
    onHeaders(response.headers);
    const body = await response.text();
    return { kind: 'answered', status: response.status, body, date: response.headers.get('date') };
  } catch (error) {
    if (signal.aborted) return { kind: 'lost', cause: 'timeout' };
    const cause: unknown = error instanceof Error ? error.cause : null;
    const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null;
    if (code === 'ECONNREFUSED') return { kind: 'not_sent', cause: 'connection_refused' };
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'not_sent', cause: 'name_not_found' };
    return { kind: 'lost', cause: 'connection_reset' };
  }
}
