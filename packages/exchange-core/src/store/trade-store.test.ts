import { expect, test } from 'vitest';
import { type TradeRows, TradeStore, tradeLotsAt, tradeTicksAt } from './trade-store.ts';

const rows = 120_000;

function filled(store: TradeStore): TradeStore {
  for (let each = 0; each < rows; each += 1) {
    const row = store.add();
    store.ints(row)[store.intsAt(row) + tradeTicksAt] = each * 7;
    store.numbers(row)[store.numbersAt(row) + tradeLotsAt] = each * 1.5;
    if (each % 1_000 === 0) store.setOriginId(row, each % 2, `mine-${each}`);
  }
  return store;
}

function archiveOf(kept: Map<number, TradeRows>) {
  return {
    keep: (page: number, { numbers, originIds }: TradeRows) => {
      kept.set(page, { numbers: numbers.slice(), originIds: originIds?.slice() ?? null });
      return page !== 1;
    },
    read: (page: number) => {
      const found = kept.get(page);
      if (found === undefined) throw new Error(`page ${page} was never kept`);
      return found;
    },
  };
}

function wrongRows(store: TradeStore): number {
  let wrong = 0;
  // A stride that visits pages in no order, so that they are read back again and again.
  for (let each = 0; each < rows; each += 1) {
    const row = (each * 7_919) % rows;
    const isSame =
      store.ints(row)[store.intsAt(row) + tradeTicksAt] === row * 7 &&
      store.numbers(row)[store.numbersAt(row) + tradeLotsAt] === row * 1.5 &&
      store.originId(row, row % 2) === (row % 1_000 === 0 ? `mine-${row}` : null);
    if (!isSame) wrong += 1;
  }
  return wrong;
}

test('TradeStore reads the same trades with an archive as without one, and holds few pages', () => {
  expect(wrongRows(filled(new TradeStore()))).toBe(0);
  const store = new TradeStore();
  store.archive = archiveOf(new Map());
  filled(store);
  expect(wrongRows(store)).toBe(0);
  const { pages } = store.snapshot();
  expect(pages.length).toBe(15);
  // Page 1 could not be kept, so it is still here beside the newest.
  expect(pages.flatMap((page, number) => (page === null ? [] : [number]))).toEqual([
    1, 7, 8, 9, 10, 11, 12, 13, 14,
  ]);
});

test('TradeStore.restore() reads what a snapshot leaves to the archive', () => {
  const store = new TradeStore();
  store.archive = archiveOf(new Map());
  filled(store);
  const again = new TradeStore();
  again.archive = store.archive;
  again.restore(store.snapshot());
  expect(wrongRows(again)).toBe(0);
});
