// Nonces rise strictly, whatever the clock does, and no two processes mint the same.

import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTemporaryDatabase, type TemporaryDatabase } from '../store/temporary-database.ts';
import { takeNonceShare } from './nonce-share.ts';
import { laneNonce, nonceAhead, nonceShareCount, nonceSource } from './nonce-source.ts';

let database: TemporaryDatabase;
beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.discard());

const readings = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_020 }), {
  minLength: 1,
  maxLength: 60,
});
const share = fc.integer({ min: 0, max: nonceShareCount - 1 });

/** What a process of `share` mints, `burst` nonces at each reading of its clock. */
function minted(clock: readonly number[], by: { readonly share: number; readonly burst: number }): string[] {
  let index = 0;
  const next = nonceSource({ nowMs: () => clock[index] ?? 0 }, by.share);
  return clock.flatMap((_, at) => {
    index = at;
    return Array.from({ length: by.burst }, next);
  });
}

test('nonceSource() mints 19 digits that rise strictly, even when the clock steps back (C2, C4)', () => {
  fc.assert(
    fc.property(readings, share, fc.integer({ min: 1, max: 90 }), (clock, own, burst) => {
      const nonces = minted(clock, { share: own, burst });
      expect(nonces.every((nonce) => /^\d{19}$/.test(nonce))).toBe(true);
      expect(nonces.every((nonce, at) => at === 0 || nonce > (nonces[at - 1] ?? ''))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('nonceSource() of two processes never mints the same nonce, also in one millisecond', () => {
  fc.assert(
    fc.property(readings, readings, fc.tuple(share, share), (one, other, [first, second]) => {
      fc.pre(first !== second);
      const nonces = [
        ...minted(one, { share: first, burst: 70 }),
        ...minted(other, { share: second, burst: 70 }),
      ];
      expect(new Set(nonces).size).toBe(nonces.length);
      expect(nonces.some((nonce) => nonce.endsWith(laneNonce(nonce).slice(-6)))).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('laneNonce() keeps the millisecond and leaves the shares of all processes', () => {
  const next = nonceSource({ nowMs: () => 1_795_176_000_123 }, nonceShareCount - 1);
  expect(laneNonce(next())).toBe('1795176000123999000');
});

test('takeNonceShare() gives each start another share', async () => {
  const shares = [];
  for (let start = 0; start < 5; start += 1) shares.push(await takeNonceShare(database.db));
  expect(new Set(shares).size).toBe(5);
  expect(shares.every((own) => own >= 0 && own < nonceShareCount)).toBe(true);
});

test('nonceAhead() gives what a clock that is so much ahead mints, in the same share', () => {
  const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
  const ahead = fc.integer({ min: 0, max: 60_000 });
  fc.assert(
    fc.property(at, ahead, share, (atMs, ms, own) => {
      const mintedAt = (nowMs: number) => nonceSource({ nowMs: () => nowMs }, own)();
      expect(nonceAhead(mintedAt(atMs), ms)).toBe(mintedAt(atMs + ms));
    }),
  );
});
