import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { TwinComparison } from '../twin/compare-with-twin.ts';
import { apply } from './apply.ts';
import { restoreExchange, snapshotOf } from './exchange-snapshot.ts';
import { stateHash } from './state-hash.ts';
import { testSpec } from './test-exchange.ts';

test('restoreExchange() gives the same state hash, and the same again after further commands', () => {
  const lived = new TwinComparison(testSpec, seededRng(9));
  for (const commands of [0, 500, 3_000]) {
    expect(lived.run(commands, 1_000).difference).toBeNull();
    const restored = restoreExchange([testSpec], structuredClone(snapshotOf(lived.state)));
    if (restored === null) expect.fail('not restored');
    expect(stateHash(restored)).toBe(stateHash(lived.state));
    expect(lived.repeat(400, (command) => apply(restored, command))).toBeNull();
    expect(stateHash(restored)).toBe(stateHash(lived.state));
  }
});

test('snapshotOf() is of its moment, whatever happens to the exchange before it is read back', () => {
  const lived = new TwinComparison(testSpec, seededRng(10));
  expect(lived.run(1_500, 1_000).difference).toBeNull();
  const hash = stateHash(lived.state);
  const { orders, trades } = snapshotOf(lived.state);
  const { orders: ordersThen, ...rest } = structuredClone(snapshotOf(lived.state));
  expect(lived.run(1_500, 1_000).difference).toBeNull();
  expect(orders.pages).toEqual(ordersThen.pages);
  const restored = restoreExchange([testSpec], { ...rest, orders, trades });
  if (restored === null) expect.fail('not restored');
  expect(stateHash(restored)).toBe(hash);
});

test('restoreExchange() refuses the snapshot of another version and of other books', () => {
  const { state } = new TwinComparison(testSpec, seededRng(9));
  expect(restoreExchange([testSpec], { ...snapshotOf(state), version: 0 })).toBeNull();
  expect(restoreExchange([], snapshotOf(state))).toBeNull();
});
