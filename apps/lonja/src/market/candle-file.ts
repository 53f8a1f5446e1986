// A CSV of candles to replay: each candle becomes its opening, its two extremes and its close, checked against the book.

import { readFileSync } from 'node:fs';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { parseDecimalTruncating } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { floorToStep } from '@mandato/primitives/rounding';
import type { ReplayPrice } from './replay-prices.ts';

const timeNames: readonly string[] = ['date', 'time', 'timestamp'];
const priceNames = ['open', 'high', 'low', 'close'] as const;

/**
 * Prices of a file whose first line names its columns: a time (`date`, `time` or `timestamp`: YYYY-MM-DD, ISO 8601, or
 * epoch seconds or milliseconds) and `open`, `high`, `low` and `close` in the book's quote currency; others are passed
 * over. Candles from before `fromMs` are left out. The error is a sentence for a person.
 */
export function readCandleFile(
  file: string,
  spec: BookSpec,
  fromMs: number | null = null,
): Result<readonly ReplayPrice[], string> {
  const lines = readLines(file);
  if (lines === null) return err(`${file} cannot be read.`);
  const [first = '', ...rest] = lines;
  const names = first.split(',').map((name) => name.trim().toLowerCase());
  const at = {
    time: names.findIndex((name) => timeNames.includes(name)),
    price: priceNames.map((name) => names.indexOf(name)),
  };
  if (at.time < 0 || at.price.some((index) => index < 0)) {
    return err(
      `${file} must begin with a line that names its columns: a date or time, open, high, low and close.`,
    );
  }
  const candles: Candle[] = [];
  for (const [index, line] of rest.entries()) {
    const candle = readCandle(line.split(','), at);
    const where = `${file}, line ${index + 2}`;
    if (candle === null) return err(`${where}: this is not a candle.`);
    if (candle.atMs <= (candles.at(-1)?.atMs ?? -1)) return err(`${where}: candles go back in time.`);
    // Candles that are left out may be of times when the prices were others.
    const isKept = fromMs === null || candle.atMs >= fromMs;
    if (isKept && !isInBounds(candle, spec))
      return err(`${where}: these are not prices that ${spec.id} allows.`);
    candles.push(candle);
  }
  const prices = pricesOf(candles, spec).filter(({ atMs }) => fromMs === null || atMs >= fromMs);
  return prices.length === 0 ? err(`${file} has no candles to replay.`) : ok(prices);
}

interface Candle {
  readonly atMs: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
}

function readLines(file: string): readonly string[] | null {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/);
  } catch {
    return null;
  }
}

function readCandle(
  cells: readonly string[],
  at: { readonly time: number; readonly price: readonly number[] },
): Candle | null {
  const atMs = readMoment(cells[at.time]?.trim() ?? '');
  const prices = at.price.flatMap((index) => {
    const price = parseDecimalTruncating(cells[index]?.trim() ?? '', moneyScale);
    return price.ok ? [price.value] : [];
  });
  const [open, high, low, close] = prices;
  if (atMs === null || open === undefined || high === undefined || low === undefined || close === undefined) {
    return null;
  }
  const isOrdered = low <= open && low <= close && high >= open && high >= close;
  return isOrdered ? { atMs, open, high, low, close } : null;
}

// Ten digits of seconds last until the year 2286, and thirteen of milliseconds began in 2001.
function readMoment(text: string): number | null {
  if (/^[0-9]{9,10}$/.test(text)) return Number(text) * 1_000;
  if (/^[0-9]{12,13}$/.test(text)) return Number(text);
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    text,
  );
  if (iso === null) return null;
  const [, day = '', time = '00:00', zone = 'Z'] = iso;
  const atMs = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(atMs) ? null : atMs;
}

// The quotes around a price need room inside the bounds too.
function isInBounds({ low, high }: Candle, { priceMin, priceMax }: BookSpec): boolean {
  return low >= priceMin * 2n && high <= priceMax / 2n;
}

// A quarter of the candle's time each; up to the next candle, and for the last one as long as the one before.
function pricesOf(candles: readonly Candle[], spec: BookSpec): readonly ReplayPrice[] {
  return candles.flatMap((candle, index) => {
    const next =
      candles[index + 1]?.atMs ??
      candle.atMs + (candle.atMs - (candles[index - 1]?.atMs ?? candle.atMs - 60_000));
    const { open, high, low, close } = candle;
    // What rose went down first, as candles are usually read.
    const path = close >= open ? [open, low, high, close] : [open, high, low, close];
    return path.map((price, quarter) => ({
      atMs: candle.atMs + Math.floor(((next - candle.atMs) * quarter) / 4),
      price: floorToStep(price, spec.tickSize),
    }));
  });
}
