import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adversePercent,
  type DraftSituation,
  emptyDraft,
  readDraft,
  stepPrice,
  withPercent,
} from './order-draft.ts';

const whole = 10n ** 8n;
const book: PortalBook = {
  book: 'btc_mxn',
  tickSize: '10',
  priceMin: '100000',
  priceMax: '40000000',
  quantityMin: '0.0000006',
  quantityMax: '600',
  notionalMin: '10',
  notionalMax: '200000000',
  makerPpm: 6000,
  takerPpm: 7800,
  last: '1500000',
  tickerLast: '1500000',
  high: null,
  low: null,
  volume: '0',
  change24Percent: null,
  dials: [],
};
const situation: DraftSituation = {
  book,
  market: { opposite: [], makerPpm: 6000, takerPpm: 7800 },
  locale: 'en-US',
  available: 100_000n * whole,
};
const draft = { ...emptyDraft, price: '1,500,000', amount: '0.001' };

test('withPercent() never asks for more than is available', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 16n }),
      fc.integer({ min: 10_000, max: 4_000_000 }),
      fc.constantFrom(25, 50, 75, 100),
      (available, ticks, percent) => {
        const here = { ...situation, available };
        const filled = withPercent({ ...draft, price: String(ticks * 10) }, percent, here);
        const { faults } = readDraft(filled, here);
        expect(faults.amount?.kind).not.toBe('not_enough');
      },
    ),
  );
});

test('readDraft() tells what is wrong at the field it is about, and else what to send', () => {
  const faultOf = (change: object) => {
    const { faults, form } = readDraft({ ...draft, ...change }, situation);
    return form === null ? faults : 'sent';
  };
  expect(readDraft(draft, situation).form).toEqual({
    book: 'btc_mxn',
    side: 'buy',
    kind: 'limit',
    amountIn: 'base',
    amount: '0.001',
    price: '1500000',
    stop: null,
    timeInForce: 'gtc',
  });
  expect(faultOf({ price: '' })).toEqual({ price: { kind: 'missing' } });
  expect(faultOf({ price: '1500004' })).toEqual({ price: { kind: 'off_tick', nearest: 1_500_000n * whole } });
  expect(faultOf({ amount: 'x' })).toEqual({ amount: { kind: 'malformed' } });
  expect(faultOf({ amount: '1' })).toEqual({ amount: { kind: 'not_enough' } });
  expect(faultOf({ amount: '0.000001' })).toEqual({ amount: { kind: 'below_min' } });
  expect(faultOf({ kind: 'stop_limit' })).toEqual({ stop: { kind: 'missing' } });
  expect(faultOf({ kind: 'market', price: 'ignored' })).toBe('sent');
  expect(readDraft({ ...draft, timeInForce: 'postonly' }, situation).form?.timeInForce).toBe('postonly');
});

test('stepPrice() goes from step to step and never to nothing', () => {
  expect(stepPrice('1500000', 1, situation)).toBe('1500010');
  expect(stepPrice('', -1, situation)).toBe('1499990');
  expect(stepPrice('10', -1, situation)).toBe('10');
});

test('adversePercent() counts only what costs us', () => {
  expect(adversePercent('buy', 110n, 100n)).toBe(10n);
  expect(adversePercent('sell', 110n, 100n)).toBe(0n);
  expect(adversePercent('sell', 80n, 100n)).toBe(20n);
});
