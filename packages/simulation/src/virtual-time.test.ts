import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualTime } from './virtual-time.ts';

describe('VirtualTime', () => {
  const moments = fc.array(fc.nat(20), { minLength: 2, maxLength: 40 });

  it('runs events by their moment, and those of one moment by their tie-break', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(20), fc.nat(5))), async (planned) => {
        let next = 0;
        const time = new VirtualTime({ startMs: 0, tieBreak: () => planned[next]?.[1] ?? 0 });
        const ran: number[] = [];
        for (const [number, [atMs]] of planned.entries()) {
          next = number;
          time.at(atMs, () => ran.push(number));
        }
        expect(await time.runUntil(20)).toBe(true);
        const rank = (number: number) => planned[number] ?? [0, 0];
        const inOrder = planned
          .map((_, number) => number)
          .sort(
            (one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1] || one - other,
          );
        expect(ran).toEqual(inOrder);
      }),
    );
  });

  it('has another hash when events that say nothing come in another order, and the same one when not', async () => {
    const hashOf = async (atMs: readonly number[], ties: readonly number[]) => {
      let next = 0;
      const time = new VirtualTime({ startMs: 0, tieBreak: () => ties[next] ?? 0 });
      for (const [number, ms] of atMs.entries()) {
        next = number;
        time.at(ms, () => undefined);
      }
      await time.runUntil(20);
      return [time.hash, time.lines.length];
    };
    await fc.assert(
      fc.asyncProperty(moments, async (atMs) => {
        const rising = atMs.map((_, number) => number);
        const [hash, lines] = await hashOf(atMs, rising);
        expect([await hashOf(atMs, rising), lines]).toEqual([[hash, 0], 0]);
        const isTied = new Set(atMs).size < atMs.length;
        const [turned] = await hashOf(atMs, rising.toReversed());
        expect(turned === hash).toBe(!isTied);
      }),
    );
  });
});
