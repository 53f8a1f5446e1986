import { writeFileSync } from 'node:fs';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { readCandleFile } from './candle-file.ts';

const spec = bookCatalogue.find(({ id }) => id === 'btc_mxn');
const dayMs = 86_400_000;
const start = Date.UTC(2024, 0, 1);

function read(text: string, fromMs: number | null = null) {
  const file = `${temporaryDirectory()}/candles.csv`;
  writeFileSync(file, text);
  if (spec === undefined) throw new Error('no btc_mxn');
  const prices = readCandleFile(file, spec, fromMs);
  if (!prices.ok) return prices.error;
  return prices.value.map(({ atMs, price }) => [(atMs - start) / dayMs, formatMoneyTrimmed(price)]);
}

const rows = '2024-01-01,700000,720009,690000,710000,5\n2024-01-02,710000,715000,650000,660000,5\n';

test('readCandleFile() walks each candle from its opening over its extremes to its close', () => {
  const walked = [
    ...[
      [0, '700000'],
      [0.25, '690000'],
      [0.5, '720000'],
      [0.75, '710000'],
    ],
    ...[
      [1, '710000'],
      [1.25, '715000'],
      [1.5, '650000'],
      [1.75, '660000'],
    ],
  ];
  expect(read(`date,open,high,low,close,volume\n${rows}`)).toEqual(walked);
  expect(read(`date,open,high,low,close,volume\r\n${rows.replaceAll('\n', '\r\n')}`)).toEqual(walked);
  expect(read(`date,open,high,low,close,volume\n${rows}`, start + dayMs)).toEqual(walked.slice(4));
});

test('readCandleFile() does not mind what it leaves out', () => {
  expect(
    read(`date,open,high,low,close\n2023-12-31,5,6,4,5\n${rows.replaceAll(',5\n', '\n')}`, start),
  ).toHaveLength(8);
});

test.each([
  ['seconds', (start / 1_000).toFixed(0)],
  ['milliseconds', String(start)],
  ['ISO 8601', '2024-01-01T00:00:00Z'],
  ['a zone of its own', '2023-12-31T18:00:00-06:00'],
])('readCandleFile() reads times as %s, and columns in any order', (_, time) => {
  expect(read(`Close,low,high,open,Timestamp\n710000,690000,720000,700000,${time}\n`)).toMatchObject([
    [0, '700000'],
    [expect.any(Number), '690000'],
    [expect.any(Number), '720000'],
    [expect.any(Number), '710000'],
  ]);
});

test.each([
  ['no column names', rows, 'names its columns'],
  ['a price too few', 'date,open,high,low,close\n2024-01-01,1,2,3\n', 'line 2: this is not a candle'],
  ['a low above its high', 'date,open,high,low,close\n2024-01-01,700000,690000,720000,700000\n', 'line 2'],
  ['a day twice', `date,open,high,low,close,volume\n${rows}${rows}`, 'line 4: candles go back in time'],
  ['prices of another book', 'date,open,high,low,close\n2024-01-01,5,6,4,5\n', 'that btc_mxn allows'],
  ['no candles', 'date,open,high,low,close\n', 'no candles'],
])('readCandleFile() says what is wrong: %s', (_, text, why) => {
  expect(read(text)).toContain(why);
});
