import { expect, test } from 'vitest';
import { type AskedOrder, type Claims, type JournaledCommand, judgeClaims } from './lonja-claims.ts';

const asked: AskedOrder = {
  originId: 'a-1',
  account: 'ana',
  side: 'buy',
  price: '1000000',
  major: '0.001',
};
const claims: Claims = {
  placed: new Map([['a-1', { ...asked, orderId: 'oid1' }]]),
  refused: new Set(['a-2']),
  cancelled: new Set(['oid1']),
  changed: new Map([['oid1', 2]]),
};
const change: JournaledCommand = { kind: 'change', orderId: 'oid1' };
const place: JournaledCommand = { kind: 'place', orderId: 'oid1', asked };
const cancel: JournaledCommand = { kind: 'cancel', orderId: 'oid1' };
const whole: readonly JournaledCommand[] = [place, change, change, cancel];

test('judgeClaims() finds nothing where everything that was told is written once', () => {
  expect(judgeClaims(claims, whole)).toEqual([]);
  // What nobody was told of may be there as well.
  const unknown: JournaledCommand = { ...place, orderId: 'oid9', asked: { ...asked, originId: 'a-9' } };
  expect(judgeClaims(claims, [...whole, unknown, change])).toEqual([]);
});

test.each([
  ['lost_order', [change, change, cancel]],
  ['order_twice', [place, ...whole]],
  ['other_order', [{ ...place, orderId: 'oid2' }, change, change, cancel]],
  ['other_order', [{ ...place, asked: { ...asked, side: 'sell' as const } }, change, change, cancel]],
  ['refused_order_exists', [...whole, { ...place, asked: { ...asked, originId: 'a-2' } }]],
  ['lost_cancel', [place, change, change]],
  ['cancel_twice', [...whole, cancel]],
  ['lost_change', [place, change, cancel]],
] satisfies readonly (readonly [string, readonly JournaledCommand[]])[])(
  'judgeClaims() finds %s',
  (kind, journal) => {
    expect(judgeClaims(claims, journal).map((finding) => finding.kind)).toEqual([kind]);
  },
);
