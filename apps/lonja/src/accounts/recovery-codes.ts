// Recovery codes: 120 random bits that stand in for the authenticator app once; only hashes of them are stored.

import { createHash, randomBytes } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';

export const recoveryCodeCount = 10;
const bytesPerCode = 15;
const lettersPerCode = 24;

/** Ten fresh codes, each of six groups of four letters. */
export function mintRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = base32Lower(randomBytes(bytesPerCode)).toUpperCase();
    return (letters.match(/.{1,4}/g) ?? []).join('-');
  });
}

/** The hash under which a typed code is stored, or null for text that is no such code. Case, spaces and dashes do not matter. */
export function hashRecoveryCode(text: string): string | null {
  const letters = text.replace(/[\s-]/g, '').toUpperCase();
  if (letters.length !== lettersPerCode || !/^[A-Z2-7]+$/.test(letters)) return null;
  return createHash('sha256').update(letters).digest('hex');
}
