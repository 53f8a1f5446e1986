// A market that follows given prices as market time passes, deep enough for any small order, however fast the clock.

import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { BookId, Side } from '@mandato/exchange-core/ids';
import { bookSpecOf } from '@mandato/exchange-core/view/book-view';
import { invariant } from '@mandato/primitives/invariant';
import { unitsPerWhole } from '@mandato/primitives/money';
import { type HouseAccount, openHouseAccount } from './house-account.ts';
import type { MarketPort, RunningMarket } from './market-port.ts';
import { type LadderShape, quoteLadder } from './quote-ladder.ts';
import { repeatUntilStopped } from './repeat-until-stopped.ts';
import type { ReplayPrice } from './replay-prices.ts';

export interface ReplayMarketOptions {
  readonly port: MarketPort;
  readonly book: BookId;
  /** Ascending in time and within the book's bounds. */
  readonly prices: readonly ReplayPrice[];
  /** Wall time between two looks at the clock. */
  readonly pollMs?: number;
}

const levels = 5;
const notionalPerLevel = 200_000n * unitsPerWhole;
// Small enough to leave the quotes deep, large enough for every book's minimum.
const printNotional = 50n * unitsPerWhole;

/**
 * Quotes around the price that is due now (the first one when none is yet), and again whenever a later one is due;
 * prices that were passed over are skipped. Resolves once the book can be traded in.
 */
export async function startReplayMarket(options: ReplayMarketOptions): Promise<RunningMarket> {
  const { port, prices, pollMs = 20 } = options;
  const spec = bookSpecOf(port.exchange, options.book);
  invariant(spec !== null, 'a replay is of a book of this exchange');
  const cast = {
    maker: await openHouseAccount(port, 'maker'),
    taker: await openHouseAccount(port, 'taker'),
  };
  let at = Math.max(0, dueIndex(prices, 0, port.clock.nowMs()));
  await follow(cast, spec, prices[at]);

  return repeatUntilStopped(pollMs, async () => {
    const due = dueIndex(prices, at, port.clock.nowMs());
    if (due <= at) return at < prices.length - 1;
    at = due;
    const answers = await follow(cast, spec, prices[at]);
    await Promise.all([cast.maker.refill(), cast.taker.refill()]);
    return !answers.some((code) => code === 'disk_full' || code === 'disk_error');
  });
}

// The last price that is due, looking from `from` on; -1 when not even the first is.
function dueIndex(prices: readonly ReplayPrice[], from: number, nowMs: number): number {
  let due = from - 1;
  for (let next = from; (prices[next]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs; next += 1) due = next;
  return due;
}

// Submitted in one go: no order of anybody else's can come between the old quotes and the new.
function follow(
  cast: { readonly maker: HouseAccount; readonly taker: HouseAccount },
  spec: BookSpec,
  price: ReplayPrice | undefined,
): Promise<readonly (string | null)[]> {
  if (price === undefined) return Promise.resolve([]);
  const fair = price.price;
  const shape: LadderShape = { levels, firstPpm: 100n, stepPpm: 500n, notional: notionalPerLevel };
  const quotes = [
    ...quoteLadder(spec, shape, { side: 'buy', fair }),
    ...quoteLadder(spec, shape, { side: 'sell', fair }),
  ];
  const side: Side = Math.floor(price.atMs / 86_400_000) % 2 === 0 ? 'buy' : 'sell';
  return Promise.all([
    cast.maker.cancelAll(spec.id),
    ...quotes.map((quote) =>
      cast.maker.place({
        book: spec.id,
        side: quote.side,
        terms: { kind: 'limit', price: quote.price, quantity: quote.quantity, timeInForce: 'gtc' },
      }),
    ),
    // A small trade at the new price, so that the tape, the ticker and the candles follow it.
    cast.taker.place({
      book: spec.id,
      side,
      terms: { kind: 'market_notional', notional: printNotional, slippagePpm: null },
    }),
  ]);
}
