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
