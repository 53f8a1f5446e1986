// The reservation journal across restarts: what was counted stays counted, also behind a torn last line.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createNonceMemory } from './nonce-memory.ts';
import type { Reservation } from './reservation.ts';
import { openReservations, type Reservations } from './reservations.ts';

const root = mkdtempSync(join(tmpdir(), 'reservations-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const noonMs = Date.parse('2026-03-01T12:00:00Z');
const keys = [Buffer.alloc(32, 5)];
const reservation = (nonce: string, given: Partial<Reservation> = {}): Reservation => ({
  kind: 'reserved',
  fingerprint: 'f1',
  nonce,
  orderId: `order-${nonce}`,
  quote: 'mxn',
  units: '100',
  atMs: noonMs,
  ...given,
});
const newPath = () => join(mkdtempSync(join(root, 'r-')), 'reservations.jsonl');

async function tryOpen(path: string, given: { nowMs?: number; seqMin?: number } = {}) {
  let reached = given.seqMin ?? 0;
  const opened = await openReservations({
    path,
    keys,
    seqMin: reached,
    nowMs: given.nowMs ?? noonMs,
    onReached: (seq) => {
      reached = seq;
      return Promise.resolve();
    },
  });
  return { opened, reached: () => reached };
}

async function open(path: string, nowMs = noonMs): Promise<Reservations> {
  const { opened } = await tryOpen(path, { nowMs });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

test('item 18: openReservations() counts by key, quote and UTC day, and again after a restart', async () => {
  const path = newPath();
  const first = await open(path);
  await Promise.all([
    first.reserve(reservation('1')),
    first.reserve(reservation('2', { units: '50' })),
    first.reserve(reservation('3', { quote: 'usd' })),
    first.reserve(reservation('4', { fingerprint: 'f2' })),
  ]);
  first.release(reservation('2'));
  await first.reserve(reservation('6', { units: '7' }));
  appendFileSync(path, `${'0'.repeat(64)} {"seq":9,"prev":"","batch":9,"ent`);
  const second = await open(path);
  for (const journal of [first, second]) {
    expect(journal.usageOf('f1', 'mxn', noonMs)).toEqual({ notionalToday: 107n, ordersInLastMinute: 4 });
    expect(journal.usageOf('f2', 'mxn', noonMs + 60_000).ordersInLastMinute).toBe(0);
    expect(journal.usageOf('f1', 'mxn', noonMs + 86_400_000).notionalToday).toBe(0n);
    expect(journal.hasSigned('f1', 'order-2')).toBe(true);
    expect(journal.hasSigned('f2', 'order-2')).toBe(false);
  }
  expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
  await Promise.all([first.close(), second.close()]);
});

test('items 18 and 20: succeed() has both keys count as one, whichever signs and across restarts', async () => {
  const path = newPath();
  const first = await open(path);
  await first.reserve(reservation('1', { units: '60' }));
  await first.reserve(reservation('2', { fingerprint: 'f2', units: '5' }));
  await first.succeed({ fingerprint: 'f2', of: 'f1' });
  await first.succeed({ fingerprint: 'f2', of: 'f1' });
  await first.succeed({ fingerprint: 'f1', of: 'f2' });
  await first.reserve(reservation('3', { fingerprint: 'f2', units: '7' }));
  await first.reserve(reservation('4', { units: '1' }));
  // Given back under the key that it was counted with.
  first.release(reservation('1'));
  await first.reserve(reservation('5', { fingerprint: 'f3', units: '9' }));
  const second = await open(path);
  await second.close();
  const third = await open(path);
  for (const journal of [first, third]) {
    for (const fingerprint of ['f1', 'f2']) {
      expect(journal.usageOf(fingerprint, 'mxn', noonMs)).toEqual({
        notionalToday: 13n,
        ordersInLastMinute: 4,
      });
      expect(journal.hasSigned(fingerprint, 'order-1')).toBe(true);
      expect(journal.hasSigned(fingerprint, 'order-3')).toBe(true);
    }
    expect(journal.usageOf('f3', 'mxn', noonMs).notionalToday).toBe(9n);
  }
  await Promise.all([first.close(), third.close()]);
});

test('openReservations() drops old orders but never the fact that an order id was signed', async () => {
  const path = newPath();
  const first = await open(path);
  await first.reserve(reservation('1'));
  await first.reserve(reservation('2', { atMs: noonMs + 3 * 86_400_000 }));
  expect(first.nonces().map(({ nonce }) => nonce)).toEqual(['2']);
  await first.close();
  let nowMs = noonMs;
  for (let round = 0; round < 3; round += 1) {
    nowMs += 9 * 86_400_000;
    const later = await open(path, nowMs);
    expect(later.nonces()).toEqual([]);
    expect([later.hasSigned('f1', 'order-1'), later.hasSigned('f1', 'order-2')]).toEqual([true, true]);
    expect(later.hasSigned('f1', 'order-3')).toBe(false);
    await later.close();
  }
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
});

test('openReservations() refuses a journal in which any synced line was altered, removed or moved', async () => {
  const path = newPath();
  const first = await open(path);
  for (let nonce = 1; nonce <= 5; nonce += 1) await first.reserve(reservation(String(nonce)));
  await first.close();
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const swapped = [...lines.slice(0, 2), lines[3], lines[2], ...lines.slice(4)];
  const forged = lines.map((line, at) => (at === 3 ? line.replace('"100"', '"1"') : line));
  const cutOut = lines.filter((_line, at) => at !== 2);
  for (const bad of [swapped, forged, cutOut]) {
    writeFileSync(path, `${bad.join('\n')}\n`);
    expect((await tryOpen(path)).opened).toEqual({ ok: false, error: 'journal_altered' });
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
  expect((await tryOpen(path)).opened.ok).toBe(true);
});

test('openReservations() refuses a journal that ends before what was remembered of it', async () => {
  const path = newPath();
  const { opened, reached } = await tryOpen(path);
  const old = readFileSync(path);
  if (!opened.ok) throw new Error(opened.error);
  for (let nonce = 1; nonce <= 70; nonce += 1) await opened.value.reserve(reservation(String(nonce)));
  await opened.value.close();
  expect(reached()).toBeGreaterThan(64);
  writeFileSync(path, old);
  const rolledBack = { ok: false, error: 'journal_rolled_back' };
  expect((await tryOpen(path, { seqMin: reached() })).opened).toEqual(rolledBack);
  rmSync(path);
  expect((await tryOpen(path, { seqMin: reached() })).opened).toEqual(rolledBack);
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
