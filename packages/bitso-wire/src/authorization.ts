// What a signed request carries: the header's three fields, the form of its nonce, and the text that was signed.

import { err, ok, type Result } from '@mandato/primitives/result';

/**
 * The text whose HMAC-SHA256 (key: the secret as text bytes, result: lower-case hex) is the signature.
 * `target` is the path with its query exactly as sent, undecoded; `body` the exact text, empty without one.
 */
export function canonicalText(request: {
  readonly nonce: string;
  readonly method: string;
  readonly target: string;
  readonly body: string;
}): string {
  return request.nonce + request.method + request.target + request.body;
}

export interface Authorization {
  readonly keyId: string;
  readonly nonce: string;
  readonly signature: string;
}

const scheme = 'Bitso ';

/** Reads `Bitso <key>:<nonce>:<signature>`. Missing → `0208`, any other shape → `0201`. */
export function parseAuthorization(header: string | null): Result<Authorization, '0208' | '0201'> {
  if (header === null || header.trim() === '') return err('0208');
  if (header.length > 300) return err('0201');
  const keyEnd = header.indexOf(':');
  const nonceEnd = header.indexOf(':', keyEnd + 1);
  if (keyEnd < 0 || nonceEnd < 0 || !header.startsWith(scheme)) return err('0201');
  const keyId = header.slice(scheme.length, keyEnd);
  const nonce = header.slice(keyEnd + 1, nonceEnd);
  const signature = header.slice(nonceEnd + 1);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(keyId) || /\s/.test(nonce) || /[:\s]/.test(signature)) return err('0201');
  return ok({ keyId, nonce, signature });
}

/** A counter that must grow (v1), or 13 digits of epoch milliseconds and 1 to 6 of salt (v2). */
export type Nonce =
  | { readonly kind: 'v1'; readonly value: number }
  | { readonly kind: 'v2'; readonly text: string; readonly atMs: number };

/** Reads a nonce: up to 13 digits are v1, 14 to 19 are v2, everything else is `0206`. */
export function parseNonce(text: string): Result<Nonce, '0206'> {
  if (!/^[0-9]{1,19}$/.test(text)) return err('0206');
  if (text.length <= 13) {
    const value = Number(text);
    return value === 0 ? err('0206') : ok({ kind: 'v1', value });
  }
  return ok({ kind: 'v2', text, atMs: Number(text.slice(0, 13)) });
}

/** A v2 nonce's milliseconds may differ from the server's wall clock by this much. */
export const nonceWindowMs = 5 * 60_000;
