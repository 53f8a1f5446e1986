// Signer, auditor and egress know two exchanges: a guide that can be read elsewhere opens no way in here.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRequestFrame } from '../process/egress-protocol.ts';
import { readOwner } from './credential-record.ts';

const strange = fc.oneof(
  fc.constantFrom('kraken', 'binance', 'Bitso', 'practice ', '__proto__', ''),
  fc.string(),
  fc.jsonValue(),
);
const known: readonly unknown[] = ['bitso', 'practice'];

test('item 23: readOwner() and readRequestFrame() take no exchange but Bitso and the practice one', () => {
  const owner = { userId: 'u', linkId: 'l' };
  const frame = { id: 1, method: 'GET', target: '/api/v3/balance', authorization: 'Bitso a:1:b', body: '' };
  for (const exchange of known) {
    expect(readOwner({ ...owner, exchange })).toEqual({ ...owner, exchange });
    expect(readRequestFrame({ ...frame, exchange })?.request.exchange).toBe(exchange);
  }
  fc.assert(
    fc.property(strange, (exchange) => {
      fc.pre(!known.includes(exchange));
      expect(readOwner({ ...owner, exchange })).toBeNull();
      expect(readRequestFrame({ ...frame, exchange })).toBeNull();
    }),
  );
});
