import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mintOrderId } from './mint-order-id.ts';
import { numberOfId, packId } from './store/packed-id.ts';

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

test('numberOfId() is the number that an id was minted with', () => {
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 2 ** 31 }), (minted, chance) => {
      const packed = new Int32Array(3);
      const ids = { alphanumeric: (length: number) => chance.toString(36).padStart(length, 'q') };
      packId(packed, 0, mintOrderId(ids, minted));
      expect(numberOfId(packed, 0) >>> 0).toBe(minted);
    }),
  );
});
