// Encrypts what must stay readable to Lonja but not to whoever copies its journal: AES-256-GCM under the key file.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@mandato/primitives/result';

export interface Sealer {
  /** Encrypts `text` so that it opens only for the same `place` (what it is and whose). */
  seal(text: string, place: string): string;
  open(sealed: string, place: string): Result<string, 'sealed_unreadable'>;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/** A sealer over a key of 32 bytes. */
export function createSealer(key: Uint8Array): Sealer {
  return {
    seal: (text, place) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
    },
    open: (sealed, place) => open(key, sealed, place),
  };
}

/** Where a two-factor secret belongs. */
export function twoFactorPlace(account: string): string {
  return `lonja/two-factor/${account}`;
}

/** Where the secret of an API key belongs. */
export function keyPlace(account: string, keyId: string): string {
  return `lonja/api-key/${account}/${keyId}`;
}

function open(key: Uint8Array, sealed: string, place: string): Result<string, 'sealed_unreadable'> {
  const [prefix, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (prefix !== version || bytes.length < ivBytes + tagBytes) return err('sealed_unreadable');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return ok(text.toString('utf8'));
  } catch {
    return err('sealed_unreadable');
  }
}
