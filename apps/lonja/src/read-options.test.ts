// Shows how the command line is read, and the sentence for each way of getting it wrong.

import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './journal/temporary-directory.ts';
import { readOptions } from './read-options.ts';
import { readReplayFile } from './replay-file.ts';

test('readOptions() has defaults for everything', () => {
  expect(readOptions([])).toEqual({
    ok: true,
    value: {
      port: 4000,
      host: '127.0.0.1',
      data: './data/lonja',
      seed: 7,
      sandboxClock: null,
      market: { kind: 'simulated' },
      hasRateLimits: true,
      hasSandboxFaults: false,
      httpsPort: null,
      logLevel: 'info',
    },
  });
  expect(readOptions(['--https-port', '5201', '--sandbox-faults', '--log', 'debug'])).toMatchObject({
    value: { httpsPort: 5201, hasSandboxFaults: true, logLevel: 'debug' },
  });
  expect(readOptions(['--help'])).toEqual({ ok: true, value: 'help' });
  expect(readOptions(['--replay', 'p.json', '--sandbox-clock', '1,2,3', '--no-rate-limit'])).toMatchObject({
    value: {
      market: { kind: 'replay', file: 'p.json' },
      sandboxClock: { originMs: 1, rate: 2, anchorWallMs: 3 },
      hasRateLimits: false,
    },
  });
  expect(readOptions(['--replay', 'none'])).toMatchObject({ value: { market: { kind: 'simulated' } } });
});

test('readOptions() takes a CSV of candles with its book, speed and first day', () => {
  const market = (...args: string[]) => {
    const read = readOptions(args);
    return read.ok && read.value !== 'help' ? read.value.market : read;
  };
  const file = '/prices/BTC_USD-1d.csv';
  const base = { kind: 'replay_candles', file, book: 'btc_usd', speed: 60, fromMs: null };
  expect(market('--replay', file)).toEqual(base);
  expect(
    market(
      '--replay',
      file,
      '--replay-book',
      'eth_usd',
      '--replay-speed',
      '3600',
      '--replay-from',
      '2024-01-31',
    ),
  ).toEqual({ ...base, book: 'eth_usd', speed: 3600, fromMs: Date.UTC(2024, 0, 31) });
});

test('readOptions() says what is wrong with an option', () => {
  for (const args of [
    ['--port', 'x'],
    ['--port', '70000'],
    ['--seed', '-1'],
    ['--sandbox-clock', 'now'],
    ['--market', 'x'],
    ['--market', 'replay'],
    ['--replay', 'candles.csv'],
    ['--replay', 'btc_mxn.csv', '--replay-speed', '0'],
    ['--replay', 'btc_mxn.csv', '--replay-from', 'soon'],
    ['--replay', 'btc_mxn.csv', '--replay-speed', '5', '--sandbox-clock', '1,2,3'],
    ['--https-port', 'x'],
    ['--log', 'loud'],
    ['--nope'],
    ['extra'],
  ]) {
    const read = readOptions(args);
    expect(read.ok ? '' : read.error).toMatch(/\S{3}/);
    expect(read.ok).toBe(false);
  }
});

test('readReplayFile() gives prices by book, or names the row that does not fit', () => {
  const directory = temporaryDirectory();
  const read = (rows: unknown) => {
    const file = `${directory}/prices.json`;
    writeFileSync(file, typeof rows === 'string' ? rows : JSON.stringify(rows));
    const prices = readReplayFile(file);
    return prices.ok ? [...prices.value] : prices.error;
  };
  const row = { book: 'btc_mxn', atMs: 5, price: '1700000' };
  expect(read([row, { ...row, atMs: 6 }])).toEqual([
    [
      'btc_mxn',
      [
        { atMs: 5, price: 170_000_000_000_000n },
        { atMs: 6, price: 170_000_000_000_000n },
      ],
    ],
  ]);
  expect(read([row, { ...row, atMs: 4 }])).toContain('row 2: rows go back in time');
  expect(read([{ ...row, price: '1700005' }])).toContain('row 1');
  expect(read([{ ...row, price: '5' }])).toContain('row 1');
  expect(read([{ ...row, book: 'nope_mxn' }])).toContain('no book');
  expect(read('{')).toContain('not a JSON list');
  expect(read([])).toContain('not a JSON list');
  expect(readReplayFile(`${directory}/none.json`).ok).toBe(false);
});
