// Reading the public price list, whatever comes back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTickers } from './read-tickers.ts';

describe('readTickers()', () => {
  it('never fails, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(Array.isArray(readTickers(body))).toBe(true);
      }),
    );
  });

  it('takes book and last price of each row and leaves broken rows out', () => {
    const body = {
      success: true,
      payload: [
        { book: 'btc_mxn', last: '2001234.50', bid: '1' },
        { book: 'eth_mxn', last: null },
        { book: 'sol_mxn', last: '0' },
        7,
      ],
    };
    expect(readTickers(body)).toEqual([{ book: 'btc_mxn', last: '2001234.50' }]);
  });

  it('has nothing to say about a refusal', () => {
    expect(readTickers({ success: false, error: { code: '0200', message: 'Too many requests' } })).toEqual(
      [],
    );
  });
});
