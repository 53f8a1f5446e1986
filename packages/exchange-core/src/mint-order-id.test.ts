import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mintOrderId } from './mint-order-id.ts';
import { hashOfId, packId } from './store/packed-id.ts';

const number = fc.integer({ min: 0, max: 0xffff_ffff });

test('mintOrderId() ends in the number, so that different numbers have different ids', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      const ids = { alphanumeric: (length: number) => 'x'.repeat(length) };
      expect(mintOrderId(ids, one)).toHaveLength(16);
      expect(mintOrderId(ids, one) === mintOrderId(ids, other)).toBe(one === other);
    }),
  );
});

test('hashOfId() puts ids minted one after another side by side in runs of sixteen', () => {
  const hashes = Array.from({ length: 64 }, (_, at) => {
    const packed = new Int32Array(3);
    const chance = { alphanumeric: (length: number) => at.toString(36).padStart(length, 'q') };
    packId(packed, 0, mintOrderId(chance, 3_200 + at));
    return hashOfId(packed, 0);
  });
  expect(new Set(hashes).size).toBe(64);
  for (const [at, hash] of hashes.entries()) expect(hash - (hashes[at & ~15] ?? 0)).toBe(at & 15);
});
