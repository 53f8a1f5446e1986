import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { generateReplayPrices, readReplayPrices } from './replay-prices.ts';

const dayMs = 86_400_000;
const header = 'date,open,high,low,close,volume';

function btcMxn(): BookSpec {
  const spec = bookCatalogue.find((book) => book.id === 'btc_mxn');
  if (spec === undefined) expect.fail('no btc_mxn');
  return spec;
}

function date(day: number): string {
  return new Date(Date.UTC(2024, 0, 1) + day * dayMs).toISOString().slice(0, 10);
}

function rows(days: readonly number[], open: (day: number) => string): string[] {
  return days.map((day) => `${date(day)},${open(day)},1,1,${open(day)},0`);
}

function files(prices: readonly string[], fx: readonly string[]) {
  const directory = temporaryDirectory();
  const pricesFile = path.join(directory, 'prices.csv');
  const fxFile = path.join(directory, 'fx.csv');
  writeFileSync(pricesFile, `${[header, ...prices].join('\n')}\n`);
  writeFileSync(fxFile, `${[header, ...fx].join('\n')}\n`);
  return { pricesFile, fxFile, weeks: 1, spec: btcMxn() };
}

const days = Array.from({ length: 30 }, (_, day) => day);

test('readReplayPrices() multiplies the last weeks by the rate, filled forward, on the tick', async () => {
  const withoutWeekends = rows(
    days.filter((day) => day % 7 < 5),
    (day) => `${17 + day / 100}`,
  );
  const options = files(
    rows(days, (day) => `${40_000 + day}.5`),
    withoutWeekends,
  );
  const prices = await readReplayPrices(options);
  if (!prices.ok) expect.fail(prices.error.code);
  expect(prices.value).toHaveLength(8);
  expect(prices.value[0]).toEqual({ atMs: Date.UTC(2024, 0, 24), price: 689_600n * unitsPerWhole });
  // The 27th day is a Saturday here: Friday's closing rate of 17.25 still holds.
  expect(prices.value[3]).toEqual({ atMs: Date.UTC(2024, 0, 27), price: 690_450n * unitsPerWhole });
  expect(prices.value.at(-1)?.atMs).toBe(Date.UTC(2024, 0, 31));
});

test('readReplayPrices() answers a code and a place for every fault', async () => {
  const good = rows(days, () => '40000');
  const fx = rows(days, () => '17');
  const code = async (options: Parameters<typeof readReplayPrices>[0]) => {
    const read = await readReplayPrices(options);
    return read.ok ? 'read' : read.error.code;
  };
  expect(await code(files(good, fx))).toBe('read');
  expect(await code({ ...files(good, fx), weeks: 0 })).toBe('weeks_out_of_range');
  expect(await code({ ...files(good, fx), weeks: 5 })).toBe('file_too_short');
  expect(await code({ ...files(good, fx), fxFile: 'nowhere.csv' })).toBe('file_unreadable');
  expect(await code(files([...good, 'date'], fx))).toBe('row_malformed');
  expect(await code(files([...good, '2024-02-30,1,1,1,1,1'], fx))).toBe('row_malformed');
  expect(await code(files([...good, `${date(31)},1e5,1,1,1,1`], fx))).toBe('row_malformed');
  expect(await code(files([...good, `${date(31)},-4,1,1,1,1`], fx))).toBe('row_malformed');
  expect(await code(files([...good, `${date(3)},1,1,1,1,1`], fx))).toBe('rows_out_of_order');
  expect(await code(files(good, fx.slice(28)))).toBe('fx_starts_late');
  expect(
    await code(
      files(
        rows(days, () => '100'),
        fx,
      ),
    ),
  ).toBe('price_out_of_bounds');
  expect(
    await code(
      files(
        rows(days, () => '9999999'),
        fx,
      ),
    ),
  ).toBe('price_out_of_bounds');
  const other = files(good, fx);
  writeFileSync(other.pricesFile, 'time,price\n');
  expect(await code(other)).toBe('header_unknown');
});

test('generateReplayPrices() has the same shape, follows from its seed and stays within bounds', () => {
  const spec = btcMxn();
  const make = (seed: number) => {
    const made = generateReplayPrices({ seed, weeks: 52, endDate: '2024-12-07', spec });
    if (!made.ok) expect.fail(made.error.code);
    return made.value;
  };
  const prices = make(1);
  expect(prices).toEqual(make(1));
  expect(prices).not.toEqual(make(2));
  expect(prices).toHaveLength(52 * 7 + 1);
  expect(prices.at(-1)?.atMs).toBe(Date.UTC(2024, 11, 8));
  for (const [index, { atMs, price }] of prices.entries()) {
    expect(atMs).toBe((prices[0]?.atMs ?? 0) + index * dayMs);
    expect(price % spec.tickSize).toBe(0n);
    expect(price >= spec.priceMin && price <= spec.priceMax).toBe(true);
  }
  expect(generateReplayPrices({ seed: 1, weeks: 1, endDate: 'soon', spec })).toMatchObject({ ok: false });
});

test('readReplayPrices() reads real files where there are some, and generated ones of that shape otherwise', async () => {
  const real = fileURLToPath(new URL('../../../../../shared/market-data/', import.meta.url));
  const years = Array.from({ length: 800 }, (_, day) => day);
  const options = existsSync(real)
    ? { pricesFile: `${real}btc_usd-1d.csv`, fxFile: `${real}usd_mxn-1d.csv`, spec: btcMxn() }
    : files(
        rows(years, (day) => `${40_000 + 60 * day}`),
        rows(years, () => '17.5'),
      );
  const prices = await readReplayPrices({ ...options, weeks: 52 });
  if (!prices.ok) expect.fail(JSON.stringify(prices.error));
  expect(prices.value).toHaveLength(52 * 7 + 1);
});
