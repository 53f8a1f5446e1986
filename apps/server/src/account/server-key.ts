// The server's own secret, in a file outside the data directory; everything it protects uses a key derived from it.

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '@mandato/primitives/result';

/** What the secret is used for; every purpose has a key of its own. */
type KeyPurpose = 'second_factor' | 'try_counter' | 'audit_trail' | 'relay';

export interface ServerKey {
  /** Tells two keys apart without saying anything about either. */
  readonly keyId: string;
  /** Seals `plain` so that it opens only with the same `boundTo`, such as the owner's id. Base64. */
  seal(plain: Uint8Array, boundTo: string): string;
  /** Opens what `seal` made; anything else is unreadable. */
  open(sealed: string, boundTo: string): Result<Buffer, 'sealed_unreadable'>;
  /** A name for `text` that says nothing about it and cannot be guessed without the key. */
  blind(text: string): string;
  /** HMAC-SHA-256 of `text` for the audit trail, hexadecimal. */
  trailMac(text: string): string;
  /** What a worker on another machine gets: the secret of the relay and the key of the trail, and nothing else. */
  forWorkers(): { readonly relay: Buffer; readonly trail: Buffer };
}

/** Reads the secret of `file`. */
export function readServerKey(file: string): ServerKey {
  return serverKeyOf(readFileSync(file));
}

export function serverKeyOf(secret: Uint8Array): ServerKey {
  const sealingKey = derive(secret, 'second_factor');
  const blindingKey = derive(secret, 'try_counter');
  const trailKey = derive(secret, 'audit_trail');
  return {
    keyId: createHash('sha256').update('key id').update(secret).digest('hex').slice(0, 16),
    seal: (plain, boundTo) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, iv).setAAD(Buffer.from(boundTo));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64');
    },
    open: (sealed, boundTo) => {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < 28) return err('sealed_unreadable');
      const opener = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, 12))
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(bytes.subarray(12, 28));
      try {
        return ok(Buffer.concat([opener.update(bytes.subarray(28)), opener.final()]));
      } catch {
        return err('sealed_unreadable');
      }
    },
    blind: (text) => createHash('sha256').update(blindingKey).update(text).digest('hex'),
    trailMac: trailMacOf(trailKey),
    forWorkers: () => ({ relay: derive(secret, 'relay'), trail: trailKey }),
  };
}

/** The audit trail's MAC under `trailKey`, hexadecimal. */
export function trailMacOf(trailKey: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', trailKey).update(text).digest('hex');
}

function derive(secret: Uint8Array, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'mandato/server-key/v1', purpose, 32));
}
