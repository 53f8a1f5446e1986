// How ccxt sees refusals: the error class that it makes of each code, and the methods that it does not offer.

import { createCcxtClient } from './ccxt-client.ts';
import { type Check, expect, expectError } from './check.ts';
import type { Stage } from './lonja-stage.ts';

const symbol = 'BTC/MXN';
const wrongSecret = '0'.repeat(32);

/** A check that a call is refused with a code, and of which class ccxt makes it. */
function refusal(
  method: string,
  wanted: { readonly name: string; readonly part: string },
  work: (stage: Stage) => Promise<unknown>,
): Check {
  return { method, run: (stage) => expectError(work(stage), wanted) };
}

const exchangeError = (code: string) => ({ name: 'ExchangeError', part: `"${code}"` });

function unsupported(method: string): Check {
  return {
    method: `${method} (unsupported)`,
    run: async ({ trader }) => {
      const has = trader.has(method);
      expect(has === false || has === undefined, `ccxt does not claim to have ${method}`);
      return expectError(trader.call(method, symbol), { name: 'NotSupported', part: 'not supported' });
    },
  };
}

export const refusalChecks: readonly Check[] = [
  refusal('error 0201 (unknown key)', { name: 'AuthenticationError', part: '"0201"' }, async (stage) => {
    const stranger = await createCcxtClient(stage.baseUrl, { apiKey: 'aaaaaaaaaa', secret: wrongSecret });
    return stranger.call('fetchBalance');
  }),
  refusal('error 0215 (wrong secret)', exchangeError('0215'), async ({ baseUrl, tradingKey }) => {
    const swapped = await createCcxtClient(baseUrl, { ...tradingKey, secret: wrongSecret });
    return swapped.call('fetchBalance');
  }),
  refusal('error 0202 (permission missing)', exchangeError('0202'), ({ withdrawer }) =>
    withdrawer.call('fetchOpenOrders', symbol),
  ),
  refusal('error 0207 (nonce too low)', exchangeError('0207'), async ({ baseUrl, tradingKey }) => {
    const late = await createCcxtClient(baseUrl, tradingKey, { nonce: () => 1 });
    return late.call('fetchBalance');
  }),
  refusal('error 0301 (unknown book)', exchangeError('0301'), ({ anonymous }) =>
    anonymous.call('publicGetOrderBook', { book: 'nope_mxn' }),
  ),
  refusal('error 0304 (bad candle size)', { name: 'BadRequest', part: '"0304"' }, ({ anonymous }) =>
    anonymous.call('publicGetOhlc', { book: 'btc_mxn', time_bucket: '7' }),
  ),
  refusal('error 0312 (unknown order)', exchangeError('0312'), ({ trader }) =>
    trader.call('fetchOrder', 'AAAAAAAAAAAAAAAA'),
  ),
  refusal('error 0312 (cancel unknown)', exchangeError('0312'), ({ trader }) =>
    trader.call('cancelOrder', 'AAAAAAAAAAAAAAAA'),
  ),
  refusal('error 0379 (too little money)', exchangeError('0379'), ({ trader }) =>
    trader.call('createOrder', symbol, 'limit', 'buy', 10, 1_000_000),
  ),
  refusal('error 0403 (too small)', exchangeError('0403'), ({ trader }) =>
    trader.call('createOrder', symbol, 'limit', 'buy', 0.0000001, 500_000),
  ),
  refusal('error 0405 (too little value)', exchangeError('0405'), ({ trader }) =>
    trader.call('createOrder', symbol, 'limit', 'buy', 0.000001, 500_000),
  ),
  refusal('error 0407 (off tick)', exchangeError('0407'), ({ trader }) =>
    trader.call('privatePostOrders', {
      book: 'btc_mxn',
      side: 'buy',
      type: 'limit',
      major: '1',
      price: '500005',
    }),
  ),
  refusal('error 0321 (unknown trade)', exchangeError('0321'), ({ trader }) =>
    trader.call('privateGetUserTradesTid', { tid: '999999999' }),
  ),
  refusal('error 0320 (bad paging)', exchangeError('0320'), ({ trader }) =>
    trader.call('privateGetLedger', { sort: 'sideways' }),
  ),
  refusal(
    'error 20 (ticker of unknown book)',
    { name: 'ExchangeNotAvailable', part: 'Unknown OrderBook' },
    ({ anonymous }) => anonymous.call('publicGetTicker', { book: 'nope_mxn' }),
  ),
  refusal('error 0312 (privatePatchOrders of no order)', exchangeError('0312'), ({ trader }) =>
    trader.call('privatePatchOrders', { oid: 'AAAAAAAAAAAAAAAA', price: '500000' }),
  ),
  ...['fetchTickers', 'fetchTime', 'fetchOrders', 'fetchClosedOrders', 'fetchWithdrawals'].map(unsupported),
];
