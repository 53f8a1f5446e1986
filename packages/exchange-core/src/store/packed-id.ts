// Order ids as three integers: sixteen characters of [0-9A-Za-z] are 96 bits, kept and compared without strings.

import { invariant } from '@mandato/primitives/invariant';
import { type VenueOrderId, venueOrderIdOf } from '../ids.ts';

/** Where a packed id is written: any integer array, at three places in a row. */
export type PackedId = Int32Array;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digitOf = new Uint8Array(128).fill(255);
const digits = [...alphabet, '', ''];
const pairAt = digits.flatMap((high) => digits.map((low) => high + low));
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
  const first = from[at] ?? 0;
  const second = from[at + 1] ?? 0;
  const third = from[at + 2] ?? 0;
  const last = (first >>> 30) | ((second >>> 30) << 2) | ((third >>> 30) << 4);
  return venueOrderIdOf(textOf(first) + textOf(second) + textOf(third) + (alphabet[last] ?? ''));
}

// The five characters of a word: two pairs and one.
function textOf(bits: number): string {
  const pairs = (pairAt[(bits >>> 18) & 4095] ?? '') + (pairAt[(bits >>> 6) & 4095] ?? '');
  return pairs + (alphabet[bits & 63] ?? '');
}

/**
 * The number that the last six characters of the id packed at `at` say, as a 32-bit integer: ids minted one after another
 * (see `mintOrderId`) have numbers one after another. Other ids may share one.
 */
export function numberOfId(from: PackedId, at: number): number {
  const third = from[at + 2] ?? 0;
  const last = ((from[at] ?? 0) >>> 30) | (((from[at + 1] ?? 0) >>> 30) << 2) | ((third >>> 30) << 4);
  let number = Math.imul((third >>> 24) & 63, 62) + ((third >>> 18) & 63);
  number = Math.imul(number, 62) + ((third >>> 12) & 63);
  number = Math.imul(number, 62) + ((third >>> 6) & 63);
  number = Math.imul(number, 62) + (third & 63);
  return (Math.imul(number, 62) + last) | 0;
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
