import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityDetail } from './activity-detail.ts';

const zone = 'America/Mexico_City';
const detail = (code: string, details: Record<string, string>) =>
  activityDetail('en', { code, details, zone });

describe('activityDetail()', () => {
  it('activityDetail() answers any code with any details, and leaves no place open', () => {
    const codes = fc.constantFrom(
      'order_done',
      'order_skipped',
      'link_created',
      'link_refused',
      'order_being_confirmed',
      'plan_created',
      'x',
    );
    const names = fc.constantFrom(
      'reason',
      'base',
      'quote',
      'notional',
      'spent',
      'bought',
      'name',
      'keyHint',
      'confirmUntil',
    );
    const values = fc.string({ unit: fc.constantFrom(...'abc0123456789.-:TZ'), maxLength: 30 });
    fc.assert(
      fc.property(codes, fc.dictionary(names, values), (code, details) => {
        expect(detail(code, details) ?? '').not.toContain('{{');
      }),
    );
  });

  it('activityDetail() says what was bought, for how much, and until when is looked', () => {
    expect(detail('order_done', { spent: '499.99', bought: '0.00041396', base: 'btc', quote: 'mxn' })).toBe(
      'Bought 0.00041396 BTC for 499.99 MXN.',
    );
    expect(detail('order_being_confirmed', { confirmUntil: '2026-11-27T15:20:00.000Z' })).toBe(
      'We look until Nov 27, 2026, 09:20.',
    );
    expect(detail('plan_created', { notional: '500', base: 'btc', quote: 'mxn' })).toBe(
      '500.00 MXN of bitcoin.',
    );
    expect(detail('link_created', { name: 'My Bitso', keyHint: '1234' })).toBe(
      'My Bitso, key ending in 1234.',
    );
  });

  it('activityDetail() gives the reason why nothing was bought, a plan waits, or a key was refused', () => {
    expect(
      detail('order_skipped', { reason: 'balance_insufficient', notional: '1', base: 'btc', quote: 'mxn' }),
    ).toContain('not enough money');
    expect(detail('plan_paused', { reason: 'late_order_found' })).toContain('turned up');
    expect(detail('link_refused', { reason: 'withdrawal_allowed' })).toContain('can withdraw');
  });
});
