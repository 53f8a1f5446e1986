// Fresh ids from the system's randomness.

import { randomBytes, randomInt } from 'node:crypto';
import type { IdSource } from '@mandato/primitives/ports';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids that nobody can guess; 16 characters are 95 bits. */
export const randomIds: IdSource = {
  alphanumeric: (length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
};
