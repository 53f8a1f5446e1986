// The canned calls of an audit: byte constants that can neither name an amount nor a destination. Auditor only.

import type { ProbeName } from '@mandato/invest-core/link/key-evidence';
import type { UnsignedRequest } from '../sign/sign-request.ts';

export interface Probe {
  readonly name: ProbeName;
  readonly request: UnsignedRequest;
}

/** Reads and order-side errors: the daily set. `unknownOid` is 16 random letters and digits, nobody's order. */
export function harmlessProbes(unknownOid: string): readonly Probe[] {
  return [
    { name: 'read_balance', request: { method: 'GET', target: '/api/v3/balance/', body: '' } },
    { name: 'read_account', request: { method: 'GET', target: '/api/v3/account_status/', body: '' } },
    {
      name: 'read_open_orders',
      request: { method: 'GET', target: '/api/v3/open_orders?book=btc_mxn&limit=1', body: '' },
    },
    {
      name: 'cancel_unknown_order',
      request: { method: 'DELETE', target: `/api/v3/orders/${unknownOid}`, body: '' },
    },
    { name: 'place_empty_order', request: { method: 'POST', target: '/api/v3/orders', body: '{}' } },
  ];
}

/** Asks to withdraw nothing to nowhere. Sent at most once in an audit: only a refusal for lack of permission is good. */
export const withdrawalProbe: Probe = {
  name: 'withdraw_nothing',
  request: { method: 'POST', target: '/api/v3/withdrawals', body: '{}' },
};
