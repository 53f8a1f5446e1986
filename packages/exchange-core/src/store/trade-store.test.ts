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

/** Pages by number. Page 1 is never kept; the others at once, or, with `later`, when it is called. */
class TestArchive {
  readonly pages = new Map<number, TradeRows>();
  readonly later: (() => void)[] = [];
  readonly #isLate: boolean;

  constructor(isLate = false) {
    this.#isLate = isLate;
  }

  readonly keep = (page: number, { numbers, originIds }: TradeRows, kept: () => void) => {
    if (page === 1) return;
    const keepNow = () => {
      this.pages.set(page, { numbers: numbers.slice(), originIds: originIds?.slice() ?? null });
      kept();
    };
    if (this.#isLate) this.later.push(keepNow);
    else keepNow();
  };

  readonly read = (page: number) => {
    const found = this.pages.get(page);
    if (found === undefined) throw new Error(`page ${page} was never kept`);
    return found;
  };
}

function held(store: TradeStore): readonly number[] {
  return store.snapshot().pages.flatMap((page, number) => (page === null ? [] : [number]));
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

const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
// Page 1 could not be kept, so it is still there beside the newest.
const newestAndOne = [1, 7, 8, 9, 10, 11, 12, 13, 14];

test('TradeStore reads the same trades with an archive as without one, and holds few pages', () => {
  expect(wrongRows(filled(new TradeStore()))).toBe(0);
  const store = new TradeStore();
  store.archiveIn(new TestArchive());
  filled(store);
  expect(wrongRows(store)).toBe(0);
  expect(held(store)).toEqual(newestAndOne);
  expect(store.pagesHeld).toBe(9);
});

test('TradeStore holds a page, and puts it into snapshots, until it is kept', () => {
  const archive = new TestArchive(true);
  const store = new TradeStore();
  store.archiveIn(archive);
  filled(store);
  expect(held(store)).toEqual(all);
  expect(wrongRows(store)).toBe(0);
  archive.later.shift()?.();
  expect(held(store)).toEqual(all.slice(1));
  expect(wrongRows(store)).toBe(0);
  for (const keepNow of archive.later) keepNow();
  expect(held(store)).toEqual(newestAndOne);
  expect(wrongRows(store)).toBe(0);
});

test('TradeStore.restore() reads what a snapshot leaves to the archive, and leaves it the rest', () => {
  const late = new TestArchive(true);
  const store = new TradeStore();
  store.archiveIn(late);
  filled(store);
  late.later.shift()?.();
  const again = new TradeStore();
  again.restore(store.snapshot());
  const archive = new TestArchive();
  archive.pages.set(0, late.read(0));
  again.archiveIn(archive);
  expect(held(again)).toEqual(newestAndOne);
  expect(wrongRows(again)).toBe(0);
});
