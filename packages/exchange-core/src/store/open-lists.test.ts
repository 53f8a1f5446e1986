import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { OpenLists } from './open-lists.ts';

test.each([1, 2, 3])('OpenLists keeps the order of entry as plain lists do (seed %i)', (seed) => {
  const rng = seededRng(seed);
  const lists = new OpenLists();
  const places = new Map<number, number>();
  const keeper = { setNext: (order: number, place: number) => places.set(order, place) };
  const plain = Array.from({ length: 200 }, (): number[] => []);
  for (let order = 0; order < 12_000; order += 1) {
    const account = rng.below(rng.below(4) === 0 ? 200 : 5);
    const mine = plain[account] ?? [];
    places.set(order, lists.add(account, order, keeper));
    mine.push(order);
    while (mine.length > 0 && (mine.length > 300 || rng.below(2) === 0)) {
      const [ended = -1] = mine.splice(rng.below(mine.length), 1);
      lists.remove(account, places.get(ended) ?? -1);
    }
    expect(lists.count(account)).toBe(mine.length);
    if (order % 50 === 0) expect(lists.all(account)).toEqual(mine);
  }
  for (const [account, mine] of plain.entries()) expect(lists.all(account)).toEqual(mine);
});

test.each([4, 5, 6])('OpenLists moves orders up while they come and go (seed %i)', (seed) => {
  const rng = seededRng(seed);
  const lists = new OpenLists();
  const places = new Map<number, number>();
  const keeper = { setNext: (order: number, place: number) => places.set(order, place) };
  const mine: number[] = [];
  let length = 0;
  let moved = 0;
  for (let order = 0; order < 20_000; order += 1) {
    const wanted = [20, 300, 90, 10, 130][Math.floor(order / 1_000) % 5] ?? 0;
    places.set(order, lists.add(0, order, keeper));
    mine.push(order);
    if (lists.length(0) <= length) moved += 1;
    length = lists.length(0);
    while (mine.length > wanted) {
      const [ended = -1] = mine.splice(rng.below(mine.length), 1);
      lists.remove(0, places.get(ended) ?? -1);
    }
    expect(lists.count(0)).toBe(mine.length);
    if (order % 7 === 0) expect(lists.all(0)).toEqual(mine);
    for (const each of [mine[0], mine.at(-1)]) expect(lists.at(0, places.get(each ?? 0) ?? -1)).toBe(each);
  }
  // Places are used again: 20,000 orders stood in the block that 300 need.
  expect(lists.length(0)).toBeLessThan(1_024);
  expect(moved).toBeGreaterThan(20);
});
