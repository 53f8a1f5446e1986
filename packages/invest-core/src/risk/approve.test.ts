import { moneyOfUnits } from '@mandato/primitives/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '../order/order-intent.ts';
import { type ApprovalContext, type ApprovalDenial, approve } from './approve.ts';

const intent: OrderIntent = {
  planId: 'p',
  linkId: 'l',
  slotKey: '2026-11-27T09:00',
  book: 'btc_mxn',
  notional: moneyOfUnits(500n),
  validUntilMs: 1_000,
};
const fine: ApprovalContext = {
  nowMs: 999,
  killSwitchOn: false,
  planState: { kind: 'active' },
  budgetLeft: moneyOfUnits(500n),
  available: moneyOfUnits(500n),
  quote: { book: 'btc_mxn', bid: 990n, ask: 1_000n, last: 1_000n },
};
const quote = (bid: bigint | null, ask: bigint | null, last: bigint | null): Partial<ApprovalContext> => ({
  quote: { book: 'btc_mxn', bid, ask, last },
});

/** One change for each denial, in the order of precedence. */
const faults: readonly (readonly [ApprovalDenial, Partial<ApprovalContext>, Partial<OrderIntent>])[] = [
  ['kill_switch_on', { killSwitchOn: true }, {}],
  ['plan_not_active', { planState: { kind: 'stopped', reason: 'stopped_by_person', atMs: 1 } }, {}],
  ['slot_expired', { nowMs: 1_000 }, {}],
  ['notional_not_positive', {}, { notional: moneyOfUnits(0n) }],
  ['budget_used_up', { budgetLeft: moneyOfUnits(499n) }, {}],
  ['balance_insufficient', { available: moneyOfUnits(499n) }, {}],
];

describe('approve()', () => {
  it('approve() passes an intent when nothing speaks against it', () => {
    const approved = approve(intent, fine);
    expect(approved.ok && approved.value).toMatchObject(intent);
    expect(approve(intent, { ...fine, budgetLeft: null, ...quote(990n, 1_000n, null) }).ok).toBe(true);
  });

  it('approve() answers the first applicable denial in order of precedence', () => {
    fc.assert(
      fc.property(fc.subarray([...faults], { minLength: 1 }), (applied) => {
        const context: ApprovalContext = Object.assign(
          { ...fine, ...quote(null, null, null) },
          ...applied.map(([, change]) => change),
        );
        const changed: OrderIntent = Object.assign({ ...intent }, ...applied.map(([, , change]) => change));
        // A notional of zero is below every limit, so that the money checks after it do not apply.
        expect(approve(changed, context)).toEqual({ ok: false, error: applied[0]?.[0] });
      }),
    );
  });

  it.each([
    ['quote_missing', null, 1_000n, 1_000n],
    ['quote_missing', 990n, null, 1_000n],
    ['quote_missing', 0n, 1_000n, 1_000n],
    ['quote_crossed', 1_000n, 1_000n, 1_000n],
    ['quote_crossed', 1_001n, 1_000n, 1_000n],
    ['spread_too_wide', 899n, 1_000n, 1_000n],
    ['quote_out_of_band', 990n, 1_000n, 1_201n],
    ['quote_out_of_band', 990n, 1_000n, 791n],
  ] as const)('approve() answers %s for bid %s, ask %s, last %s', (...[code, bid, ask, last]) => {
    expect(approve(intent, { ...fine, ...quote(bid, ask, last) })).toEqual({ ok: false, error: code });
  });

  it('approve() takes quotes exactly at the limits', () => {
    for (const [bid, ask, last] of [
      [900n, 1_000n, 1_200n],
      [990n, 1_000n, 792n],
    ] as const) {
      expect(approve(intent, { ...fine, ...quote(bid, ask, last) }).ok).toBe(true);
    }
  });
});
