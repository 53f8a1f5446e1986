// One line of the reservation journal: an order counted before it is sent, or the word that it certainly never was.

import { plainRecord } from '../client/plain-record.ts';

export interface Reservation {
  readonly kind: 'reserved';
  readonly credentialId: string;
  readonly nonce: string;
  readonly orderId: string;
  readonly quote: string;
  /** 10^-8 units of the quote currency, as decimal text. */
  readonly units: string;
  readonly atMs: number;
}

export interface Release {
  readonly kind: 'released';
  readonly credentialId: string;
  readonly nonce: string;
}

/** Reads a journal line, or null when it is torn. */
export function readReservationLine(line: string): Reservation | Release | null {
  const { kind, credentialId, nonce, orderId, quote, units, atMs } = plainRecord(parseJson(line)) ?? {};
  if (typeof credentialId !== 'string' || typeof nonce !== 'string') return null;
  if (kind === 'released') return { kind, credentialId, nonce };
  if (kind !== 'reserved' || typeof orderId !== 'string' || typeof quote !== 'string') return null;
  if (typeof units !== 'string' || !/^[0-9]{1,40}$/.test(units) || typeof atMs !== 'number') return null;
  return { kind, credentialId, nonce, orderId, quote, units, atMs };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
