// What the canned calls may say: nothing that could move anything, whoever answers them.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessProbes, withdrawalProbe } from './probes.ts';

test('item 1: the canned probes name no amount, no asset and no address, whatever order id is put in', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9]{16}$/), (unknownOid) => {
      const harmless = harmlessProbes(unknownOid);
      const requests = [...harmless, withdrawalProbe].map(({ request }) => request);
      // A body is nothing or an empty object: no field of any name can stand in it.
      expect(new Set(requests.map(({ body }) => body))).toEqual(new Set(['', '{}']));
      expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
        'GET /api/v3/balance/',
        'GET /api/v3/account_status/',
        'GET /api/v3/open_orders?book=btc_mxn&limit=1',
        `DELETE /api/v3/orders/${unknownOid}`,
        'POST /api/v3/orders',
        'POST /api/v3/withdrawals',
      ]);
      // The daily set never asks about withdrawals.
      expect(harmless.filter(({ request }) => /withdraw/i.test(request.target))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
