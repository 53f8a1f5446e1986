import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TickSet } from './tick-set.ts';

test('TickSet finds the same neighbours as a plain set', () => {
  const sizes = fc.constantFrom(1, 31, 32, 33, 1024, 1025, 40_000, 1_100_000);
  const ops = fc.array(fc.tuple(fc.boolean(), fc.nat(1_000_000), fc.nat(1_000_000)), { maxLength: 120 });
  fc.assert(
    fc.property(sizes, ops, (size, steps) => {
      const set = new TickSet(size);
      const twin = new Set<number>();
      for (const [isAdd, tickSeed, askSeed] of steps) {
        const tick = tickSeed % size;
        if (isAdd) {
          set.add(tick);
          twin.add(tick);
        } else if (twin.delete(tick)) set.remove(tick);
        const ask = askSeed % size;
        const members = [...twin].sort((a, b) => a - b);
        expect(set.above(ask)).toBe(members.find((member) => member >= ask) ?? -1);
        expect(set.below(ask)).toBe(members.findLast((member) => member <= ask) ?? -1);
      }
    }),
  );
});

test('TickSet answers -1 beyond its end', () => {
  const set = new TickSet(64);
  set.add(63);
  expect(set.above(64)).toBe(-1);
  expect(set.below(62)).toBe(-1);
  expect(set.below(63)).toBe(63);
});
