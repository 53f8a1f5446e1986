import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFeedMessage } from './read-feed-message.ts';

test('readFeedMessage() takes anything without a fault', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (data) => {
      expect(readFeedMessage(data, 'btc_mxn')).toBe(null);
    }),
  );
});

test('readFeedMessage() reads trades, open orders, and orders that are gone in both shapes', () => {
  const frame = (rest: object) => readFeedMessage(JSON.stringify({ book: 'btc_mxn', ...rest }), 'btc_mxn');
  expect(
    frame({ type: 'trades', payload: [{ i: 7, r: '10', a: '1', t: 1, x: 5, mo: 'm', to: 't' }] }),
  ).toEqual({
    kind: 'trades',
    trades: [{ id: 7, price: '10', amount: '1', takerSide: 'sell', atMs: 5 }],
  });
  const diff = (entry: object) => {
    const read = frame({
      type: 'diff-orders',
      sequence: 3,
      payload: [{ o: 'a', r: '10', t: 0, d: 1, ...entry }],
    });
    return read?.kind === 'diffs' ? read.diffs[0]?.amount : 'none';
  };
  expect(diff({ s: 'open', a: '2' })).toBe(200_000_000n);
  expect(diff({ s: 'cancelled', a: '2' })).toBe(null);
  expect(diff({ s: 'cancelled' })).toBe(null);
  expect(diff({ s: 'completed' })).toBe(null);
  expect(frame({ action: 'subscribe', type: 'diff-orders', response: 'ok' })).toEqual({ kind: 'subscribed' });
  expect(frame({ action: 'subscribe', type: 'diff-orders', error: 'no' })).toBe(null);
  expect(readFeedMessage('{"type":"ka"}', 'btc_mxn')).toBe(null);
});
