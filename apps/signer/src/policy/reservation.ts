// The entries of the order journal: an order counted before it is sent, the word that it took no money, and old order ids.

import { plainRecord } from '../client/plain-record.ts';

export interface Reservation {
  readonly kind: 'reserved';
  /** Of the exchange key: what was counted stays counted when the key is unlinked and linked again. */
  readonly fingerprint: string;
  readonly nonce: string;
  readonly orderId: string;
  readonly quote: string;
  /** 10^-8 units of the quote currency, as decimal text. */
  readonly units: string;
  readonly atMs: number;
}

export interface Release {
  readonly kind: 'released';
  readonly fingerprint: string;
  readonly nonce: string;
}

/** Digests of order ids that were signed too long ago for any other limit to look at them. */
export interface SignedBefore {
  readonly kind: 'signed';
  readonly fingerprint: string;
  readonly digests: readonly string[];
}

/** Begins a journal file. */
export interface Opened {
  readonly kind: 'opened';
}

export type JournalEntry = Reservation | Release | SignedBefore | Opened;

/** Reads an entry, or null. */
export function readJournalEntry(value: unknown): JournalEntry | null {
  const fields = plainRecord(value) ?? {};
  const { kind, fingerprint, nonce, orderId, quote, units, atMs, digests } = fields;
  if (kind === 'opened') return { kind };
  if (typeof fingerprint !== 'string') return null;
  if (kind === 'signed') {
    const texts = Array.isArray(digests) ? digests.filter((digest) => typeof digest === 'string') : null;
    return texts === null ? null : { kind, fingerprint, digests: texts };
  }
  if (typeof nonce !== 'string') return null;
  if (kind === 'released') return { kind, fingerprint, nonce };
  if (kind !== 'reserved' || typeof orderId !== 'string' || typeof quote !== 'string') return null;
  if (typeof units !== 'string' || !/^[0-9]{1,40}$/.test(units) || typeof atMs !== 'number') return null;
  return { kind, fingerprint, nonce, orderId, quote, units, atMs };
}
