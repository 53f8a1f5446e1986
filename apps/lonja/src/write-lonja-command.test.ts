// Against the general way: a record must read back the same whichever of the two wrote it.

import { accountIdOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonBytes } from './journal/json-bytes.ts';
import type { LonjaCommand } from './sequencer-lonja.ts';
import { writeLonjaCommand } from './write-lonja-command.ts';

const atMs = fc.oneof(
  { weight: 30, arbitrary: fc.maxSafeNat() },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5) },
);
const units = fc.bigInt({ min: 0n, max: 10n ** 26n });
const idOf = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9A-Za-z]{${length}}$`)).filter((text) => text.length === length);

const terms = fc.oneof(
  fc.record({
    kind: fc.constant('limit' as const),
    price: units,
    quantity: units,
    timeInForce: fc.constantFrom('gtc', 'ioc', 'fok', 'postonly'),
  }),
  fc.record({
    kind: fc.constant('market_quantity' as const),
    quantity: units,
    slippagePpm: fc.constant(null),
  }),
);
const order = fc.record(
  {
    kind: fc.constant('place_order' as const),
    atMs,
    account: idOf(12).map(accountIdOf),
    orderId: idOf(16).map(venueOrderIdOf),
    originId: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/)),
    book: fc.constantFrom('btc_mxn', 'eth_mxn').map(bookIdOf),
    side: fc.constantFrom('buy', 'sell'),
    terms,
    stop: units,
  },
  { requiredKeys: ['kind', 'atMs', 'account', 'orderId', 'originId', 'book', 'side', 'terms'] },
);
const nonce = fc.record({
  kind: fc.constant('use_nonce' as const),
  atMs,
  keyId: idOf(10),
  nonce: fc.oneof(
    fc.record({ kind: fc.constant('v1' as const), value: fc.nat() }),
    fc.record({ kind: fc.constant('v2' as const), text: fc.stringMatching(/^[0-9]{14,19}$/), atMs }),
  ),
});

test('writeLonjaCommand() adds the very bytes of the general way, or nothing', () => {
  let written = 0;
  fc.assert(
    fc.property(order, nonce, (command, spent) => {
      const signed: LonjaCommand = { domain: 'signed', command, nonce: spent };
      const general = new JsonBytes(64);
      general.addValue(signed);
      const own = new JsonBytes(64);
      const isWritten = writeLonjaCommand(own, signed);
      expect(own.take().toString()).toBe(isWritten ? general.take().toString() : '');
      written += Number(isWritten);
    }),
    { numRuns: 2_000 },
  );
  expect(written).toBeGreaterThan(20);
});

test('writeLonjaCommand() leaves other commands alone', () => {
  const json = new JsonBytes(64);
  const cancel = {
    kind: 'cancel_order',
    atMs: 1,
    account: accountIdOf('a'),
    orderId: venueOrderIdOf('A'.repeat(16)),
  } as const;
  expect(writeLonjaCommand(json, { domain: 'exchange', command: cancel })).toBe(false);
  expect(json.end).toBe(0);
});
