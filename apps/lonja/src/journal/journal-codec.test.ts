import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord, encodeRecord } from './journal-codec.ts';

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

test('encodeRecord() writes the JSON that a replacer would write', () => {
  const replaced = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? { $n: value.toString() } : value;
  fc.assert(
    fc.property(fc.object({ withBigInt: true, withNullPrototype: false }), (record) => {
      const line = encodeRecord(7, record);
      expect(line.slice(9, -1)).toBe(`7 ${JSON.stringify(record, replaced)}`);
    }),
  );
});
