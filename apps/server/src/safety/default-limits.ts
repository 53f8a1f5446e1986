// What the signer holds a new key to until its person sets other limits: room for a saver, little for a thief.

import { noLimits, type SignerLimits } from '@mandato/signer/client/signer-options';

/** By quote currency, plain decimal text; a currency that is not here may not be spent before somebody allows it. */
const perOrder: Readonly<Record<string, string>> = {
  mxn: '50000',
  usd: '2500',
  usdt: '2500',
  usdc: '2500',
  dai: '2500',
  brl: '15000',
  ars: '3000000',
  cop: '10000000',
  eur: '2500',
  btc: '0.03',
  eth: '1',
};

const perDay: Readonly<Record<string, string>> = {
  mxn: '100000',
  usd: '5000',
  usdt: '5000',
  usdc: '5000',
  dai: '5000',
  brl: '30000',
  ars: '6000000',
  cop: '20000000',
  eur: '5000',
  btc: '0.06',
  eth: '2',
};

/** Mandato's plans buy and never sell; a market buy that would pay 10 % more than the last price is not signed. */
export const newKeyLimits: SignerLimits = {
  books: null,
  sides: ['buy'],
  notionalPerOrderMax: perOrder,
  notionalPerDayMax: perDay,
  ordersPerMinuteMax: 30,
  priceBandBps: 1_000,
  referenceAgeMsMax: 30_000,
};

/** On an accelerated market a year of orders and of prices passes in a minute: amounts and prices are not bounded. */
export const acceleratedKeyLimits: SignerLimits = { ...noLimits, sides: ['buy'] };
