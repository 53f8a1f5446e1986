// The books of this exchange. Fee tiers, and btc_mxn's bounds and tick, are Bitso's; the other bounds are sized alike.

import { invariant } from '@mandato/primitives/invariant';
import { type Asset, parseMoney } from '@mandato/primitives/money';
import type { BookSpec, FeeTier } from './book-spec.ts';
import { assetOf, bookIdOf } from './ids.ts';

/** A currency of the exchange; `displayPrecision` is how many decimals people are shown. */
export interface AssetSpec {
  readonly asset: Asset;
  readonly fullName: string;
  readonly kind: 'fiat' | 'crypto';
  readonly displayPrecision: number;
  /** A CSS colour for charts. */
  readonly color: string;
}

/** Every currency that some book trades. */
export const assetCatalogue: readonly AssetSpec[] = [
  assetSpec('btc', 'Bitcoin', { kind: 'crypto', displayPrecision: 8, color: '#f7931a' }),
  assetSpec('eth', 'Ether', { kind: 'crypto', displayPrecision: 8, color: '#627eea' }),
  assetSpec('sol', 'Solana', { kind: 'crypto', displayPrecision: 8, color: '#9945ff' }),
  assetSpec('xrp', 'XRP', { kind: 'crypto', displayPrecision: 6, color: '#23292f' }),
  assetSpec('mxn', 'Mexican peso', { kind: 'fiat', displayPrecision: 2, color: '#006847' }),
  assetSpec('usd', 'Digital dollar', { kind: 'crypto', displayPrecision: 2, color: '#2775ca' }),
];

// [30-day volume up to and including, maker %, taker %]; an empty bound is the last tier (Bitso, 2026-09).
const mxnTiers = tiers([
  ['20000', '0.600', '0.780'],
  ['100000', '0.590', '0.760'],
  ['500000', '0.570', '0.741'],
  ['1000000', '0.560', '0.728'],
  ['1500000', '0.550', '0.715'],
  ['5000000', '0.500', '0.650'],
  ['50000000', '0.450', '0.585'],
  ['150000000', '0.200', '0.260'],
  ['', '0.100', '0.130'],
]);
const usdTiers = tiers([
  ['1000', '0.300', '0.360'],
  ['5000', '0.239', '0.333'],
  ['10000', '0.205', '0.282'],
  ['50000', '0.171', '0.243'],
  ['100000', '0.137', '0.205'],
  ['1000000', '0.114', '0.154'],
  ['5000000', '0.085', '0.095'],
  ['10000000', '0.072', '0.082'],
  ['20000000', '0.060', '0.069'],
  ['30000000', '0.050', '0.060'],
  ['', '0.040', '0.050'],
]);

// Of books in bitcoin the first tier alone is known, so it is the only one.
const btcTiers = tiers([['', '0.075', '0.098']]);

/** Every book of the exchange. */
export const bookCatalogue: readonly BookSpec[] = [
  bookSpec('btc_mxn', mxnTiers, {
    tick: '10',
    price: ['100000', '40000000'],
    quantity: ['0.0000006', '600'],
    notional: ['10', '200000000'],
  }),
  bookSpec('eth_mxn', mxnTiers, {
    tick: '1',
    price: ['1000', '2000000'],
    quantity: ['0.00001', '10000'],
    notional: ['10', '200000000'],
  }),
  bookSpec('sol_mxn', mxnTiers, {
    tick: '0.1',
    price: ['10', '200000'],
    quantity: ['0.0001', '200000'],
    notional: ['10', '200000000'],
  }),
  bookSpec('xrp_mxn', mxnTiers, {
    tick: '0.01',
    price: ['0.1', '10000'],
    quantity: ['0.01', '10000000'],
    notional: ['10', '200000000'],
  }),
  bookSpec('usd_mxn', mxnTiers, {
    tick: '0.01',
    price: ['1', '1000'],
    quantity: ['0.1', '10000000'],
    notional: ['10', '200000000'],
  }),
  bookSpec('btc_usd', usdTiers, {
    tick: '1',
    price: ['1000', '4000000'],
    quantity: ['0.0000006', '600'],
    notional: ['1', '10000000'],
  }),
  bookSpec('eth_usd', usdTiers, {
    tick: '0.1',
    price: ['50', '100000'],
    quantity: ['0.00001', '10000'],
    notional: ['1', '10000000'],
  }),
  bookSpec('sol_usd', usdTiers, {
    tick: '0.01',
    price: ['0.5', '10000'],
    quantity: ['0.0001', '200000'],
    notional: ['1', '10000000'],
  }),
  bookSpec('xrp_usd', usdTiers, {
    tick: '0.0001',
    price: ['0.01', '500'],
    quantity: ['0.01', '10000000'],
    notional: ['1', '10000000'],
  }),
  bookSpec('eth_btc', btcTiers, {
    tick: '0.00001',
    price: ['0.001', '1'],
    quantity: ['0.00001', '10000'],
    notional: ['0.00001', '100'],
  }),
];

function assetSpec(
  code: string,
  fullName: string,
  rest: { readonly kind: 'fiat' | 'crypto'; readonly displayPrecision: number; readonly color: string },
): AssetSpec {
  return { asset: assetOf(code), fullName, ...rest };
}

function bookSpec(
  id: string,
  feeTiers: readonly FeeTier[],
  text: {
    readonly tick: string;
    readonly price: readonly [string, string];
    readonly quantity: readonly [string, string];
    readonly notional: readonly [string, string];
  },
): BookSpec {
  const [base = '', quote = ''] = id.split('_');
  return {
    id: bookIdOf(id),
    base: assetOf(base),
    quote: assetOf(quote),
    tickSize: units(text.tick),
    priceMin: units(text.price[0]),
    priceMax: units(text.price[1]),
    quantityMin: units(text.quantity[0]),
    quantityMax: units(text.quantity[1]),
    notionalMin: units(text.notional[0]),
    notionalMax: units(text.notional[1]),
    feeTiers,
  };
}

function tiers(rows: readonly (readonly [string, string, string])[]): readonly FeeTier[] {
  return rows.map(([volume, maker, taker]) => ({
    volumeMax: volume === '' ? null : units(volume),
    makerPpm: ppmOfPercent(maker),
    takerPpm: ppmOfPercent(taker),
  }));
}

// 1 % is 10,000 parts per million.
function ppmOfPercent(percent: string): number {
  return Number((units(percent) * 10_000n) / units('1'));
}

function units(text: string): bigint {
  const parsed = parseMoney(text);
  invariant(parsed.ok, `the catalogue is written in plain decimals: ${text}`);
  return parsed.value;
}
