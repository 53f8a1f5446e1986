import { expect, test } from 'vitest';
import { assetCatalogue, bookCatalogue } from './book-catalogue.ts';
import { createExchangeState } from './engine/state.ts';

test('bookCatalogue fits safe integers, has sane bounds and falling fees', () => {
  expect(createExchangeState(bookCatalogue).books.size).toBe(bookCatalogue.length);
  for (const spec of bookCatalogue) {
    expect(spec.priceMin % spec.tickSize).toBe(0n);
    expect(spec.priceMax % spec.tickSize).toBe(0n);
    expect(spec.priceMin < spec.priceMax && spec.quantityMin < spec.quantityMax).toBe(true);
    expect(spec.quantityMax < 2n ** 53n).toBe(true);
    expect(spec.feeTiers.at(-1)?.volumeMax).toBeNull();
    const rates = spec.feeTiers.map((tier) => tier.takerPpm);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    for (const asset of [spec.base, spec.quote]) {
      expect(assetCatalogue.some((row) => row.asset === asset)).toBe(true);
    }
  }
});

test("bookCatalogue has Bitso's btc_mxn", () => {
  const spec = bookCatalogue.find((book) => book.id === 'btc_mxn');
  expect(spec).toMatchObject({ tickSize: 1_000_000_000n, quantityMin: 60n, notionalMin: 1_000_000_000n });
  expect(spec?.feeTiers[0]).toEqual({ volumeMax: 2_000_000_000_000n, makerPpm: 6_000, takerPpm: 7_800 });
});
