// Asks the exchange for its public price through egress, without any key, and remembers it for as long as it is fresh.

import { parseDecimalTruncating } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import { plainRecord } from '../client/plain-record.ts';
import type { ExchangeId } from '../client/signer-protocol.ts';
import type { AskEgress } from '../process/egress-line.ts';
import { isFresh, type PublicPrice } from './judge-price.ts';

export interface PublicPrices {
  /** The price of a book, not older than `ageMsMax` when there is one, else whatever is known, or null. */
  priceOf(exchange: ExchangeId, book: string, ageMsMax: number): Promise<PublicPrice | null>;
}

const booksMax = 500;

/** `nowMs` is the wall clock. Questions about one book that come together are asked once. */
export function createPublicPrices(ask: AskEgress, nowMs: () => number): PublicPrices {
  const known = new Map<string, PublicPrice>();
  const asking = new Map<string, Promise<void>>();
  const fetchPrice = async (exchange: ExchangeId, book: string, place: string) => {
    const askedAtMs = nowMs();
    const outcome = await ask({ exchange, ...tickerRequest(book) });
    const price =
      outcome.kind === 'answered' && outcome.status === 200 ? readTicker(outcome.body, askedAtMs) : null;
    if (known.size >= booksMax) known.clear();
    if (price !== null) known.set(place, price);
  };
  return {
    async priceOf(exchange, book, ageMsMax) {
      const place = `${exchange} ${book}`;
      const found = known.get(place) ?? null;
      if (isFresh(found, ageMsMax, nowMs())) return found;
      const asked =
        asking.get(place) ?? fetchPrice(exchange, book, place).finally(() => asking.delete(place));
      asking.set(place, asked);
      await asked;
      return known.get(place) ?? null;
    },
  };
}

function tickerRequest(book: string) {
  return { method: 'GET', target: `/api/v3/ticker?book=${book}`, authorization: '', body: '' } as const;
}

/** Reads a ticker; null unless all three prices are there, positive, and the bid is not above the ask. */
export function readTicker(body: string, askedAtMs: number): PublicPrice | null {
  const { payload } = plainRecord(parseJson(body)) ?? {};
  const fields = plainRecord(payload) ?? {};
  const [last, bid, ask] = [fields['last'], fields['bid'], fields['ask']].map(unitsOf);
  if (last === undefined || bid === undefined || ask === undefined) return null;
  return last > 0n && bid > 0n && ask >= bid ? { last, bid, ask, askedAtMs } : null;
}

function unitsOf(value: unknown): bigint {
  const units = typeof value === 'string' ? parseDecimalTruncating(value, moneyScale) : null;
  return units?.ok === true ? units.value : 0n;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
