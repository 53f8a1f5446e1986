import { moneyOfUnits } from '@mandato/primitives/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlanForm, type PlanFormContext, parsePlanForm } from './parse-plan-form.ts';

const text = fc.string();
const whole = 100_000_000n;
const context: PlanFormContext = {
  nowMs: Date.parse('2026-11-27T03:00:00Z'),
  books: [
    {
      book: 'btc_mxn',
      base: 'btc',
      quote: 'mxn',
      tickSize: 10n * whole,
      lotSize: 1n,
      quantityMin: 1n,
      quantityMax: 500n * whole,
      notionalMin: 10n * whole,
      notionalMax: 200_000_000n * whole,
      takerFeeRate: '0.0065',
    },
  ],
  availableOf: () => moneyOfUnits(10_000n * whole),
};
const form: PlanForm = {
  book: 'btc_mxn',
  notional: '500',
  schedule: { kind: 'weekly', weekday: 5 },
  time: '09:00',
  zone: 'America/Mexico_City',
  startsOn: '2026-11-27',
  budget: null,
  missedSlots: 'skip',
};
const codeOf = (change: Partial<PlanForm>, changed: Partial<PlanFormContext> = {}) => {
  const read = parsePlanForm({ ...form, ...change }, { ...context, ...changed });
  return read.ok ? 'ok' : `${read.error.field} ${read.error.code}`;
};

describe('parsePlanForm()', () => {
  it('parsePlanForm() never throws, and what it accepts is a positive amount inside every bound', () => {
    fc.assert(
      fc.property(fc.record({ notional: text, time: text, zone: text, startsOn: text }), (typed) => {
        const read = parsePlanForm({ ...form, ...typed }, context);
        if (read.ok) expect(read.value.notional > 0n && read.value.notional <= 10_000n * whole).toBe(true);
        else expect(read.error.code).toMatch(/^[a-z_]+$/);
      }),
    );
  });

  it('parsePlanForm() reads whole cents back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1_000_000 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const read = parsePlanForm({ ...form, notional: text }, context);
        expect(read.ok && read.value.notional).toBe(BigInt(cents) * 1_000_000n);
      }),
    );
  });

  it('parsePlanForm() gives the terms of a plan', () => {
    expect(parsePlanForm({ ...form, budget: '26000.00' }, context)).toEqual({
      ok: true,
      value: {
        book: 'btc_mxn',
        notional: 500n * whole,
        schedule: { kind: 'weekly', weekday: 5, hour: 9, minute: 0, zone: 'America/Mexico_City' },
        startsOn: '2026-11-27',
        budgetMax: 26_000n * whole,
        missedSlots: 'skip',
      },
    });
  });

  it.each([
    ['', 'malformed'],
    ['0', 'not_positive'],
    ['0.00', 'not_positive'],
    ['-1', 'not_positive'],
    ['-0.001', 'not_positive'],
    ['1e309', 'malformed'],
    ['1.000,50', 'malformed'],
    ['1,000', 'malformed'],
    ['１００', 'malformed'],
    ['NaN', 'malformed'],
    ['9'.repeat(60), 'malformed'],
    ['100.001', 'too_precise'],
    ['0.000000001', 'too_precise'],
    ['9.99', 'below_minimum'],
    ['200000000.01', 'above_maximum'],
    ['10000.01', 'above_balance'],
  ])('parsePlanForm() answers the notional %j with notional_%s', (notional, code) => {
    expect(codeOf({ notional })).toBe(`notional notional_${code}`);
  });

  it.each<[Partial<PlanForm>, string]>([
    [{ book: 'doge_mxn' }, 'book book_unknown'],
    [{ budget: '1.000,50' }, 'budget budget_malformed'],
    [{ budget: '-5' }, 'budget budget_malformed'],
    [{ budget: '499.99' }, 'budget budget_below_notional'],
    [{ schedule: { kind: 'weekly', weekday: 8 } }, 'schedule schedule_malformed'],
    [{ schedule: { kind: 'monthly', day: 0 } }, 'schedule schedule_malformed'],
    [{ time: '24:00' }, 'time schedule_malformed'],
    [{ time: '9:00' }, 'time schedule_malformed'],
    [{ zone: 'Mars/Olympus' }, 'zone zone_unknown'],
    [{ startsOn: '27/11/2026' }, 'startsOn start_malformed'],
    [{ startsOn: '2026-02-29' }, 'startsOn start_malformed'],
    [{ startsOn: '2126-01-01' }, 'startsOn start_malformed'],
    [{ startsOn: '2026-11-25' }, 'startsOn start_in_past'],
    [{ startsOn: '2026-11-26' }, 'ok'],
    [{ budget: ' ' }, 'ok'],
  ])('parsePlanForm() answers %j with %s', (change, answer) => {
    expect(codeOf(change)).toBe(answer);
  });

  it('parsePlanForm() tells the first wrong field in order of precedence', () => {
    const allWrong = {
      book: 'x',
      notional: 'x',
      budget: 'x',
      schedule: { kind: 'monthly', day: 99 },
      time: 'x',
      zone: 'x',
      startsOn: 'x',
    } as const;
    expect(codeOf(allWrong)).toBe('book book_unknown');
    expect(codeOf({ ...allWrong, book: 'btc_mxn' })).toBe('notional notional_malformed');
    expect(codeOf({ ...allWrong, book: 'btc_mxn', notional: '99999' })).toBe('budget budget_malformed');
    expect(codeOf({ ...allWrong, book: 'btc_mxn', notional: '99999', budget: null })).toBe(
      'schedule schedule_malformed',
    );
  });

  it('parsePlanForm() names the bound in its details, and takes a plan when the balance is not known', () => {
    const read = parsePlanForm({ ...form, notional: '1' }, context);
    expect(!read.ok && read.error.details).toEqual({ minimum: '10', quote: 'mxn' });
    expect(codeOf({ notional: '99999' }, { availableOf: () => null })).toBe('ok');
  });
});
