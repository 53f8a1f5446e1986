// Passwords: what is accepted, how it is hashed, and a check that takes as long for an unknown e-mail.

import { err, ok, type Result } from '@mandato/primitives/result';
import { hash, verify } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords.ts';

export const passwordLengthMin = 15;
export const passwordLengthMax = 256;

/** Checks a new password: long enough and not one of the common ones. No rules of composition. */
export function checkPassword(
  password: string,
  about: { readonly email: string; readonly name: string },
): Result<null, 'password_too_short' | 'password_too_common'> {
  if ([...password].length < passwordLengthMin) return err('password_too_short');
  const folded = password.toLowerCase();
  const isPersonal = folded === about.email || folded === about.name.toLowerCase();
  return isPersonal || isCommonPassword(folded) ? err('password_too_common') : ok(null);
}

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes with argon2id (19 MiB, two passes, one lane); the answer is a PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** True for a hash that cost less to make than one would now. */
export function isHashCheap(passwordHash: string): boolean {
  const match = /^\$argon2id\$v=19\$m=([0-9]+),t=([0-9]+),p=([0-9]+)\$/.exec(passwordHash);
  if (match === null) return true;
  return Number(match[1]) < cost.memoryCost || Number(match[2]) < cost.timeCost;
}

/** Compares with `passwordHash`; null (nobody has that e-mail) takes as long and is false. */
export async function isPasswordRight(password: string, passwordHash: string | null): Promise<boolean> {
  const isRight = await verify(passwordHash ?? decoyHash, password);
  return passwordHash !== null && isRight;
}

// A hash with the same cost of a password that nobody was told.
const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
