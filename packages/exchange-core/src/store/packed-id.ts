// Order ids as three integers: sixteen characters of [0-9A-Za-z] are 96 bits, kept and compared without strings.

import { invariant } from '@mandato/primitives/invariant';
import { type VenueOrderId, venueOrderIdOf } from '../ids.ts';

/** Where a packed id is written: any integer array, at three places in a row. */
export type PackedId = Int32Array;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digitOf = new Uint8Array(128).fill(255);
for (let digit = 0; digit < alphabet.length; digit += 1) digitOf[alphabet.charCodeAt(digit)] = digit;

/** Packs `id` at `at`. Five characters fill 30 bits of each integer; the sixteenth is spread over the rest. */
export function packId(to: PackedId, at: number, id: VenueOrderId): void {
  invariant(id.length === 16, 'an order id has 16 characters');
  const last = digitAt(id, 15);
  to[at] = five(id, 0) | (last << 30);
  to[at + 1] = five(id, 5) | ((last >>> 2) << 30);
  to[at + 2] = five(id, 10) | ((last >>> 4) << 30);
}

/** The id packed at `at`. */
export function unpackId(from: PackedId, at: number): VenueOrderId {
  let text = '';
  for (let word = 0; word < 3; word += 1) {
    const bits = from[at + word] ?? 0;
    for (let shift = 24; shift >= 0; shift -= 6) text += alphabet[(bits >>> shift) & 63] ?? '';
  }
  const last =
    ((from[at] ?? 0) >>> 30) | (((from[at + 1] ?? 0) >>> 30) << 2) | (((from[at + 2] ?? 0) >>> 30) << 4);
  return venueOrderIdOf(text + (alphabet[last] ?? ''));
}

/** A well-spread 32-bit integer for the id packed at `at`. */
export function hashOfId(from: PackedId, at: number): number {
  let hash = Math.imul(from[at] ?? 0, 0x9e3779b1) ^ Math.imul(from[at + 1] ?? 0, 0x85ebca77);
  hash ^= Math.imul(from[at + 2] ?? 0, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

function five(id: string, from: number): number {
  return (
    (digitAt(id, from) << 24) |
    (digitAt(id, from + 1) << 18) |
    (digitAt(id, from + 2) << 12) |
    (digitAt(id, from + 3) << 6) |
    digitAt(id, from + 4)
  );
}

function digitAt(id: string, index: number): number {
  return digitOf[id.charCodeAt(index)] ?? 255;
}
