import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberList } from './number-list.ts';

// Enough for some chunks, most of them in long runs.
const additions = fc.array(
  fc.record({
    how: fc.constantFrom('one', 'run', 'all'),
    count: fc.oneof(fc.nat(40), fc.nat(5_000)),
    first: fc.nat(2 ** 31),
  }),
  { maxLength: 12 },
);

test('NumberList has every number in its place, however it was added', () => {
  fc.assert(
    fc.property(additions, (list) => {
      const numbers = new NumberList();
      const wanted: number[] = [];
      for (const { how, count, first } of list) {
        const added = Array.from({ length: how === 'one' ? 1 : count }, (_, index) => first + index);
        if (how === 'one') numbers.push(first);
        else if (how === 'run') numbers.pushRun(first, count);
        else numbers.pushAll(Uint32Array.from([7, ...added, 7]), 1, count + 1);
        wanted.push(...added);
      }
      expect(numbers).toHaveLength(wanted.length);
      expect(wanted.findIndex((number, index) => numbers.at(index) !== number)).toBe(-1);
      expect(numbers.at(wanted.length)).toBe(-1);
      const restored = new NumberList();
      restored.restore(numbers.snapshot());
      expect(restored.at(wanted.length - 1)).toBe(wanted.at(-1) ?? -1);
    }),
  );
});
