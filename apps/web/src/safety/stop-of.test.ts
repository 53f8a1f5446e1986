// What the switch offers: stopping, or starting again, also where the signer never heard of the release.
import type { SafetyView } from '@mandato/server/api-contract/safety-contract';
import { expect, test } from 'vitest';
import { isStartNeeded, stopOf } from './stop-of.ts';

const since = '2026-11-01T00:00:00.000Z';
const view: SafetyView = { stops: [], ordersUnderWay: 0, isOperator: true, signer: null };
const plan = (planId: string) => ({ kind: 'plan', planId }) as const;
const all = { kind: 'all' } as const;

test('stopOf() finds the stop of that plan and of no other', () => {
  const safety = { ...view, stops: [{ scope: plan('p1'), since }] };
  expect(stopOf(safety, plan('p1'))?.since).toBe(since);
  expect(stopOf(safety, plan('p2'))).toBeNull();
  expect(stopOf(safety, all)).toBeNull();
  expect(stopOf(undefined, all)).toBeNull();
});

test('isStartNeeded() offers to release the signer again when it did not hear of the first release', () => {
  const unheard = { ...view, signer: { isStopped: true, releasedFrom: null } };
  expect(isStartNeeded(unheard, all)).toBe(true);
  expect(isStartNeeded(unheard, { kind: 'account' })).toBe(false);
  // A release that waits needs nothing more, nor does a signer that cannot be asked.
  expect(isStartNeeded({ ...view, signer: { isStopped: true, releasedFrom: since } }, all)).toBe(false);
  expect(isStartNeeded({ ...view, signer: { isStopped: false, releasedFrom: null } }, all)).toBe(false);
  expect(isStartNeeded(view, all)).toBe(false);
  expect(isStartNeeded({ ...view, stops: [{ scope: all, since }] }, all)).toBe(true);
});
