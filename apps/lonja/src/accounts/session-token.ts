// Session tokens: 256 random bits for the browser, of which only a hash is ever stored.

import { createHash, randomBytes } from 'node:crypto';

export interface SessionToken {
  readonly token: string;
  readonly tokenHash: string;
}

/** A fresh token and the hash under which its session is stored. */
export function mintSessionToken(): SessionToken {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashSessionToken(token) };
}

/** The hash under which the session of `token` is stored. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
