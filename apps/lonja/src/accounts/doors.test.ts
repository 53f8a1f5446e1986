// Holds addresses to one spelling each, and throttles to opening again.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalAddress } from './literal-address.ts';
import { createThrottle } from './throttle.ts';

test('canonicalAddress() gives every address one spelling', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(canonicalAddress(address)).toBe(address);
      expect(canonicalAddress(`::ffff:${address}`)).toBe(address);
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const once = canonicalAddress(address);
      expect(once).not.toBeNull();
      expect(canonicalAddress((once ?? '').toUpperCase())).toBe(once);
    }),
  );
  expect(canonicalAddress('2001:0DB8:0:0::0001')).toBe('2001:db8::1');
});

test('canonicalAddress() refuses names, ranges, zones and ports', () => {
  for (const text of [
    '',
    'localhost',
    '10.0.0.0/8',
    '10.0.0.1:80',
    'fe80::1%eth0',
    '[::1]',
    '010.0.0.1',
    '1.2.3',
  ]) {
    expect(canonicalAddress(text)).toBeNull();
  }
});

test('item 43: createThrottle() locks after so many failures and always opens again', () => {
  const clock = { now: 0, nowMs: () => clock.now };
  const throttle = createThrottle({ failuresMax: 3, windowMs: 1_000, lockMs: 5_000 }, clock);
  for (let count = 0; count < 3; count += 1) {
    expect(throttle.mayTry('ana')).toBe(true);
    throttle.noteFailure('ana');
  }
  expect(throttle.mayTry('ana')).toBe(false);
  expect(throttle.mayTry('eve')).toBe(true);
  clock.now = 4_999;
  expect(throttle.mayTry('ana')).toBe(false);
  clock.now = 5_000;
  expect(throttle.mayTry('ana')).toBe(true);
  throttle.noteFailure('ana');
  throttle.noteFailure('ana');
  throttle.noteSuccess('ana');
  throttle.noteFailure('ana');
  expect(throttle.mayTry('ana')).toBe(true);
});

test('createThrottle() forgets failures that lie far apart', () => {
  const clock = { now: 0, nowMs: () => clock.now };
  const throttle = createThrottle({ failuresMax: 2, windowMs: 1_000, lockMs: 5_000 }, clock);
  throttle.noteFailure('ana');
  clock.now = 1_000;
  throttle.noteFailure('ana');
  expect(throttle.mayTry('ana')).toBe(true);
});
