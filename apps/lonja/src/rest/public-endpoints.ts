// What anyone may ask: books, tickers, order books, trades and candles.

import { parseJsonObject } from '@mandato/bitso-wire/json-body';
import { parsePagination, parseTradeMarker } from '@mandato/bitso-wire/pagination';
import type {
  AvailableBook,
  CandlePayload,
  OrderBookPayload,
  Ticker,
  TradePayload,
} from '@mandato/bitso-wire/public-payloads';
import { formatPrice, formatRateFraction } from '@mandato/bitso-wire/wire-number';
import { formatBookTime, formatRowTime } from '@mandato/bitso-wire/wire-time';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { type Candle, isCandleSize } from '@mandato/exchange-core/candle/candle-series';
import type { Trade } from '@mandato/exchange-core/engine/event';
import { type BookId, oppositeSide } from '@mandato/exchange-core/ids';
import {
  bookSpecs,
  depthOf,
  fullBookOf,
  type Level,
  publicTradesOf,
} from '@mandato/exchange-core/view/book-view';
import { ohlcOf, tickerOf } from '@mandato/exchange-core/view/ticker-view';
import { formatDecimal } from '@mandato/primitives/decimal';
import { formatMoney, formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';
import { type Answer, failure, type PublicCall, payload } from './endpoint.ts';
import { findBook, unknownBook } from './find-book.ts';
import { feePpmNow, isListed, rulesNow } from './order-conditions.ts';
import { priceTextOf } from './wire-order.ts';

/** `GET /available_books`. */
export function availableBooks(call: PublicCall): Answer {
  const listed = bookSpecs(call.exchange).filter((spec) => isListed(call, spec.id));
  return payload(listed.map((spec) => availableBook(specNow(call, spec))));
}

function specNow(call: PublicCall, spec: BookSpec): BookSpec {
  const now = { ...spec, ...rulesNow(call, spec) };
  const fee = feePpmNow(call, spec.id);
  if (fee === null) return now;
  const { ppm } = fee;
  return { ...now, feeTiers: spec.feeTiers.map((tier) => ({ ...tier, makerPpm: ppm, takerPpm: ppm })) };
}

function availableBook(spec: BookSpec): AvailableBook {
  const first = spec.feeTiers[0];
  return {
    book: spec.id,
    minimum_amount: formatMoneyTrimmed(spec.quantityMin),
    maximum_amount: formatMoneyTrimmed(spec.quantityMax),
    minimum_price: formatMoneyTrimmed(spec.priceMin),
    maximum_price: formatMoneyTrimmed(spec.priceMax),
    minimum_value: formatMoneyTrimmed(spec.notionalMin),
    maximum_value: formatMoneyTrimmed(spec.notionalMax),
    tick_size: formatMoneyTrimmed(spec.tickSize),
    default_chart: 'candle',
    margin_enabled: false,
    fees: {
      flat_rate: {
        maker: formatRateFraction(first?.makerPpm ?? 0),
        taker: formatRateFraction(first?.takerPpm ?? 0),
      },
      structure: spec.feeTiers.map((tier) => ({
        volume: tier.volumeMax === null ? '9999999999' : formatMoneyTrimmed(tier.volumeMax),
        maker: formatRateFraction(tier.makerPpm),
        taker: formatRateFraction(tier.takerPpm),
      })),
    },
  };
}

/** `GET /ticker`: one book, or all of them. An unknown book answers in the old form, without envelope. */
export function ticker(call: PublicCall): Answer {
  return tickerNamed(call, call.query.get('book') ?? '');
}

/** `POST /ticker`, as in 2021: the body names the book, and `all` stands for all of them. */
export function postedTicker(call: PublicCall): Answer {
  const body = parseJsonObject(call.body ?? '');
  if (!body.ok) return failure(body.error);
  const book = body.value['book'] ?? 'all';
  if (typeof book !== 'string') return invalidField('book', JSON.stringify(book));
  return tickerNamed(call, book === 'all' ? '' : book);
}

function tickerNamed(call: PublicCall, name: string): Answer {
  if (name === '') {
    const listed = bookSpecs(call.exchange).filter((spec) => isListed(call, spec.id));
    const all = listed.map((spec) => tickerPayload(call, spec.id));
    return payload(all.filter((each) => each !== null));
  }
  const book = isListed(call, name) ? findBook(call.exchange, name) : null;
  if (book !== null) return payload(tickerPayload(call, book.id));
  const message = `Unknown OrderBook ${name.slice(0, 40)}`;
  return { kind: 'bare', status: 400, json: { error: { code: 20, message } } };
}

function tickerPayload(call: PublicCall, book: BookId): Ticker | null {
  const numbers = tickerOf(call.exchange, book, call.atMs);
  if (numbers === null) return null;
  const shown = call.holds('price', book)?.price ?? null;
  const text = priceTextOf(call.exchange, book);
  const price = (value: bigint | null) => (value === null ? '0' : text(value));
  return {
    book,
    last: shown ?? price(numbers.last),
    high: price(numbers.high),
    low: price(numbers.low),
    vwap: formatMoneyTrimmed(numbers.vwap ?? 0n),
    volume: formatMoney(numbers.volume),
    bid: shown ?? price(numbers.bid),
    ask: shown ?? price(numbers.ask),
    change_24: price(numbers.change24h),
    // A percentage with four decimals is a count of parts per million.
    rolling_average_change: { '6': formatDecimal(numbers.averageHourlyMovePpm, 4) },
    created_at: formatBookTime(call.atMs),
  };
}

const levelsMax = 50;
// Every order, as far as one answer can hold them: two hundred accounts with all their orders on one side.
const ordersMax = 100_000;

/** `GET /order_book`: the top 50 levels, or with `aggregate=false` every order. */
export function orderBook(call: PublicCall): Answer {
  const name = call.query.get('book') ?? '';
  const book = isListed(call, name) ? findBook(call.exchange, name) : null;
  if (book === null) return unknownBook(name);
  const isAggregated = (call.query.get('aggregate') ?? 'true').toLowerCase() !== 'false';
  const depth = isAggregated
    ? depthOf(call.exchange, book.id, levelsMax)
    : fullBookOf(call.exchange, book.id, ordersMax);
  if (depth === null) return unknownBook(name);
  const answer: OrderBookPayload = {
    bids: depth.bids.map((level) => levelRow(book, level)),
    asks: depth.asks.map((level) => levelRow(book, level)),
    updated_at: formatBookTime(call.atMs),
    sequence: String(depth.sequence),
  };
  return payload(answer);
}

function levelRow({ id, tickSize }: BookSpec, level: Level & { readonly orderId?: string }) {
  const price = formatPrice(level.price, tickSize);
  const row = { book: id, price, amount: formatMoneyTrimmed(level.quantity) };
  return level.orderId === undefined ? row : { ...row, oid: level.orderId };
}

/** `GET /trades`; an unknown book has none. */
export function trades(call: PublicCall): Answer {
  const page = parsePagination(call.query, { limitDefault: 25, limitMax: 100 });
  if (!page.ok) return failure(page.error);
  const marker = parseTradeMarker(page.value.marker);
  if (!marker.ok) return failure(marker.error);
  const name = call.query.get('book') ?? '';
  if (name === '') return unknownBook(name);
  const book = isListed(call, name) ? findBook(call.exchange, name) : null;
  if (book === null) return payload([]);
  const query = { ...page.value, marker: marker.value };
  return payload(publicTradesOf(call.exchange, book.id, query).map((trade) => tradeRow(book, trade)));
}

function tradeRow({ tickSize }: BookSpec, trade: Trade): TradePayload {
  return {
    book: trade.book,
    created_at: formatRowTime(trade.atMs),
    amount: formatMoney(trade.quantity),
    maker_side: oppositeSide(trade.takerSide),
    price: formatPrice(trade.price, tickSize),
    tid: String(trade.tradeId),
  };
}

/** `GET /ohlc`: candles ascending, empty ones left out; the latest 300 without a range. */
export function ohlc(call: PublicCall): Answer {
  const name = call.query.get('book') ?? '';
  const book = isListed(call, name) ? findBook(call.exchange, name) : null;
  if (book === null) return unknownBook(name);
  const bucket = call.query.get('time_bucket') ?? '';
  const seconds = /^[0-9]{1,7}$/.test(bucket) ? Number(bucket) : 0;
  if (!isCandleSize(seconds)) return invalidField('time_bucket', bucket);
  const startMs = readMoment(call.query.get('start') ?? '');
  const endMs = readMoment(call.query.get('end') ?? '');
  if (startMs === 'unreadable') return invalidField('start', call.query.get('start') ?? '');
  if (endMs === 'unreadable') return invalidField('end', call.query.get('end') ?? '');
  const candles = ohlcOf(call.exchange, book.id, { seconds, startMs, endMs });
  return payload(candles.map((candle) => candleRow(book, candle)));
}

function invalidField(field: string, value: string): Answer {
  const shown = `${field} (${value.slice(0, 40)})`;
  return failure('0304', [
    `The field ${shown} is either invalid or missing`,
    `El campo ${shown} es inválido o falta`,
  ]);
}

function readMoment(text: string): number | null | 'unreadable' {
  if (text === '') return null;
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : 'unreadable';
}

function candleRow({ tickSize }: BookSpec, candle: Candle): CandlePayload {
  const vwap = candle.volume === 0n ? 0n : divideHalfEven(candle.notional * unitsPerWhole, candle.volume);
  return {
    bucket_start_time: candle.startMs,
    first_trade_time: candle.firstTradeMs,
    last_trade_time: candle.lastTradeMs,
    first_rate: formatPrice(candle.open, tickSize),
    last_rate: formatPrice(candle.close, tickSize),
    min_rate: formatPrice(candle.low, tickSize),
    max_rate: formatPrice(candle.high, tickSize),
    trade_count: candle.tradeCount,
    volume: formatMoney(candle.volume),
    vwap: formatMoneyTrimmed(vwap),
  };
}
