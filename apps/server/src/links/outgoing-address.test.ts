// What is said about the address that a key should be limited to.

import { expect, test } from 'vitest';
import { isAddress, outgoingAddressTo } from './outgoing-address.ts';

test('outgoingAddressTo() knows the loopback, and of the rest only what it was told', () => {
  expect(outgoingAddressTo('http://localhost:4000', '203.0.113.7')).toBe('127.0.0.1');
  expect(outgoingAddressTo('http://127.0.0.1:4000', null)).toBe('127.0.0.1');
  expect(outgoingAddressTo('http://[::1]:4000', null)).toBe('::1');
  expect(outgoingAddressTo('https://bitso.com', '203.0.113.7')).toBe('203.0.113.7');
  expect(outgoingAddressTo('https://bitso.com', null)).toBeNull();
  // A name that only begins like the loopback is somewhere else.
  expect(outgoingAddressTo('https://127.0.0.1.example.com', null)).toBeNull();
});

test('isAddress() takes addresses and no names', () => {
  expect(['203.0.113.7', '2001:db8::1'].every(isAddress)).toBe(true);
  expect(['example.com', '203.0.113', '203.0.113.7/24', ''].some(isAddress)).toBe(false);
});
