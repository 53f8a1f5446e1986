// Ledger entry ids (`eid`): 32 hex digits that follow from the entry's number, and lead back to it.

import { invariant } from '@mandato/primitives/invariant';

/** The id of ledger entry number `entry` (a positive safe integer). Different numbers have different ids. */
export function entryId(entry: number): string {
  invariant(Number.isSafeInteger(entry) && entry > 0, 'a ledger entry number is a positive safe integer');
  const low = entry >>> 0;
  const high = Math.floor(entry / 0x1_0000_0000);
  const first = mix(low);
  const second = (mix(first ^ 0x85ebca6b) ^ high) >>> 0;
  const third = mix(second ^ 0x27d4eb2f);
  return hex(first) + hex(second) + hex(third) + hex(mix(third ^ first));
}

/** The entry number of an id, or null when no entry can have that id. */
export function entryOfId(id: string): number | null {
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  const first = Number.parseInt(id.slice(0, 8), 16);
  const second = Number.parseInt(id.slice(8, 16), 16);
  const high = (second ^ mix(first ^ 0x85ebca6b)) >>> 0;
  const entry = high * 0x1_0000_0000 + unmix(first);
  return Number.isSafeInteger(entry) && entry > 0 && entryId(entry) === id ? entry : null;
}

// A bijection of 32-bit integers (murmur3's finaliser), and its inverse below.
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function unmix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7ed1b41d);
  x = Math.imul(x ^ (x >>> 13) ^ (x >>> 26), 0xa5cb9243);
  return (x ^ (x >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
