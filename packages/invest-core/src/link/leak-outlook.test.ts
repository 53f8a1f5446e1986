import { expect, it } from 'vitest';
import type { Permission, PermissionFinding } from './key-evidence.ts';
import { leakOutlook } from './leak-outlook.ts';

const shown = (permission: Permission, state: PermissionFinding['state']): PermissionFinding => ({
  permission,
  state,
  shownBy: {
    probe: 'withdraw_nothing',
    call: 'POST /api/v3/withdrawals {}',
    answer: { kind: 'answered', status: 401, code: '0202' },
    atMs: 7,
  },
});
const key = (states: { readonly [P in Permission]?: PermissionFinding['state'] }) => [
  shown('view_account_information', states.view_account_information ?? 'granted'),
  shown('view_balances', states.view_balances ?? 'granted'),
  shown('place_orders', states.place_orders ?? 'granted'),
  shown('make_withdrawals', states.make_withdrawals ?? 'absent'),
];

it('leakOutlook() says trading for a good key, and when withdrawals were refused', () => {
  expect(leakOutlook(key({}), { isAttested: true })).toEqual({
    could: 'trade',
    limit: { kind: 'shown', atMs: 7, isAdminConfirmed: true },
  });
});

it('leakOutlook() never calls unknown withdrawals impossible', () => {
  expect(leakOutlook(key({ make_withdrawals: 'unknown' }), { isAttested: true }).could).toBe(
    'perhaps_withdraw',
  );
  expect(leakOutlook([], { isAttested: true }).could).toBe('perhaps_withdraw');
  expect(leakOutlook(key({ make_withdrawals: 'granted' }), { isAttested: true }).could).toBe('withdraw');
});

it('leakOutlook() counts an order permission that was not shown to be missing as there', () => {
  expect(leakOutlook(key({ place_orders: 'unknown' }), { isAttested: false }).could).toBe('trade');
  expect(leakOutlook(key({ place_orders: 'absent' }), { isAttested: false }).could).toBe('look');
  const blind = {
    place_orders: 'absent',
    view_balances: 'absent',
    view_account_information: 'absent',
  } as const;
  expect(leakOutlook(key(blind), { isAttested: false })).toEqual({
    could: 'nothing',
    limit: { kind: 'shown', atMs: 7, isAdminConfirmed: false },
  });
});
