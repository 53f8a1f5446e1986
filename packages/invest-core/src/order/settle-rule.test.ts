import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lookup } from './order-state.ts';
import { confirmUntilMs, holdAfterMs, lookupGapMinMs, settle } from './settle-rule.ts';

const journaledAtMs = 1_000_000;
const provableMs = confirmUntilMs(journaledAtMs);
const lookups = fc
  .array(
    fc.record({
      atMs: fc.integer({ min: journaledAtMs, max: provableMs + 600_000 }),
      orders: fc.constantFrom('absent' as const, 'unread' as const),
      trades: fc.constantFrom('absent' as const, 'unread' as const),
    }),
    { maxLength: 20 },
  )
  .map((list): readonly Lookup[] => [...list].sort((one, other) => one.atMs - other.atMs));

const empty = (atMs: number): Lookup => ({ atMs, orders: 'absent', trades: 'absent' });
const answer = (list: readonly Lookup[], nowMs: number) =>
  settle({ confirmUntilMs: provableMs, sinceMs: journaledAtMs, lookups: list }, nowMs);

describe('settle()', () => {
  it('settle() proves absence only by two complete empty looks, apart, both after W + S', () => {
    fc.assert(
      fc.property(lookups, (list) => {
        const counting = list.filter(
          ({ atMs, orders, trades }) => atMs >= provableMs && orders === 'absent' && trades === 'absent',
        );
        const spread = (counting.at(-1)?.atMs ?? 0) - (counting[0]?.atMs ?? 0);
        const isProven = counting.length >= 2 && spread >= lookupGapMinMs;
        expect(answer(list, provableMs + 600_000).kind).toBe(isProven ? 'proven_absent' : 'look_again');
      }),
    );
  });

  it('settle() always asks again later than the last look', () => {
    fc.assert(
      fc.property(lookups, (list) => {
        const next = answer(list, provableMs);
        if (next.kind === 'look_again') expect(next.atMs).toBeGreaterThan(list.at(-1)?.atMs ?? journaledAtMs);
      }),
    );
  });

  it('settle() ends within a minute after W + S when every look is complete and empty', () => {
    const list: Lookup[] = [];
    let next = answer(list, journaledAtMs);
    while (next.kind === 'look_again') {
      list.push(empty(next.atMs));
      next = answer(list, next.atMs);
    }
    expect(next.kind).toBe('proven_absent');
    expect(list.at(-1)?.atMs).toBeLessThanOrEqual(provableMs + 60_000);
    expect(list.slice(0, 3).map(({ atMs }) => atMs - journaledAtMs)).toEqual([2_000, 7_000, 22_000]);
  });

  it('settle() tells a person after a day without a readable answer, but a proof still comes first', () => {
    const unread: Lookup = { atMs: provableMs, orders: 'absent', trades: 'unread' };
    expect(answer([unread], journaledAtMs + holdAfterMs)).toEqual({ kind: 'hold' });
    const proof = [empty(provableMs), empty(provableMs + lookupGapMinMs)];
    expect(answer(proof, journaledAtMs + holdAfterMs)).toEqual({ kind: 'proven_absent', evidence: proof });
  });
});
