// The order of balances on the home page.
import { describe, expect, it } from 'vitest';
import { type Balance, orderBalances } from './order-balances.ts';

describe('orderBalances()', () => {
  it('puts pesos first, then what is held, then the empty ones, each as listed', () => {
    const listed = [held('usd', '0.00'), held('eth', '0.00000001'), held('mxn', '0'), held('btc', '2')];
    expect(orderBalances(listed).map(({ currency }) => currency)).toEqual(['mxn', 'eth', 'btc', 'usd']);
  });
});

function held(currency: string, total: string): Balance {
  return { currency, available: total, locked: '0', total, actual: null, worthMxn: null };
}
