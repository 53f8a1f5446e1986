// Fills from golden rows, in every writing that the wire was seen to use.

import { goldenPayloads } from '@mandato/bitso-wire/golden/golden-payloads';
import { expect, test } from 'vitest';
import { parseFill, parseFills } from './parse-fill.ts';

const row: Record<string, unknown> = JSON.parse(goldenPayloads.userTrade);

test('parseFill() reads the golden row: positive exact amounts, our side, maker or taker', () => {
  expect(parseFill(row)).toEqual({
    tradeId: '1001',
    venueOrderId: 'q7Zt0LmB2xYcR4uE',
    book: 'btc_mxn',
    side: 'buy',
    liquidity: 'maker',
    price: 150_000_000_000_000n,
    quantity: 500_000n,
    notional: 750_000_000_000n,
    fee: 3_000n,
    feeAsset: 'btc',
    atMs: Date.parse('2026-01-02T03:04:09Z'),
  });
});

test('parseFill() takes a negative fee, a numeric trade id, a sell and any time form', () => {
  const sell = { ...row, side: 'sell', major: '-0.005', minor: '7500', tid: 1001, fees_amount: '-0.00003' };
  for (const at of ['2026-01-02T03:04:09.000+00:00', '2026-01-02T03:04:09Z', '2026-01-01T21:04:09-06:00']) {
    expect(parseFill({ ...sell, created_at: at })).toMatchObject({
      tradeId: '1001',
      side: 'sell',
      liquidity: 'taker',
      quantity: 500_000n,
      notional: 750_000_000_000n,
      fee: 3_000n,
      atMs: Date.parse('2026-01-02T03:04:09Z'),
    });
  }
});

test.each([
  { tid: undefined },
  { oid: 7 },
  { side: 'hold' },
  { maker_side: undefined },
  { price: '0' },
  { price: 1500000 },
  { major: '-0.005' },
  { major: '0' },
  { minor: '7500' },
  { major: '1e-3' },
  { fees_amount: undefined },
  { fees_currency: undefined },
  { created_at: 'yesterday' },
])('parseFill() books nothing from a row with %o', (change) => {
  expect(parseFill({ ...row, ...change })).toBeNull();
  expect(parseFills([row, { ...row, ...change }])).toBeNull();
});
