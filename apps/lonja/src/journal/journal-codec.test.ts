import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { decodeRecord, encodeRecord } from './journal-codec.ts';

test('crc32() gives the published check value', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  expect(crc32(Buffer.alloc(0))).toBe(0);
});

test('decodeRecord() gives back what encodeRecord() was given, bigints included', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.bigInt(), fc.constant(null), fc.boolean());
  const value = fc.dictionary(fc.constantFrom('a', 'b', 'kind', 'terms'), fc.oneof(leaf, fc.array(leaf)));
  fc.assert(
    fc.property(fc.nat(), value, (sequence, record) => {
      const line = encodeRecord(sequence, record);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(decodeRecord(Buffer.from(line.slice(0, -1)))).toEqual({ sequence, value: { ...record } });
    }),
  );
});

test('decodeRecord() refuses every single flipped bit', () => {
  const line = Buffer.from(encodeRecord(12, { amount: 5n, text: 'ñ' }).slice(0, -1));
  for (let bit = 0; bit < line.length * 8; bit += 1) {
    const flipped = Buffer.from(line);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(decodeRecord(flipped)).toBeNull();
  }
});
