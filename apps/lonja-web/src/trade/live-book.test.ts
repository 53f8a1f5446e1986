import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BookDiff, LiveBook, levelsOf } from './live-book.ts';

const side = fc.constantFrom('buy', 'sell');
const steps = fc.array(
  fc.record({
    side,
    orderId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    price: fc.bigInt({ min: 1n, max: 5n }),
    amount: fc.option(fc.bigInt({ min: 1n, max: 9n })),
    createdAtMs: fc.integer({ min: 0, max: 9 }),
  }),
);

test('LiveBook keeps exactly the orders that were opened last and not ended, best first', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const book = new LiveBook({ sequence: 10, bids: [], asks: [] });
      const kept = new Map<string, BookDiff>();
      for (const [index, step] of all.entries()) {
        const diff = { ...step, orderId: `${step.side}-${step.orderId}` };
        const message = { sequence: 11 + index, diffs: [diff] };
        expect(book.apply(message)).toBe('applied');
        expect(book.apply(message)).toBe('stale');
        if (diff.amount === null) kept.delete(diff.orderId);
        else kept.set(diff.orderId, diff);
      }
      const total = [...kept.values()].reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);
      const bids = levelsOf(book.orders('buy'), 100);
      const asks = levelsOf(book.orders('sell'), 100);
      expect((bids.at(-1)?.sum ?? 0n) + (asks.at(-1)?.sum ?? 0n)).toBe(total);
      expect(bids.map(({ price }) => price)).toEqual([...new Set(bids.map(({ price }) => price))].sort(down));
      expect(asks.map(({ price }) => price)).toEqual([...new Set(asks.map(({ price }) => price))].sort(up));
    }),
  );
});

test('LiveBook.apply() tells a gap and stays as it was', () => {
  const row = { orderId: 'a', price: '10', amount: '2', createdAtMs: 1 };
  const book = new LiveBook({ sequence: 5, bids: [row], asks: [] });
  const gone = { orderId: 'a', side: 'buy', price: 0n, amount: null, createdAtMs: 1 } as const;
  expect(book.apply({ sequence: 7, diffs: [gone] })).toBe('gap');
  expect(book.orders('buy')).toHaveLength(1);
  expect(levelsOf(book.orders('buy'), 1)).toEqual([
    { price: 10n * 10n ** 8n, amount: 2n * 10n ** 8n, sum: 2n * 10n ** 8n },
  ]);
});

test('LiveBook.apply() takes every order of a message', () => {
  const [first, second] = ['a', 'b'].map((orderId) => ({
    orderId,
    price: '10',
    amount: '2',
    createdAtMs: 1,
  }));
  if (first === undefined || second === undefined) expect.fail('two rows');
  const book = new LiveBook({ sequence: 5, bids: [first, second], asks: [] });
  const at = { side: 'buy', price: 10n, createdAtMs: 1 } as const;
  const diffs = [
    { ...at, orderId: 'a', amount: null },
    { ...at, orderId: 'b', amount: 1n },
  ];
  expect(book.apply({ sequence: 6, diffs })).toBe('applied');
  expect(book.orders('buy')).toEqual([{ price: 10n, amount: 1n, createdAtMs: 1 }]);
});

function up(one: bigint, other: bigint): number {
  return one < other ? -1 : 1;
}

function down(one: bigint, other: bigint): number {
  return up(other, one);
}
