import { expect, test } from 'vitest';
import { decodeParts, encodeParts } from './snapshot-parts.ts';

const long = Float64Array.from({ length: 5_000 }, (_, index) => index / 3);

function value() {
  const shared = { of: 'two' };
  return {
    text: 'ñ',
    big: 10n ** 40n,
    map: new Map([['a', [shared, shared]]]),
    rows: [Float64Array.of(1.5, -0), long.slice(), Uint32Array.of(1, 2 ** 32 - 1), null],
  };
}

test('decodeParts() gives back what encodeParts() was given', () => {
  const parts = encodeParts(value());
  expect(parts.length).toBe(2);
  // Bytes as a file has them: at any offset.
  const moved = parts.map((part) => Buffer.concat([Buffer.of(0), part]).subarray(1));
  expect(decodeParts(moved)).toEqual(value());
});

test('decodeParts() is null for parts that are no value', () => {
  expect(decodeParts([])).toBeNull();
  expect(decodeParts([Uint8Array.of(1, 2, 3)])).toBeNull();
});
