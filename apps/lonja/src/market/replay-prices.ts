// Prices to replay: daily candles in dollars and pesos per dollar become one price a day in pesos, checked first.

import { readFile } from 'node:fs/promises';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { parseDecimalTruncating } from '@mandato/primitives/decimal';
import { moneyScale, unitsPerWhole } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { floorToStep } from '@mandato/primitives/rounding';
import { seededRng } from '@mandato/primitives/seeded-rng';

/** A price of a book (quote units of 10^-8 per base, on its tick) and the market time from which it holds. */
export interface ReplayPrice {
  readonly atMs: number;
  readonly price: bigint;
}

/** Why prices cannot be replayed, in order of precedence. `where` is a file and line, or a date. */
export interface ReplayPricesError {
  readonly code:
    | 'weeks_out_of_range'
    | 'file_unreadable'
    | 'header_unknown'
    | 'row_malformed'
    | 'rows_out_of_order'
    | 'file_too_short'
    | 'fx_starts_late'
    | 'price_out_of_bounds';
  readonly where: string;
}

interface DayRow {
  readonly dayMs: number;
  readonly open: bigint;
  readonly close: bigint;
}

const header = 'date,open,high,low,close,volume';
const dayMs = 86_400_000;
const weeksMax = 1_000;

/**
 * The last `weeks` weeks of `pricesFile` (base in dollars) times `fxFile` (pesos per dollar): each day's opening price
 * from 00:00 UTC on. Days without an exchange rate use the latest closing rate before. One closing price ends it.
 */
export async function readReplayPrices(options: {
  readonly pricesFile: string;
  readonly fxFile: string;
  readonly weeks: number;
  readonly spec: BookSpec;
}): Promise<Result<readonly ReplayPrice[], ReplayPricesError>> {
  const { weeks, spec } = options;
  if (!isWeeks(weeks)) return err({ code: 'weeks_out_of_range', where: String(weeks) });
  const prices = await readDays(options.pricesFile);
  if (!prices.ok) return prices;
  const fx = await readDays(options.fxFile);
  if (!fx.ok) return fx;

  const last = prices.value.at(-1);
  const firstMs = (last?.dayMs ?? 0) - (weeks * 7 - 1) * dayMs;
  if (last === undefined || (prices.value[0]?.dayMs ?? 0) > firstMs) {
    return err({ code: 'file_too_short', where: options.pricesFile });
  }
  const rates = rateByDay(fx.value);
  const found: ReplayPrice[] = [];
  for (const row of prices.value.filter(({ dayMs: at }) => at >= firstMs)) {
    const rate = rates.opening(row.dayMs);
    if (rate === null) return err({ code: 'fx_starts_late', where: dateOf(row.dayMs) });
    found.push({ atMs: row.dayMs, price: onTick(spec, row.open, rate) });
  }
  const closing = rates.opening(last.dayMs + dayMs);
  if (closing !== null) found.push({ atMs: last.dayMs + dayMs, price: onTick(spec, last.close, closing) });
  return inBounds(found, spec);
}

/** Prices of the same shape from a seed: `weeks` weeks that end with the day `endDate` (YYYY-MM-DD). */
export function generateReplayPrices(options: {
  readonly seed: number;
  readonly weeks: number;
  readonly endDate: string;
  readonly spec: BookSpec;
}): Result<readonly ReplayPrice[], ReplayPricesError> {
  const { seed, weeks, endDate, spec } = options;
  if (!isWeeks(weeks)) return err({ code: 'weeks_out_of_range', where: String(weeks) });
  const endMs = parseDate(endDate);
  if (endMs === null) return err({ code: 'row_malformed', where: endDate });
  const rng = seededRng(seed);
  const days = weeks * 7;
  const floor = spec.priceMin * 2n;
  const ceiling = spec.priceMax / 2n;
  let price = clamp(1_200_000n * unitsPerWhole, floor, ceiling);
  const found: ReplayPrice[] = [];
  for (let day = 0; day <= days; day += 1) {
    found.push({ atMs: endMs - (days - 1 - day) * dayMs, price: floorToStep(price, spec.tickSize) });
    // Three draws together are bell-shaped: about 2 % a day, at most 6 %.
    const moveBps = [0, 1, 2].reduce((sum) => sum + rng.below(401) - 200, 0);
    price = clamp(price + (price * BigInt(moveBps)) / 10_000n, floor, ceiling);
  }
  return ok(found);
}

function isWeeks(weeks: number): boolean {
  return Number.isInteger(weeks) && weeks >= 1 && weeks <= weeksMax;
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

function onTick(spec: BookSpec, dollars: bigint, rate: bigint): bigint {
  return floorToStep((dollars * rate) / unitsPerWhole, spec.tickSize);
}

function inBounds(
  prices: readonly ReplayPrice[],
  spec: BookSpec,
): Result<readonly ReplayPrice[], ReplayPricesError> {
  // The quotes around a price need room inside the bounds too.
  const outside = prices.find(({ price }) => price < spec.priceMin * 2n || price > spec.priceMax / 2n);
  return outside === undefined
    ? ok(prices)
    : err({ code: 'price_out_of_bounds', where: dateOf(outside.atMs) });
}

async function readDays(file: string): Promise<Result<readonly DayRow[], ReplayPricesError>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return err({ code: 'file_unreadable', where: file });
  }
  const [first, ...lines] = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (first !== header) return err({ code: 'header_unknown', where: file });
  const rows: DayRow[] = [];
  for (const [index, line] of lines.entries()) {
    const row = parseRow(line);
    const where = `${file}:${index + 2}`;
    if (row === null) return err({ code: 'row_malformed', where });
    const before = rows.at(-1);
    if (before !== undefined && row.dayMs <= before.dayMs) return err({ code: 'rows_out_of_order', where });
    rows.push(row);
  }
  return ok(rows);
}

function parseRow(line: string): DayRow | null {
  const [date = '', open = '', , , close = '', ...rest] = line.split(',');
  const at = parseDate(date);
  const opening = parseDecimalTruncating(open, moneyScale);
  const closing = parseDecimalTruncating(close, moneyScale);
  if (at === null || rest.length !== 1 || !opening.ok || !closing.ok) return null;
  if (opening.value <= 0n || closing.value <= 0n) return null;
  return { dayMs: at, open: opening.value, close: closing.value };
}

function parseDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  // A day like 02-30 is moved to March by some parsers: it must come back as it was written.
  return Number.isNaN(at) || dateOf(at) !== text ? null : at;
}

function dateOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** The rate at the opening of a day: that day's own opening rate, or else the latest closing rate before it. */
function rateByDay(rows: readonly DayRow[]): { readonly opening: (dayMs: number) => bigint | null } {
  let at = -1;
  return {
    // Asked for ascending days only, so one pass over the rows serves them all.
    opening(day) {
      while ((rows[at + 1]?.dayMs ?? Number.POSITIVE_INFINITY) <= day) at += 1;
      const row = rows[at];
      if (row === undefined) return null;
      return row.dayMs === day ? row.open : row.close;
    },
  };
}
