// What the trading screen shows of the market: rules, the whole book, the tape and candles; the stream goes on from there.

import { type Candle, isCandleSize } from '@mandato/exchange-core/candle/candle-series';
import type { Trade } from '@mandato/exchange-core/engine/event';
import { type BookId, isBookId } from '@mandato/exchange-core/ids';
import { feesOf } from '@mandato/exchange-core/view/account-view';
import {
  bookSpecOf,
  bookSpecs,
  fullBookOf,
  publicTradesOf,
  type RestingOrder,
} from '@mandato/exchange-core/view/book-view';
import { ohlcOf, tickerOf } from '@mandato/exchange-core/view/ticker-view';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { z } from 'zod';
import type { PortalAccount } from '../accounts/portal-state.ts';
import {
  type PortalBook,
  type PortalCandle,
  portalCandleSizes,
  type RestingRow,
  type TapeRow,
} from '../api-contract/trade-contract.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { feePpmNow, rulesNow } from '../rest/order-conditions.ts';
import { changePercent } from './change-percent.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';
import { type SeeingPorts, seenAs } from './seen-as.ts';
import { orderDials, priceDials, shownLast } from './shown-books.ts';

const ordersMax = 5_000;
const tapeRows = 60;

export const market = portalCall<'market'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { ports } = context;
  const specs = bookSpecs(ports.sequencer.state.exchange);
  return answered({ books: specs.flatMap(({ id }) => bookRow(ports, signedIn.value.person, id)) });
});

export const bookSnapshot = portalCall<'bookSnapshot', { readonly book: string }>(
  z.strictObject({ book: z.string().max(40) }),
  (context, request) => {
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { exchange } = context.ports.sequencer.state;
    const book = isBookId(request.book) ? request.book : null;
    const full = book === null ? null : fullBookOf(exchange, book, ordersMax);
    if (book === null || full === null) return refused('book_unknown');
    const trades = publicTradesOf(exchange, book, { marker: null, sort: 'desc', limit: tapeRows });
    return answered({
      book,
      sequence: full.sequence,
      bids: full.bids.map(restingRow),
      asks: full.asks.map(restingRow),
      trades: trades.map(tapeRow),
    });
  },
);

export const candles = portalCall<'candles', { readonly book: string; readonly seconds: number }>(
  z.strictObject({ book: z.string().max(40), seconds: z.number() }),
  (context, { book, seconds }) => {
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { exchange } = context.ports.sequencer.state;
    if (!isBookId(book) || bookSpecOf(exchange, book) === null) return refused('book_unknown');
    const isOffered = portalCandleSizes.some((size) => size === seconds);
    if (!isOffered || !isCandleSize(seconds)) return refused('candle_size_unknown');
    const rows = ohlcOf(exchange, book, { seconds, startMs: null, endMs: null });
    return answered({ candles: rows.map(candleRow) });
  },
);

function bookRow(ports: LonjaPorts, person: PortalAccount, book: BookId): readonly PortalBook[] {
  const { exchange } = ports.sequencer.state;
  const atMs = ports.marketClock.nowMs();
  const at = { ...ports, state: ports.sequencer.state };
  const seen = seenAs(at, person.id, { path: 'available_books' });
  const ticker = seenAs(at, person.id, { path: 'ticker' });
  const spec = bookSpecOf(exchange, book);
  const numbers = tickerOf(exchange, book, atMs);
  const fees = feesOf(exchange, person.id, { book, atMs });
  if (spec === null || numbers === null || fees === null) return [];
  const rules = rulesNow(seen, spec);
  const fee = feePpmNow(seen, book);
  return [
    {
      book,
      tickSize: formatMoneyTrimmed(rules.tickSize),
      priceMin: formatMoneyTrimmed(spec.priceMin),
      priceMax: formatMoneyTrimmed(spec.priceMax),
      quantityMin: formatMoneyTrimmed(spec.quantityMin),
      quantityMax: formatMoneyTrimmed(spec.quantityMax),
      notionalMin: formatMoneyTrimmed(rules.notionalMin),
      notionalMax: formatMoneyTrimmed(spec.notionalMax),
      makerPpm: fee?.ppm ?? fees.makerPpm,
      takerPpm: fee?.ppm ?? fees.takerPpm,
      last: textOrNull(numbers.last),
      tickerLast: textOrNull(shownLast(ticker, book, numbers.last)),
      high: textOrNull(numbers.high),
      low: textOrNull(numbers.low),
      volume: formatMoneyTrimmed(numbers.volume),
      change24Percent: changePercent(numbers.last, numbers.change24h),
      dials: dialsOf(at, person, book),
    },
  ];
}

function dialsOf(at: SeeingPorts, { id }: PortalAccount, book: BookId): PortalBook['dials'] {
  const stream = seenAs(at, id, { path: 'ws', method: 'WS' });
  const dials = new Set([
    ...orderDials(seenAs(at, id, { path: 'orders', method: 'POST' }), book),
    ...priceDials(seenAs(at, id, { path: 'ticker' }), book),
  ]);
  return stream.holds('ws', book) === null ? [...dials] : [...dials, 'ws'];
}

function restingRow(order: RestingOrder): RestingRow {
  return {
    orderId: order.orderId,
    price: formatMoneyTrimmed(order.price),
    amount: formatMoneyTrimmed(order.quantity),
    createdAtMs: order.createdAtMs,
  };
}

function tapeRow(trade: Trade): TapeRow {
  return {
    id: trade.tradeId,
    price: formatMoneyTrimmed(trade.price),
    amount: formatMoneyTrimmed(trade.quantity),
    takerSide: trade.takerSide,
    atMs: trade.atMs,
  };
}

function candleRow(candle: Candle): PortalCandle {
  return {
    startMs: candle.startMs,
    open: formatMoneyTrimmed(candle.open),
    high: formatMoneyTrimmed(candle.high),
    low: formatMoneyTrimmed(candle.low),
    close: formatMoneyTrimmed(candle.close),
    volume: formatMoneyTrimmed(candle.volume),
  };
}

function textOrNull(units: bigint | null): string | null {
  return units === null ? null : formatMoneyTrimmed(units);
}
