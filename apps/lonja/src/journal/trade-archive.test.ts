import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';
import { openKeptTrades, openTradeFiles } from './trade-archive.ts';

const numbers = Float64Array.from({ length: 4_096 }, (_, index) => index * 0.5);

test('openTradeFiles() reads back what it kept, origin ids included, in another process too', async () => {
  const directory = temporaryDirectory();
  const files = openTradeFiles(directory);
  const originIds = ['mía', null, 'two'];
  expect(files.has(0)).toBe(false);
  expect(files.keep(0, { numbers, originIds: null })).toBe(true);
  expect(files.keep(1, { numbers: numbers.subarray(1, 9), originIds })).toBe(true);
  await files.sync();
  const again = openTradeFiles(directory);
  expect([again.has(0), again.has(1), again.has(2)]).toEqual([true, true, false]);
  expect(again.read(0)).toEqual({ numbers, originIds: null });
  expect(again.read(1)).toEqual({ numbers: numbers.slice(1, 9), originIds });
});

test('openTradeFiles() refuses a page of which a bit flipped', () => {
  const directory = temporaryDirectory();
  const files = openTradeFiles(directory);
  files.keep(0, { numbers, originIds: null });
  const [name = ''] = readdirSync(path.join(directory, 'trades'));
  const file = path.join(directory, 'trades', name);
  const bytes = readFileSync(file);
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(() => files.read(0)).toThrow('damaged');
});

test('openTradeFiles() keeps nothing where nothing can be written', () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'trades'), 'a file where the folder belongs');
  expect(openTradeFiles(directory).keep(0, { numbers, originIds: null })).toBe(false);
});

test('openKeptTrades() takes over pages that are there and the same, and never writes one', async () => {
  const directory = temporaryDirectory();
  const kept = openKeptTrades(directory);
  expect(kept.keep(0, { numbers, originIds: null })).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
  openTradeFiles(directory).keep(0, { numbers, originIds: null });
  expect(kept.keep(0, { numbers, originIds: null })).toBe(true);
  expect(kept.keep(0, { numbers: numbers.map((number) => number + 1), originIds: null })).toBe(false);
  await kept.sync();
  expect(kept.read(0)).toEqual({ numbers, originIds: null });
});
