// Where egress may connect: Bitso over HTTPS, and the practice exchange named at start-up.

import { expect, test } from 'vitest';
import { pinHosts } from './pinned-hosts.ts';

test.each(['http://localhost:4000', 'http://127.0.0.1:4000/', 'http://[::1]:4000', 'https://lonja.example'])(
  'pinHosts() takes %s as practice exchange and always Bitso over HTTPS',
  (practiceUrl) => {
    const pinned = pinHosts(practiceUrl);
    expect(pinned.ok && pinned.value.practice?.hostname).toBeTruthy();
    expect(pinned.ok && pinned.value.bitso).toEqual({
      protocol: 'https:',
      hostname: 'bitso.com',
      port: 443,
      isLoopback: false,
    });
  },
);

test.each([
  ['http://example.com', 'practice_url_not_loopback'],
  ['http://127.0.0.1.example.com', 'practice_url_not_loopback'],
  ['http://10.0.0.1:4000', 'practice_url_not_loopback'],
  ['ftp://localhost', 'practice_url_malformed'],
  ['http://user@localhost:4000', 'practice_url_malformed'],
  ['http://localhost:4000/api', 'practice_url_malformed'],
  ['localhost', 'practice_url_malformed'],
])('item 23: pinHosts() refuses %s', (practiceUrl, error) => {
  expect(pinHosts(practiceUrl)).toEqual({ ok: false, error });
});
