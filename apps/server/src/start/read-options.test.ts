// The command line of the server: what only crash tests may ask for, and what is not understood.

import { expect, test } from 'vitest';
import { readOptions } from './read-options.ts';

const clock = ['--sandbox-clock', '1000,60,2000'];

test('readOptions() reads the measured times of the practice exchange, and keeps the cautious ones without them', () => {
  expect(readOptions([])).toMatchObject({ practiceTiming: null, dieAt: null });
  expect(readOptions(['--practice-timing', '7000,6000'])).toMatchObject({
    practiceTiming: { requestWindowMs: 7_000, settleTimeMs: 6_000 },
  });
  for (const text of ['7000', '7000,-1', 'a,b', ''])
    expect(() => readOptions(['--practice-timing', text])).toThrow('--practice-timing takes W,S');
});

test('readOptions() takes a moment to die at on a sandbox clock alone', () => {
  expect(readOptions(['--die-at', 'journaled:3', ...clock])).toMatchObject({
    dieAt: { point: 'journaled', count: 3 },
  });
  expect(() => readOptions(['--die-at', 'journaled:3'])).toThrow('needs --sandbox-clock');
  for (const text of ['nowhere:1', 'journaled', 'journaled:0', 'journaled:x'])
    expect(() => readOptions(['--die-at', text, ...clock])).toThrow('--die-at takes POINT:N');
});
