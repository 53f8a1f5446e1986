import type { LimitsView } from '@mandato/server/api-contract/safety-contract';
import { expect, test } from 'vitest';
import { draftOf, limitsOfDraft } from './limit-draft.ts';

const inForce: LimitsView = {
  books: null,
  sides: ['buy'],
  perOrder: { mxn: '50000', usd: '2500' },
  perDay: { mxn: '100000', usd: '5000' },
  ordersPerMinute: 30,
  priceBandBps: 1_050,
};

test('limitsOfDraft() asks for exactly what is in force when nothing was changed', () => {
  for (const limits of [inForce, { ...inForce, books: ['btc_mxn'], perOrder: null, priceBandBps: null }])
    expect(limitsOfDraft(draftOf(limits, ['mxn']), limits)).toEqual(limits);
});

test('limitsOfDraft() changes the currency that is shown and keeps the others', () => {
  const draft = { ...draftOf(inForce, ['mxn']), perOrder: { mxn: ' 600.5 ' }, books: 'BTC_MXN , eth_mxn' };
  expect(limitsOfDraft(draft, inForce)).toEqual({
    ...inForce,
    books: ['btc_mxn', 'eth_mxn'],
    perOrder: { mxn: '600.5', usd: '2500' },
  });
});

test('limitsOfDraft() reads nothing that is not a limit', () => {
  const draft = draftOf(inForce, ['mxn']);
  for (const wrong of [
    { perOrder: { mxn: '1,000' } },
    { perDay: { mxn: '-1' } },
    { perDay: { mxn: '1e9' } },
    { books: 'bitcoin' },
    { ordersPerMinute: '3.5' },
    { priceBand: 'ten' },
  ])
    expect(limitsOfDraft({ ...draft, ...wrong }, inForce)).toBe(null);
});
