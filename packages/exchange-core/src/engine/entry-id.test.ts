import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryId, entryOfId } from './entry-id.ts';

test('entryOfId() is the inverse of entryId()', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (entry) => {
      expect(entryId(entry)).toMatch(/^[0-9a-f]{32}$/);
      expect(entryOfId(entryId(entry))).toBe(entry);
    }),
  );
});

test('entryOfId() answers null for text that is no entry id', () => {
  const real = entryId(7);
  for (const text of ['', 'x', '0'.repeat(32), real.toUpperCase().replace(/[0-9]/g, 'A'), `${real}0`]) {
    expect(entryOfId(text)).toBeNull();
  }
});
