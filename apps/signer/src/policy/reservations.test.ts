// The reservation journal across restarts: what was counted stays counted, also behind a torn last line.

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createNonceMemory } from './nonce-memory.ts';
import type { Reservation } from './reservation.ts';
import { openReservations } from './reservations.ts';

const root = mkdtempSync(join(tmpdir(), 'reservations-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const noonMs = Date.parse('2026-03-01T12:00:00Z');
const reservation = (nonce: string, given: Partial<Reservation> = {}): Reservation => ({
  kind: 'reserved',
  credentialId: 'c1',
  nonce,
  orderId: `order-${nonce}`,
  quote: 'mxn',
  units: '100',
  atMs: noonMs,
  ...given,
});

test('openReservations() counts by credential, quote and UTC day, and again after a restart', async () => {
  const path = join(mkdtempSync(join(root, 'r-')), 'reservations.jsonl');
  const first = await openReservations(path, noonMs);
  await Promise.all([
    first.reserve(reservation('1')),
    first.reserve(reservation('2', { units: '50' })),
    first.reserve(reservation('3', { quote: 'usd' })),
    first.reserve(reservation('4', { credentialId: 'c2' })),
    first.reserve(reservation('5', { atMs: noonMs - 86_400_000 })),
  ]);
  first.release(reservation('2'));
  await first.reserve(reservation('6', { units: '7' }));
  appendFileSync(path, '{"kind":"reserved","credentialId":"c1","nonce":"9","uni');
  const second = await openReservations(path, noonMs);
  for (const journal of [first, second]) {
    expect(journal.usageOf('c1', 'mxn', noonMs)).toEqual({ notionalToday: 107n, ordersInLastMinute: 4 });
    expect(journal.usageOf('c2', 'mxn', noonMs + 60_000).ordersInLastMinute).toBe(0);
  }
  expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
  await Promise.all([first.close(), second.close()]);
});

test('openReservations() drops what is older than any limit looks back', async () => {
  const path = join(mkdtempSync(join(root, 'r-')), 'reservations.jsonl');
  const first = await openReservations(path, noonMs);
  await first.reserve(reservation('1'));
  await first.reserve(reservation('2', { atMs: noonMs + 3 * 86_400_000 }));
  expect(first.nonces().map(({ nonce }) => nonce)).toEqual(['2']);
  const later = await openReservations(path, noonMs + 9 * 86_400_000);
  expect(later.nonces()).toEqual([]);
  await Promise.all([first.close(), later.close()]);
});

test('createNonceMemory() takes a nonce once for each credential, and never an old one after forgetting', () => {
  const memory = createNonceMemory();
  const nonceAt = (at: number) => `${1_700_000_000_000 + at}000000`;
  for (let at = 0; at < 30_000; at += 1) expect(memory.take('c1', nonceAt(at))).toBe(true);
  for (const at of [0, 5_000, 9_999, 29_999]) expect(memory.take('c1', nonceAt(at))).toBe(false);
  expect(memory.take('c2', nonceAt(0))).toBe(true);
  expect(memory.take('c1', nonceAt(30_000))).toBe(true);
  for (const bad of ['', '1700000000000', `${nonceAt(1)}0`, `2${nonceAt(1).slice(1)}`, 'x'.repeat(19)]) {
    expect(memory.take('c3', bad)).toBe(false);
  }
});
