// What each exchange key has used so far, kept up to date entry by entry so that asking costs nothing.

import { createHash } from 'node:crypto';
import type { Usage } from './judge-order.ts';
import type { JournalEntry, Reservation, Succession } from './reservation.ts';

export interface UsageIndex {
  usageOf(fingerprint: string, quote: string, nowMs: number): Usage;
  /** Whether an order of that id was ever signed with this key. */
  hasSigned(fingerprint: string, orderId: string): boolean;
  apply(entry: JournalEntry): void;
  /** The shortest journal that says the same, with single orders only where they are young. */
  entriesSince(oldestMs: number): readonly JournalEntry[];
  /** Orders that are still kept one by one. */
  reservations(): readonly Reservation[];
}

interface KeyUsage {
  /** Times of orders as they came; those before `minuteFrom` are older than a minute. */
  minute: number[];
  minuteFrom: number;
  /** By quote and UTC day. */
  readonly spent: Map<string, bigint>;
  readonly signed: Set<string>;
}

const dayMs = 86_400_000;
const keptMs = 2 * dayMs;
const digestsPerLine = 200;

/** An empty index. */
export function createUsageIndex(): UsageIndex {
  const keys = new Map<string, KeyUsage>();
  const orders = new Map<string, Reservation>();
  const successions: Succession[] = [];
  const usageFor = (fingerprint: string): KeyUsage => {
    const found = keys.get(fingerprint) ?? { minute: [], minuteFrom: 0, spent: new Map(), signed: new Set() };
    keys.set(fingerprint, found);
    return found;
  };
  const succeed = (entry: Succession) => {
    const [before, after] = [usageFor(entry.of), usageFor(entry.fingerprint)];
    if (before === after) return;
    successions.push(entry);
    const one = united(before, after);
    // Every key that counted with either of them.
    for (const [name, usage] of keys) if (usage === before || usage === after) keys.set(name, one);
  };
  const count = (entry: Reservation) => {
    const usage = usageFor(entry.fingerprint);
    usage.minute.push(entry.atMs);
    usage.signed.add(digestOf(entry.orderId));
    addSpent(usage, entry, BigInt(entry.units));
    orders.set(`${entry.fingerprint}:${entry.nonce}`, entry);
    forgetOld(orders, keys, entry.atMs - keptMs);
  };
  return {
    usageOf(fingerprint, quote, nowMs) {
      const usage = usageFor(fingerprint);
      forgetMinutes(usage, nowMs - 60_000);
      const notionalToday = usage.spent.get(spentName(quote, nowMs)) ?? 0n;
      return { notionalToday, ordersInLastMinute: usage.minute.length - usage.minuteFrom };
    },
    hasSigned: (fingerprint, orderId) => keys.get(fingerprint)?.signed.has(digestOf(orderId)) ?? false,
    apply(entry) {
      if (entry.kind === 'reserved') count(entry);
      if (entry.kind === 'succeeded') succeed(entry);
      if (entry.kind === 'signed')
        for (const digest of entry.digests) usageFor(entry.fingerprint).signed.add(digest);
      if (entry.kind !== 'released') return;
      const name = `${entry.fingerprint}:${entry.nonce}`;
      const known = orders.get(name);
      if (known === undefined) return;
      // The nonce and the order id stay used and the order stays counted per minute; only its money is given back.
      addSpent(usageFor(entry.fingerprint), known, -BigInt(known.units));
      orders.set(name, { ...known, units: '0' });
    },
    entriesSince(oldestMs) {
      const young = [...orders.values()].filter(({ atMs }) => atMs >= oldestMs);
      return [...successions, ...signedEntries(keys, young), ...young];
    },
    reservations: () => [...orders.values()],
  };
}

// What two keys used, as if it had been one; never less than either.
function united(one: KeyUsage, other: KeyUsage): KeyUsage {
  const spent = new Map(one.spent);
  for (const [name, units] of other.spent) spent.set(name, (spent.get(name) ?? 0n) + units);
  const minutes = [...one.minute.slice(one.minuteFrom), ...other.minute.slice(other.minuteFrom)];
  return {
    minute: minutes.sort((earlier, later) => earlier - later),
    minuteFrom: 0,
    spent,
    signed: new Set([...one.signed, ...other.signed]),
  };
}

function digestOf(orderId: string): string {
  return createHash('sha256').update(orderId).digest('base64url').slice(0, 16);
}

function spentName(quote: string, atMs: number): string {
  return `${quote} ${Math.floor(atMs / dayMs)}`;
}

// Stops at the first young one; a clock that was set back only makes more orders count.
function forgetMinutes(usage: KeyUsage, beforeMs: number): void {
  while (usage.minuteFrom < usage.minute.length && (usage.minute[usage.minuteFrom] ?? 0) <= beforeMs) {
    usage.minuteFrom += 1;
  }
  if (usage.minuteFrom < 1_024 || usage.minuteFrom * 2 < usage.minute.length) return;
  usage.minute = usage.minute.slice(usage.minuteFrom);
  usage.minuteFrom = 0;
}

function addSpent(usage: KeyUsage, entry: Reservation, units: bigint): void {
  const name = spentName(entry.quote, entry.atMs);
  usage.spent.set(name, (usage.spent.get(name) ?? 0n) + units);
}

// Insertion order is time order, as far as the clock is; stopping at the first young entry keeps this cheap.
function forgetOld(orders: Map<string, Reservation>, keys: Map<string, KeyUsage>, oldestMs: number): void {
  for (const [name, entry] of orders) {
    if (entry.atMs >= oldestMs) return;
    orders.delete(name);
    keys.get(entry.fingerprint)?.spent.delete(spentName(entry.quote, entry.atMs));
  }
}

function signedEntries(
  keys: ReadonlyMap<string, KeyUsage>,
  young: readonly Reservation[],
): readonly JournalEntry[] {
  const listed = new Set(young.map(({ fingerprint, orderId }) => `${fingerprint}:${digestOf(orderId)}`));
  const said = new Set<KeyUsage>();
  return [...keys].flatMap(([fingerprint, usage]) => {
    // Keys that count as one are told once.
    if (said.has(usage)) return [];
    said.add(usage);
    const digests = [...usage.signed].filter((digest) => !listed.has(`${fingerprint}:${digest}`));
    const entries: JournalEntry[] = [];
    for (let at = 0; at < digests.length; at += digestsPerLine) {
      entries.push({ kind: 'signed', fingerprint, digests: digests.slice(at, at + digestsPerLine) });
    }
    return entries;
  });
}
