import { moneyOfUnits } from '@mandato/primitives/money';
import { expect, it } from 'vitest';
import { areTradesComplete, type Closing, closeGraceMs } from './close-rule.ts';

const whole = 100_000_000n;
const closing: Closing = {
  notional: moneyOfUnits(500n * whole),
  spent: moneyOfUnits(500n * whole),
  priceMax: 1_000_000n * whole,
  lotSize: 1n,
  unchangedSinceMs: 0,
};
const isComplete = (change: Partial<Closing>, nowMs = 1) =>
  areTradesComplete({ ...closing, ...change }, nowMs);

it('areTradesComplete() is certain at once when what is left buys not one more lot', () => {
  expect(isComplete({})).toBe(true);
  expect(isComplete({ spent: moneyOfUnits(500n * whole - 999_999n) })).toBe(true);
  expect(isComplete({ spent: moneyOfUnits(500n * whole - 1_000_000n) })).toBe(false);
});

it('areTradesComplete() otherwise waits until nothing came for the grace time', () => {
  expect(isComplete({ priceMax: null, spent: moneyOfUnits(0n) }, closeGraceMs - 1)).toBe(false);
  expect(isComplete({ priceMax: null, spent: moneyOfUnits(0n) }, closeGraceMs)).toBe(true);
});
