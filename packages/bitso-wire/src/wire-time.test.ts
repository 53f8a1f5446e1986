// Shows that timestamps agree with the calendar of the runtime, and that all wire forms read alike.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBookTime, formatRowTime, parseWireTime } from './wire-time.ts';

test('formatRowTime() agrees with the runtime calendar from 1970 to 9999', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (atMs) => {
      const seconds = new Date(atMs).toISOString().slice(0, 19);
      expect(formatRowTime(atMs)).toBe(`${seconds}+0000`);
      expect(formatBookTime(atMs)).toBe(`${seconds}+00:00`);
      expect(parseWireTime(formatRowTime(atMs))).toEqual({ ok: true, value: atMs - (atMs % 1000) });
    }),
  );
});

test('parseWireTime() reads every form seen on the wire as the same moment', () => {
  const forms = [
    '2021-06-11T09:25:05.000+00:00',
    '2021-06-11T09:25:05+0000',
    '2021-06-11T09:25:05+00:00',
    '2021-06-11T09:25:05Z',
    '2021-06-11T04:25:05-05:00',
  ];
  for (const form of forms) {
    expect(parseWireTime(form)).toEqual({ ok: true, value: Date.UTC(2021, 5, 11, 9, 25, 5) });
  }
});

test('parseWireTime() refuses what is no moment', () => {
  for (const text of ['', '2021-06-11', '2021-02-30T00:00:00Z', '2021-13-01T00:00:00Z', 'x'.repeat(50)]) {
    expect(parseWireTime(text)).toEqual({ ok: false, error: 'time_malformed' });
  }
  expect(parseWireTime('2021-06-11T24:00:00Z').ok).toBe(false);
});
