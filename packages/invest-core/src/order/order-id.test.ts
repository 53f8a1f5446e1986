import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOrderId, type OrderPurpose, orderId } from './order-id.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const purposes: fc.Arbitrary<OrderPurpose> = fc.record({
  installId: fc.string(),
  planId: fc.string(),
  slotKey: fc.string(),
  leg: fc.string(),
  attempt: fc.integer({ min: 1, max: 999_999_999 }),
});

it('orderId() is the same for the same purpose and takes the form that exchanges accept', () => {
  fc.assert(
    fc.property(purposes, (purpose) => {
      const id = orderId(purpose, sha256);
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
      expect(isOrderId(id)).toBe(true);
      expect(orderId({ ...purpose }, sha256)).toBe(id);
    }),
  );
});

it('orderId() differs whenever any part of the purpose does, even where the parts read the same joined', () => {
  fc.assert(
    fc.property(purposes, purposes, (one, other) => {
      const isSame =
        JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
      expect(orderId(one, sha256) === orderId(other, sha256)).toBe(isSame);
    }),
  );
  const base = { installId: 'i', planId: 'ab', slotKey: 'c', leg: 'buy', attempt: 1 };
  expect(orderId(base, sha256)).not.toBe(orderId({ ...base, planId: 'a', slotKey: 'bc' }, sha256));
  expect(orderId({ ...base, attempt: 2 }, sha256).slice(0, 27)).toBe(orderId(base, sha256).slice(0, 27));
});

it('orderId() of a known purpose never changes between versions', () => {
  const purpose = {
    installId: 'install-1',
    planId: 'plan-1',
    slotKey: '2026-11-27T09:00',
    leg: 'buy',
    attempt: 1,
  };
  expect(orderId(purpose, sha256)).toBe('myi6tzdv4yn4pymnne4seczpsd2-1');
});

it('isOrderId() refuses what is not an id of ours', () => {
  expect(['', 'm-1', 'x'.repeat(40), `m${'a'.repeat(26)}-0`, `m${'1'.repeat(26)}-1`].map(isOrderId)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
