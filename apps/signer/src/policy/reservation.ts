// The entries of the order journal: an order counted before it is sent, the word that it took no money, a key in the place
// of another, and old order ids.

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

/** A key that took the place of another: from then on both count as one. */
export interface Succession {
  readonly kind: 'succeeded';
  /** Of the key that took the place. */
  readonly fingerprint: string;
  /** Of the one that it replaced. */
  readonly of: string;
}

/** Begins a journal file. */
export interface Opened {
  readonly kind: 'opened';
}

export type JournalEntry = Reservation | Release | SignedBefore | Succession | Opened;

/** Reads an entry, or null. */
export function readJournalEntry(value: unknown): JournalEntry | null {
  const fields = plainRecord(value) ?? {};
  const { kind, fingerprint } = fields;
  if (kind === 'opened') return { kind };
  if (typeof fingerprint !== 'string') return null;
  switch (kind) {
    case 'signed':
      return readSigned(fingerprint, fields['digests']);
    case 'succeeded':
      return typeof fields['of'] === 'string' ? { kind, fingerprint, of: fields['of'] } : null;
    case 'released':
      return typeof fields['nonce'] === 'string' ? { kind, fingerprint, nonce: fields['nonce'] } : null;
    case 'reserved':
      return readReserved(fingerprint, fields);
    default:
      return null;
  }
}

function readSigned(fingerprint: string, digests: unknown): SignedBefore | null {
  const texts = Array.isArray(digests) ? digests.filter((digest) => typeof digest === 'string') : null;
  return texts === null ? null : { kind: 'signed', fingerprint, digests: texts };
}

function readReserved(fingerprint: string, fields: Readonly<Record<string, unknown>>): Reservation | null {
  const { nonce, orderId, quote, units, atMs } = fields;
  if (typeof nonce !== 'string' || typeof orderId !== 'string' || typeof quote !== 'string') return null;
  if (typeof units !== 'string' || !/^[0-9]{1,40}$/.test(units) || typeof atMs !== 'number') return null;
  return { kind: 'reserved', fingerprint, nonce, orderId, quote, units, atMs };
}
