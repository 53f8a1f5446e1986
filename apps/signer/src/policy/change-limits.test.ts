// What tighter and looser mean, for any two sets of limits and any order.

import type { PlaceOrderIntent } from '@mandato/invest-core/venue/venue-intent';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SignerLimits } from '../client/signer-options.ts';
import { emptyRegister, noStop } from '../register/register-body.ts';
import { isLooser, tighterLimits } from './change-limits.ts';
import { judgeOrder } from './judge-order.ts';
import { judgePrice } from './judge-price.ts';
import {
  askForLimits,
  askForWait,
  beginPolicy,
  limitsAt,
  releaseOf,
  stopAt,
  waitAt,
} from './policy-changes.ts';

const amount = fc.integer({ min: 0, max: 20 }).map(String);
const amounts = fc.option(fc.dictionary(fc.constantFrom('mxn', 'usd'), amount, { noNullPrototype: true }));
const limits: fc.Arbitrary<SignerLimits> = fc.record({
  books: fc.option(fc.subarray(['btc_mxn', 'eth_mxn', 'btc_usd'])),
  sides: fc.option(fc.subarray(['buy' as const, 'sell' as const])),
  notionalPerOrderMax: amounts,
  notionalPerDayMax: amounts,
  ordersPerMinuteMax: fc.option(fc.integer({ min: 0, max: 5 })),
  priceBandBps: fc.option(fc.integer({ min: 0, max: 1_000 })),
  referenceAgeMsMax: fc.integer({ min: 0, max: 5 }),
});
const order: fc.Arbitrary<PlaceOrderIntent> = fc.record({
  kind: fc.constant('place_limit_order' as const),
  orderId: fc.constant('a'),
  book: fc.constantFrom('btc_mxn', 'eth_mxn', 'btc_usd'),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  quantity: fc.integer({ min: 1, max: 20 }).map(String),
  price: fc.constantFrom('1', '0.99', '1.05'),
  postOnly: fc.constant(false),
});
const usage = fc.record({
  notionalToday: fc.bigInt({ min: 0n, max: 2_000_000_000n }),
  ordersInLastMinute: fc.integer({ min: 0, max: 6 }),
});
const cases = fc.record({ one: limits, other: limits, wanted: order, used: usage });
const price = { last: 100_000_000n, bid: 99_000_000n, ask: 101_000_000n, askedAtMs: 0 };
type Usage = Parameters<typeof judgeOrder>[2];

function isAllowed(wanted: PlaceOrderIntent, by: SignerLimits, used: Usage): boolean {
  return judgeOrder(wanted, by, used) === null && judgePrice(wanted, by, { price, nowMs: 3 }) === null;
}

test('items 19 and 20: tighterLimits() allows an order only when both allow it', () => {
  fc.assert(
    fc.property(cases, ({ one, other, wanted, used }) => {
      const both = isAllowed(wanted, one, used) && isAllowed(wanted, other, used);
      const byTighter = isAllowed(wanted, tighterLimits(one, other), used);
      if (byTighter) expect(both).toBe(true);
      // Where only one has a price band, the age that the other allows a price may make it tighter than both.
      const isSameForm = (one.priceBandBps === null) === (other.priceBandBps === null);
      if (isSameForm) expect(byTighter).toBe(both);
    }),
    { numRuns: 2_000 },
  );
});

test('item 20: whatever is not looser allows nothing new', () => {
  fc.assert(
    fc.property(cases, ({ one: present, other: proposal, wanted, used }) => {
      expect(isLooser(tighterLimits(present, proposal), present)).toBe(false);
      expect(isLooser(present, present)).toBe(false);
      // Seldom true of two that have nothing to do with each other; the tighter of both is always a case.
      const tighter = isLooser(proposal, present) ? tighterLimits(present, proposal) : proposal;
      if (isAllowed(wanted, tighter, used)) expect(isAllowed(wanted, present, used)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('item 20: no sequence of requests allows an order before its wait is over', () => {
  const step = fc.record({ limits, afterMs: fc.integer({ min: 0, max: 999 }) });
  fc.assert(
    fc.property(cases, fc.array(step, { maxLength: 6 }), ({ one: first, wanted, used }, steps) => {
      let body = beginPolicy(emptyRegister(1_000), 'f', first);
      let nowMs = 0;
      const held: SignerLimits[] = [first];
      for (const { limits: next, afterMs } of steps) {
        // All of it within one wait: nothing looser than the beginning may ever hold.
        nowMs += Math.floor(afterMs / 6);
        body = askForLimits(body, { fingerprint: 'f', limits: next, nowMs });
        const policy = body.policies['f'];
        if (policy !== undefined) held.push(limitsAt(policy, nowMs));
      }
      for (const holding of held) {
        if (isAllowed(wanted, holding, used)) expect(isAllowed(wanted, first, used)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('item 20: a shorter wait waits too, and a longer one holds at once', () => {
  const body = emptyRegister(1_000);
  expect(waitAt(askForWait(body, 5_000, 0), 0)).toBe(5_000);
  const shorter = askForWait(body, 10, 0);
  expect([waitAt(shorter, 999), waitAt(shorter, 1_000)]).toEqual([1_000, 10]);
  // Asking again and again does not bring the time nearer, nor push it away.
  expect(askForWait(shorter, 10, 500)).toBe(shorter);
  const releasing = releaseOf(stopAt(5), 5, 1_000);
  expect(releasing).toEqual({ isOn: true, sinceMs: 5, releaseAtMs: 1_005 });
  expect(releaseOf(releasing, 500, 1_000)).toEqual(releasing);
  expect(releaseOf(releasing, 1_005, 1_000)).toEqual(noStop);
});
