// Derives an order's id from what it is for, so that a replay, a restart or a restored backup makes the same id again.

import { base32Lower } from '@mandato/primitives/base32';
import { invariant } from '@mandato/primitives/invariant';

/** SHA-256 of some bytes; given, because hashing belongs to the platform. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** What an order is for. `leg` tells several orders of one slot apart, `attempt` counts sendings from 1. */
export interface OrderPurpose {
  readonly installId: string;
  readonly planId: string;
  readonly slotKey: string;
  readonly leg: string;
  readonly attempt: number;
}

/** All ids of ours start with this letter; sweeps of an account recognise our orders by it. */
export const orderIdPrefix = 'm';

/**
 * `m` + 26 base32 characters of a hash + `-` + attempt: at most 40 characters of [A-Za-z0-9_-], which is what
 * Bitso takes as `origin_id`. A new attempt has a new suffix, so a late first attempt is always attributable.
 */
export function orderId(purpose: OrderPurpose, sha256: Sha256): string {
  const { installId, planId, slotKey, leg, attempt } = purpose;
  invariant(Number.isSafeInteger(attempt) && attempt >= 1 && attempt < 10 ** 9, 'attempts count from 1');
  const hash = base32Lower(sha256(framed([installId, planId, slotKey, leg])));
  return `${orderIdPrefix}${hash.slice(0, 26)}-${attempt}`;
}

/** Whether `text` has the shape of an id of ours. */
export function isOrderId(text: string): boolean {
  return /^m[a-z2-7]{26}-[1-9][0-9]{0,8}$/.test(text);
}

/** Each part after its length in four bytes: no two lists of parts give the same bytes. */
function framed(parts: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = parts.map((part) => encoder.encode(part));
  const bytes = new Uint8Array(encoded.reduce((length, part) => length + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const part of encoded) {
    view.setUint32(offset, part.length);
    bytes.set(part, offset + 4);
    offset += 4 + part.length;
  }
  return bytes;
}
