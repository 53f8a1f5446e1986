// A book's id as people write it.

/** `btc_mxn` → `BTC/MXN`. */
export function bookName(book: string): string {
  return book.toUpperCase().replace('_', '/');
}

/** `btc_mxn` → `{ base: 'BTC', quote: 'MXN' }`. */
export function bookCurrencies(book: string): { base: string; quote: string } {
  const [base = '', quote = ''] = book.toUpperCase().split('_');
  return { base, quote };
}
