import { expect, test } from 'vitest';
import { readDesk } from './desk-feed.ts';

test('readDesk() takes a desk and nothing else', () => {
  const desk = { balances: [], openOrders: [], latestFills: [], endedOrders: 3 };
  expect(readDesk(JSON.stringify({ type: 'desk', desk }))).toEqual(desk);
  for (const other of ['{"type":"ka"}', '{"type":"desk"}', '{"type":"other","desk":{}}', 'null', 'x', 5]) {
    expect(readDesk(other)).toBe(null);
  }
});
