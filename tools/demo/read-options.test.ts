import { expect, it } from 'vitest';
import { ArgumentMistake } from '../command-report.ts';
import { readDemoOptions } from './read-options.ts';

it('readDemoOptions() replays 52 generated weeks when nothing is asked for', () => {
  expect(readDemoOptions([])).toEqual({
    files: null,
    weeks: 52,
    seed: 7,
    replaySeconds: 40,
    isTimed: true,
    isKept: false,
    store: { kind: 'embedded' },
  });
});

it('readDemoOptions() takes both price files', () => {
  expect(readDemoOptions(['--prices', 'a.csv', '--fx', 'b.csv']).files).toEqual({
    prices: 'a.csv',
    fx: 'b.csv',
  });
});

it.each([
  ['--prices', 'a.csv'],
  ['--fx', 'b.csv'],
  ['--weeks', '0'],
  ['--weeks', '1e3'],
  ['--seconds', '0.5'],
  ['--seed', 'x'],
  ['--postgres', '--database-url=postgres://localhost/mandato'],
])('readDemoOptions() refuses %s %s in one sentence', (...args) => {
  expect(() => readDemoOptions(args)).toThrow(ArgumentMistake);
});

it('readDemoOptions() takes a server of its own or the address of another', () => {
  expect(readDemoOptions(['--postgres']).store).toEqual({ kind: 'own_postgres' });
  const url = 'postgres://localhost/mandato';
  expect(readDemoOptions(['--database-url', url]).store).toEqual({ kind: 'postgres', url });
});
