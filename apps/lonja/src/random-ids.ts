// Fresh ids from the system's randomness.

import { randomBytes, randomFillSync } from 'node:crypto';
import type { IdSource } from '@mandato/primitives/ports';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids that nobody can guess; 16 characters are 95 bits. */
export const randomIds: IdSource = {
  alphanumeric: (length) => {
    let id = '';
    while (id.length < length) {
      const byte = nextByte();
      if (byte < byteEnd) id += alphabet[byte % alphabet.length];
    }
    return id;
  },
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
};

// A call to the system's randomness costs as much for a page of bytes as for a few. What was handed out is overwritten.
const poolBytes = 4_096;
const pool = Buffer.alloc(poolBytes);
let poolAt = poolBytes;

function nextByte(): number {
  if (poolAt === poolBytes) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const byte = pool[poolAt] ?? 0;
  pool[poolAt] = 0;
  poolAt += 1;
  return byte;
}

// Bytes above the last whole multiple of 62 are thrown away, or some characters would come more often than others.
const byteEnd = 256 - (256 % alphabet.length);
