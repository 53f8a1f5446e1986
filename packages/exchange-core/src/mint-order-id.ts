// New order ids: mostly chance, so that nobody can guess them, and a running number, so that they are found quickly.

import type { IdSource } from '@mandato/primitives/ports';
import { type VenueOrderId, venueOrderIdOf } from './ids.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const chanceLength = 10;
const numberLength = 6;

/** The id number `number` (an unsigned 32-bit integer): ten characters of `ids`, then six that say the number. */
export function mintOrderId(ids: Pick<IdSource, 'alphanumeric'>, number: number): VenueOrderId {
  let rest = number >>> 0;
  let text = '';
  for (let digit = 0; digit < numberLength; digit += 1) {
    text = (alphabet[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return venueOrderIdOf(ids.alphanumeric(chanceLength) + text);
}
