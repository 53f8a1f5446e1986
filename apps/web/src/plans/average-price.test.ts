import fc from 'fast-check';
import { expect, it } from 'vitest';
import { averagePrice } from './average-price.ts';

it('averagePrice() of a whole price times any quantity is that price', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 1, max: 1_000 }),
      (price, bought) => {
        expect(averagePrice({ spent: `${price * bought}`, bought: `${bought}` })).toBe(`${price}`);
      },
    ),
  );
});

it.each([
  [{ spent: '500', bought: '0.00030121' }, '1659971.45'],
  [{ spent: '1', bought: '3' }, '0.33333333'],
  [{ spent: '0', bought: '0' }, null],
  [{ spent: '500', bought: 'x' }, null],
])('averagePrice() of %j is %s', (of, price) => {
  expect(averagePrice(of)).toBe(price);
});
