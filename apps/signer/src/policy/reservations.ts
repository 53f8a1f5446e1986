// Counts orders durably before they are sent, so that a limit holds across a kill between counting and sending.

import { type FileHandle, open, readFile } from 'node:fs/promises';
import { writeDurably } from '../vault/write-durably.ts';
import type { Usage } from './judge-order.ts';
import { type Release, type Reservation, readReservationLine } from './reservation.ts';

export interface Reservations {
  usageOf(credentialId: string, quote: string, nowMs: number): Usage;
  /** Counts at once, and resolves when the count is on the disk. */
  reserve(reservation: Reservation): Promise<void>;
  /** Takes back an order that certainly never left, or that the exchange definitely refused. */
  release(reservation: Reservation): void;
  /** Nonces that orders were signed with, for the memory of used nonces. */
  nonces(): readonly Reservation[];
  /** Closes the journal; nothing may be reserved afterwards. */
  close(): Promise<void>;
}

const dayMs = 86_400_000;
const keptMs = 2 * dayMs;

/** Opens the journal at `path`, drops what no limit looks at any more, and closes a torn last line. */
export async function openReservations(path: string, nowMs: number): Promise<Reservations> {
  const kept = new Map<string, Reservation>();
  for (const entry of await readJournal(path)) apply(kept, entry);
  for (const [key, entry] of kept) if (entry.atMs < nowMs - keptMs) kept.delete(key);
  await writeDurably(path, [...kept.values()].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const file = await open(path, 'a', 0o600);
  const append = appender(file);
  return {
    usageOf: (credentialId, quote, atMs) => usageIn(kept, { credentialId, quote, atMs }),
    reserve(reservation) {
      forgetOld(kept, reservation.atMs);
      apply(kept, reservation);
      return append(reservation);
    },
    release(reservation) {
      const { credentialId, nonce } = reservation;
      const release: Release = { kind: 'released', credentialId, nonce };
      apply(kept, release);
      // Losing this line only leaves the order counted.
      append(release).catch(() => undefined);
    },
    nonces: () => [...kept.values()],
    close: () => file.close(),
  };
}

function apply(kept: Map<string, Reservation>, entry: Reservation | Release): void {
  const key = `${entry.credentialId}:${entry.nonce}`;
  const known = kept.get(key);
  if (entry.kind === 'reserved') kept.set(key, entry);
  // The nonce stays used and the order stays counted per minute; only its money is given back.
  else if (known !== undefined) kept.set(key, { ...known, units: '0' });
}

function usageIn(
  kept: ReadonlyMap<string, Reservation>,
  asked: { readonly credentialId: string; readonly quote: string; readonly atMs: number },
): Usage {
  const today = Math.floor(asked.atMs / dayMs);
  let notionalToday = 0n;
  let ordersInLastMinute = 0;
  for (const entry of kept.values()) {
    if (entry.credentialId !== asked.credentialId) continue;
    if (entry.atMs > asked.atMs - 60_000) ordersInLastMinute += 1;
    if (entry.quote === asked.quote && Math.floor(entry.atMs / dayMs) === today) {
      notionalToday += BigInt(entry.units);
    }
  }
  return { notionalToday, ordersInLastMinute };
}

// Insertion order is time order, as far as the clock is; stopping at the first young entry keeps this cheap.
function forgetOld(kept: Map<string, Reservation>, nowMs: number): void {
  for (const [key, entry] of kept) {
    if (entry.atMs >= nowMs - keptMs) return;
    kept.delete(key);
  }
}

async function readJournal(path: string): Promise<readonly (Reservation | Release)[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .map(readReservationLine)
    .filter((entry) => entry !== null);
}

// Lines that arrive while one write is under way go out together with the next: one sync for all of them.
function appender(file: FileHandle): (entry: Reservation | Release) => Promise<void> {
  let waiting: { readonly line: string; readonly done: (error: unknown) => void }[] = [];
  let isWriting = false;
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const failure = await writeBatch(file, batch.map(({ line }) => line).join(''));
      for (const { done } of batch) done(failure);
    }
    isWriting = false;
  };
  return (entry) =>
    new Promise((resolve, reject) => {
      const done = (failure: unknown) => (failure === null ? resolve() : reject(failure));
      waiting.push({ line: `${JSON.stringify(entry)}\n`, done });
      if (isWriting) return;
      isWriting = true;
      void flush();
    });
}

async function writeBatch(file: FileHandle, text: string): Promise<unknown> {
  try {
    await file.appendFile(text);
    await file.datasync();
    return null;
  } catch (error) {
    return error;
  }
}
