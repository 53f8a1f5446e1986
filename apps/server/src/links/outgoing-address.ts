// The address that an exchange sees our calls come from, where it can be known without asking anybody on the network.

import { isIP } from 'node:net';

/**
 * `named` is what whoever runs this installation said. For an exchange on this very machine it is the loopback
 * address itself; for any other it cannot be known from here, and null says so.
 */
export function outgoingAddressTo(baseUrl: string, named: string | null): string | null {
  const { hostname } = new URL(baseUrl);
  if (hostname === 'localhost' || /^127(\.\d{1,3}){3}$/.test(hostname)) return '127.0.0.1';
  return hostname === '[::1]' ? '::1' : named;
}

/** Whether the text is an IPv4 or IPv6 address, and nothing else. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}
