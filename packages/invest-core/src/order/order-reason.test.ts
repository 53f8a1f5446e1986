import { expect, it } from 'vitest';
import { orderReasonCode, skipReasonCode } from './order-reason.ts';
import type { SkipReason } from './order-state.ts';

it.each<[SkipReason, string]>([
  [{ kind: 'missed', cause: 'away' }, 'slot_missed_while_away'],
  [{ kind: 'missed', cause: 'paused' }, 'slot_missed_while_paused'],
  [{ kind: 'plan_not_active' }, 'plan_not_active'],
  [{ kind: 'link_not_usable' }, 'link_not_usable'],
  [{ kind: 'expired' }, 'slot_expired'],
  [{ kind: 'book_rules', code: 'notional_below_minimum' }, 'notional_below_minimum'],
  [{ kind: 'not_approved', code: 'balance_insufficient' }, 'balance_insufficient'],
  [{ kind: 'denied', code: 'notional_above_day_limit' }, 'notional_above_day_limit'],
  [{ kind: 'rejected', code: 'book_halted', venueCode: '0410' }, 'book_halted'],
  [{ kind: 'not_sent', cause: 'name_not_found' }, 'name_not_found'],
  [{ kind: 'unfilled' }, 'unfilled'],
  [{ kind: 'proven_absent' }, 'proven_absent'],
])('skipReasonCode() of %j is %s', (reason, code) => {
  expect(skipReasonCode(reason)).toBe(code);
  expect(orderReasonCode({ kind: 'skipped', attempt: 1, reason, atMs: 0 })).toBe(code);
});

it('orderReasonCode() has nothing to explain about an order that goes its way', () => {
  expect(orderReasonCode({ kind: 'recorded', attempt: 1, notBeforeMs: 0, validUntilMs: 1 })).toBeNull();
  expect(
    orderReasonCode({
      kind: 'held',
      attempt: 1,
      evidence: { kind: 'unreadable_too_long', sinceMs: 0 },
      atMs: 0,
    }),
  ).toBe('unreadable_too_long');
});
