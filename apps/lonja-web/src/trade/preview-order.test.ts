import fc from 'fast-check';
import { expect, test } from 'vitest';
import { previewOrder } from './preview-order.ts';

const whole = 10n ** 8n;
const opposite = fc.array(
  fc.record({
    price: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    createdAtMs: fc.constant(0),
  }),
  { maxLength: 8 },
);
const fees = { makerPpm: 6000, takerPpm: 7800 };

test('previewOrder() never takes more than was asked for or than rests, and a limit keeps to its price', () => {
  fc.assert(
    fc.property(
      opposite,
      fc.tuple(
        fc.constantFrom('buy', 'sell'),
        fc.bigInt({ min: 1n, max: 10n ** 13n }),
        fc.option(fc.bigInt({ min: 1n, max: 10n ** 12n })),
      ),
      (rows, [side, quantity, price]) => {
        const sorted = rows.toSorted(
          (one, other) => (one.price < other.price ? -1 : 1) * (side === 'buy' ? 1 : -1),
        );
        const { now, later, pays, gets, isTooThin } = previewOrder(
          { side, price, amount: { in: 'base', quantity } },
          { opposite: sorted, ...fees },
        );
        expect(now.quantity + later.quantity <= quantity).toBe(true);
        if (price !== null) {
          expect(now.quantity + later.quantity).toBe(quantity);
          const atPrice = (now.quantity * price) / whole;
          expect(
            side === 'buy' ? now.notional <= atPrice : now.notional + BigInt(rows.length) >= atPrice,
          ).toBe(true);
          if (side === 'buy') expect(pays <= (quantity * price + whole - 1n) / whole + 1n).toBe(true);
        } else expect(isTooThin).toBe(now.quantity < quantity);
        expect(gets >= 0n).toBe(true);
      },
    ),
  );
});

test('previewOrder() by quote spends no more than asked and stops within one lot of it', () => {
  fc.assert(
    fc.property(opposite, fc.bigInt({ min: 1n, max: 10n ** 13n }), (rows, notional) => {
      const sorted = rows.toSorted((one, other) => (one.price < other.price ? -1 : 1));
      const { now, isTooThin } = previewOrder(
        { side: 'buy', price: null, amount: { in: 'quote', notional } },
        { opposite: sorted, ...fees },
      );
      expect(now.notional <= notional).toBe(true);
      if (isTooThin) expect(now.notional < notional).toBe(true);
    }),
  );
});

test('previewOrder() charges taker on what fills and maker on what rests', () => {
  const rows = [{ price: 1_500_000n * whole, amount: 40_000n, createdAtMs: 0 }];
  const order = {
    side: 'buy',
    price: 1_500_000n * whole,
    amount: { in: 'base', quantity: 100_000n },
  } as const;
  expect(previewOrder(order, { opposite: rows, ...fees })).toEqual({
    now: { quantity: 40_000n, notional: 600n * whole, fee: 312n },
    later: { quantity: 60_000n, notional: 900n * whole, fee: 360n },
    isTooThin: false,
    pays: 1_500n * whole,
    gets: 100_000n - 672n,
  });
});
