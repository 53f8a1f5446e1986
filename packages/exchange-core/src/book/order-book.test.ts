import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import type { Side } from '../ids.ts';
import { NaiveBook } from './naive-book.ts';
import { createOrderBook, type OrderBook, type Taking } from './order-book.ts';

function walk(book: OrderBook, side: Side): number[][] {
  const rows: number[][] = [];
  for (let ticks = book.best(side); ticks >= 0; ticks = book.worse(side, ticks)) {
    for (let slot = book.first(side, ticks); slot >= 0; slot = book.after(slot)) {
      rows.push([slot, ticks, book.lots(slot), book.owner(slot)]);
    }
  }
  return rows;
}

function fillsOf(book: OrderBook): (number | undefined)[][] {
  const { fillSlots, fillTicks, fillLots } = book;
  return [...fillSlots.slice(0, book.fillCount)].map((slot, at) => [slot, fillTicks[at], fillLots[at]]);
}

function expectAlike(book: OrderBook, twin: NaiveBook): void {
  for (const side of ['buy', 'sell'] as const) {
    expect(walk(book, side)).toEqual(twin.sorted(side).map((o) => [o.slot, o.ticks, o.lots, o.owner]));
  }
}

function arrive(book: OrderBook, twin: NaiveBook, order: Taking & { age: number; rests: boolean }): void {
  const leftLots = book.take(order);
  const { metSelf } = book;
  const wanted = twin.take(order);
  const fills = fillsOf(book);
  expect({ leftLots, metSelf, fills }).toEqual(wanted);
  if (leftLots === 0 || metSelf || !order.rests) return;
  const { side, owner, age, limitTicks: ticks } = order;
  const slot = book.rest({ ...order, lots: leftLots, tag: age });
  expect(book.tag(slot)).toBe(age);
  expect(twin.orders.some((other) => other.slot === slot)).toBe(false);
  twin.add({ slot, side, ticks, owner, age, lots: leftLots });
}

test.each([
  [1, 12],
  [2, 300],
  [3, 4_000],
  [4, 60],
])(
  'OrderBook does what a naive book does over 10,000 random commands (seed %i, spread %i)',
  (seed, spread) => {
    const rng = seededRng(seed);
    const book = createOrderBook(10_000);
    const twin = new NaiveBook();
    for (let age = 0; age < 10_000; age += 1) {
      const kind = rng.below(20);
      const live = twin.orders[rng.below(Math.max(1, twin.orders.length))];
      if ((kind < 8 || twin.orders.length > 250) && live !== undefined) {
        book.remove(live.slot);
        twin.remove(live);
      } else {
        const side = rng.below(2) === 0 ? 'buy' : 'sell';
        const limitTicks = 5_000 + (rng.below(2 * spread) - spread);
        const lots = 1 + rng.below(50);
        arrive(book, twin, { side, limitTicks, lots, owner: rng.below(6), age, rests: kind < 19 });
      }
      expect(book.best('buy')).toBe(twin.sorted('buy')[0]?.ticks ?? -1);
      expect(book.best('sell')).toBe(twin.sorted('sell')[0]?.ticks ?? -1);
      if (age % 50 === 0) expectAlike(book, twin);
    }
  },
);

test('take() fills the better price first and the older order first at one price', () => {
  const book = createOrderBook(1_000);
  const late = { side: 'sell', owner: 1, tag: 0 } as const;
  const worse = book.rest({ ...late, limitTicks: 102, lots: 5 });
  const older = book.rest({ ...late, limitTicks: 101, lots: 5 });
  const younger = book.rest({ ...late, limitTicks: 101, lots: 5 });
  book.take({ side: 'buy', limitTicks: 102, lots: 12, owner: 2 });
  expect(fillsOf(book)).toEqual([
    [older, 101, 5],
    [younger, 101, 5],
    [worse, 102, 2],
  ]);
});

test('take() stops before an order of the same owner', () => {
  const book = createOrderBook(1_000);
  book.rest({ side: 'sell', limitTicks: 100, lots: 3, owner: 1, tag: 0 });
  const own = book.rest({ side: 'sell', limitTicks: 101, lots: 3, owner: 2, tag: 0 });
  expect(book.take({ side: 'buy', limitTicks: 200, lots: 9, owner: 2 })).toBe(6);
  expect(book.metSelf).toBe(true);
  expect(book.lots(own)).toBe(3);
});

test('OrderBook.match() finds the fills and leaves the book as it was until commit()', () => {
  const book = createOrderBook(1_000);
  const slots = [100, 100, 101].map((limitTicks, tag) =>
    book.rest({ side: 'sell', limitTicks, lots: 5, owner: 1, tag }),
  );
  const before = walk(book, 'sell');
  expect(book.match({ side: 'buy', limitTicks: 101, lots: 12, owner: 2 })).toBe(0);
  expect(walk(book, 'sell')).toEqual(before);
  expect(fillsOf(book)).toEqual([
    [slots[0], 100, 5],
    [slots[1], 100, 5],
    [slots[2], 101, 2],
  ]);
  expect([...book.fillTags.subarray(0, 3)]).toEqual([0, 1, 2]);
  book.commit();
  expect(walk(book, 'sell')).toEqual([[slots[2], 101, 3, 1]]);
  expect(book.best('sell')).toBe(101);
});
