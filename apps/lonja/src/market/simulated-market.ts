// Makers and takers of the house around prices that wander, so that every book is alive; nobody's money but theirs.

import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { BookId, Side } from '@mandato/exchange-core/ids';
import { bookSpecs } from '@mandato/exchange-core/view/book-view';
import type { OrderView } from '@mandato/exchange-core/view/order-view';
import { parseMoney } from '@mandato/primitives/money';
import type { Rng } from '@mandato/primitives/ports';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { type HouseAccount, openHouseAccount } from './house-account.ts';
import type { MarketPort, RunningMarket } from './market-port.ts';
import { type LadderShape, type Quote, quoteLadder } from './quote-ladder.ts';
import { repeatUntilStopped } from './repeat-until-stopped.ts';

export interface SimulatedMarketOptions {
  readonly port: MarketPort;
  readonly seed: number;
  /** Books to leave alone, because something else makes their market. */
  readonly except?: readonly BookId[];
  /** Wall time between two steps; a step is one to three commands in one book. */
  readonly pauseMs?: number;
}

interface SimulatedBook {
  readonly spec: BookSpec;
  readonly shape: LadderShape;
  fair: bigint;
}

interface Cast {
  readonly maker: HouseAccount;
  readonly taker: HouseAccount;
  readonly rng: Rng;
}

const million = 1_000_000n;
const levels = 12;

// Where the walk begins when a book has never traded, and the notional that rests at each level, in quote.
const beginnings: Readonly<Record<string, { readonly fair: string; readonly perLevel: string }>> = {
  btc_mxn: { fair: '1700000', perLevel: '80000' },
  eth_mxn: { fair: '60000', perLevel: '40000' },
  sol_mxn: { fair: '3000', perLevel: '25000' },
  xrp_mxn: { fair: '45', perLevel: '20000' },
  usd_mxn: { fair: '18.50', perLevel: '150000' },
  btc_usd: { fair: '92000', perLevel: '5000' },
  eth_usd: { fair: '3250', perLevel: '2500' },
  sol_usd: { fair: '162', perLevel: '1500' },
  xrp_usd: { fair: '2.43', perLevel: '1200' },
  eth_btc: { fair: '0.0353', perLevel: '0.05' },
};

/**
 * Fills the books at once (at least ten levels on each side, and a first trade, when this resolves), then goes on
 * quietly: prices wander, quotes follow, and now and then somebody trades.
 */
export async function startSimulatedMarket(options: SimulatedMarketOptions): Promise<RunningMarket> {
  const { port, seed, except = [], pauseMs = 500 } = options;
  // A restart continues with other numbers than the first start had.
  const rng = seededRng(seed + port.exchange.nextTradeId);
  const maker = await openHouseAccount(port, 'maker');
  const taker = await openHouseAccount(port, 'taker');
  const cast: Cast = { maker, taker, rng };
  const books = bookSpecs(port.exchange)
    .filter((spec) => !except.includes(spec.id))
    .map((spec) => beginBook(port, spec));
  await Promise.all(books.map((book) => quoteAnew(cast, book)));
  // A book that never traded has no price to show, so its first trade does not wait for its turn.
  const untraded = books.filter(({ spec }) => (port.exchange.books.get(spec.id)?.lastPrice ?? null) === null);
  await Promise.all(untraded.map((book) => takeSome(cast, book)));

  let turn = 0;
  return repeatUntilStopped(pauseMs, async () => {
    const book = books[turn % books.length];
    turn += 1;
    if (book === undefined) return false;
    const answers = await step(cast, book);
    if (turn % 50 === 0) await Promise.all([maker.refill(), taker.refill()]);
    return !answers.some((code) => code === 'disk_full' || code === 'disk_error');
  });
}

function beginBook(port: MarketPort, spec: BookSpec): SimulatedBook {
  const beginning = beginnings[spec.id] ?? { fair: '100', perLevel: '10000' };
  const last = port.exchange.books.get(spec.id)?.lastPrice ?? null;
  const shape = { levels, firstPpm: 400n, stepPpm: 600n, notional: units(beginning.perLevel) };
  return { spec, shape, fair: last ?? units(beginning.fair) };
}

function units(text: string): bigint {
  const parsed = parseMoney(text);
  return parsed.ok ? parsed.value : 0n;
}

// All commands are submitted in one go, so that nobody finds the book between the old and the new quotes.
async function quoteAnew(cast: Cast, book: SimulatedBook): Promise<void> {
  const { spec, shape, fair } = book;
  const quotes = [
    ...quoteLadder(spec, shape, { side: 'buy', fair }),
    ...quoteLadder(spec, shape, { side: 'sell', fair }),
  ];
  await Promise.all([
    cast.maker.cancelAll(spec.id),
    ...quotes.map((quote) => placeQuote(cast.maker, spec.id, vary(cast.rng, quote))),
  ]);
}

function placeQuote(maker: HouseAccount, book: BookId, quote: Quote): Promise<string | null> {
  const { side, price, quantity } = quote;
  return maker.place({ book, side, terms: { kind: 'limit', price, quantity, timeInForce: 'postonly' } });
}

// Between 50 % and 150 % of the quantity, so that the levels do not all look alike.
function vary(rng: Rng, quote: Quote): Quote {
  return { ...quote, quantity: (quote.quantity * BigInt(500 + rng.below(1001))) / 1000n };
}

async function step(cast: Cast, book: SimulatedBook): Promise<readonly (string | null)[]> {
  wander(cast.rng, book);
  if (cast.rng.below(10) < 3) return [await takeSome(cast, book)];
  return requoteWorst(cast, book);
}

// A step of at most 0.06 %, pulled gently back inside the middle of the book's bounds.
function wander(rng: Rng, book: SimulatedBook): void {
  const { spec } = book;
  const moved = book.fair + (book.fair * BigInt(rng.below(1201) - 600)) / million;
  const floor = spec.priceMin * 2n;
  const ceiling = spec.priceMax / 2n;
  book.fair = moved < floor ? floor : moved > ceiling ? ceiling : moved;
}

function takeSome(cast: Cast, book: SimulatedBook): Promise<string | null> {
  const side: Side = cast.rng.below(2) === 0 ? 'buy' : 'sell';
  const notional = (book.shape.notional * BigInt(2 + cast.rng.below(60))) / 1000n;
  return cast.taker.place({
    book: book.spec.id,
    side,
    terms: { kind: 'market_notional', notional, slippagePpm: 10_000 },
  });
}

// Replaces the one order of a side that lies furthest from where the ladder wants one, or adds a missing one.
async function requoteWorst(cast: Cast, book: SimulatedBook): Promise<readonly (string | null)[]> {
  const { spec, shape, fair } = book;
  const side: Side = cast.rng.below(2) === 0 ? 'buy' : 'sell';
  const wanted = quoteLadder(spec, shape, { side, fair });
  const open = cast.maker.openOrders(spec.id).filter((order) => order.side === side);
  const missing = furthest(wanted, (quote) => nearest(quote.price, open.map(priceOf)));
  const misplaced = furthest(open, (order) =>
    nearest(
      priceOf(order),
      wanted.map((quote) => quote.price),
    ),
  );
  const answers: Promise<string | null>[] = [];
  if (open.length >= levels && misplaced !== null) answers.push(cast.maker.cancel(misplaced));
  if (missing !== null) answers.push(placeQuote(cast.maker, spec.id, vary(cast.rng, missing)));
  return Promise.all(answers);
}

function priceOf(order: OrderView): bigint {
  return order.price ?? 0n;
}

/** The distance from `price` to the nearest of `others`; null when there are none. */
function nearest(price: bigint, others: readonly bigint[]): bigint | null {
  return others.reduce<bigint | null>((best, other) => {
    const distance = other > price ? other - price : price - other;
    return best === null || distance < best ? distance : best;
  }, null);
}

/** The item with the greatest distance; one without any neighbour counts as furthest of all. */
function furthest<T>(items: readonly T[], distanceOf: (item: T) => bigint | null): T | null {
  let worst: T | null = null;
  let worstDistance = -1n;
  for (const item of items) {
    const distance = distanceOf(item);
    if (distance === null) return item;
    if (distance > worstDistance) {
      worst = item;
      worstDistance = distance;
    }
  }
  return worst;
}
