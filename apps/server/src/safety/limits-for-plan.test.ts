import type { SignerLimits } from '@mandato/signer/client/signer-options';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceleratedKeyLimits, newKeyLimits } from './default-limits.ts';
import { limitsForPlan } from './limits-for-plan.ts';

const whole = (amount: number) => BigInt(amount) * 100_000_000n;
const need = { book: 'btc_mxn', quote: 'mxn', notional: whole(500), allTogether: whole(500) };

describe('limitsForPlan()', () => {
  it('limitsForPlan() raises nothing for a saver on a new key', () => {
    expect(limitsForPlan(newKeyLimits, need)).toEqual({ limits: newKeyLimits, raises: [] });
    expect(limitsForPlan(acceleratedKeyLimits, { ...need, notional: whole(10 ** 9) }).raises).toEqual([]);
  });

  it('limitsForPlan() names what a larger plan needs, from what to what', () => {
    const tight: SignerLimits = { ...newKeyLimits, books: ['eth_mxn'] };
    const { limits, raises } = limitsForPlan(tight, {
      ...need,
      notional: whole(60_000),
      allTogether: whole(70_000),
    });
    expect(raises).toEqual([
      { of: 'per_order', asset: 'mxn', from: '50000', to: '60000' },
      { of: 'per_day', asset: 'mxn', from: '100000', to: '140000' },
      { of: 'book', asset: 'btc_mxn', from: '', to: 'btc_mxn' },
    ]);
    expect(limits).toEqual({
      ...tight,
      books: ['eth_mxn', 'btc_mxn'],
      notionalPerOrderMax: { ...tight.notionalPerOrderMax, mxn: '60000' },
      notionalPerDayMax: { ...tight.notionalPerDayMax, mxn: '140000' },
    });
    const unnamed = limitsForPlan(newKeyLimits, { ...need, book: 'btc_clp', quote: 'clp' });
    expect(unnamed.raises[0]).toEqual({ of: 'per_order', asset: 'clp', from: '0', to: '500' });
  });

  it('limitsForPlan() asks for nothing more once it was given what it asked for, and never lowers', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(amount, amount, (notional, others) => {
        const larger = { ...need, notional: whole(notional), allTogether: whole(notional + others) };
        const once = limitsForPlan(newKeyLimits, larger);
        expect(limitsForPlan(once.limits, larger)).toEqual({ limits: once.limits, raises: [] });
        for (const one of ['notionalPerOrderMax', 'notionalPerDayMax'] as const)
          for (const [asset, before] of Object.entries(newKeyLimits[one] ?? {}))
            expect(Number(once.limits[one]?.[asset])).toBeGreaterThanOrEqual(Number(before));
      }),
    );
  });
});
