// Fresh ids from the system's randomness.

import { randomBytes } from 'node:crypto';
import type { IdSource } from '@mandato/primitives/ports';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids that nobody can guess; 16 characters are 95 bits. */
export const randomIds: IdSource = {
  alphanumeric: (length) => {
    let id = '';
    while (id.length < length) id += someAlphanumerics(length - id.length);
    return id;
  },
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
};

// Bytes above the last whole multiple of 62 are thrown away, or some characters would come more often than others.
const byteEnd = 256 - (256 % alphabet.length);

function someAlphanumerics(lengthMax: number): string {
  let id = '';
  for (const byte of randomBytes(lengthMax + 4)) {
    if (byte < byteEnd && id.length < lengthMax) id += alphabet[byte % alphabet.length];
  }
  return id;
}
