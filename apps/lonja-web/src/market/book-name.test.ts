// Books as people write them.
import { describe, expect, it } from 'vitest';
import { bookCurrencies, bookName } from './book-name.ts';

describe('bookName()', () => {
  it('writes a book with a slash', () => {
    expect(bookName('btc_mxn')).toBe('BTC/MXN');
  });
});

describe('bookCurrencies()', () => {
  it('tells base from quote', () => {
    expect(bookCurrencies('eth_btc')).toEqual({ base: 'ETH', quote: 'BTC' });
    expect(bookCurrencies('odd')).toEqual({ base: 'ODD', quote: '' });
  });
});
