// The key that encrypts the keyring: 32 bytes from a key file, or stretched from a passphrase with scrypt.

import { createHash, hkdfSync, scrypt } from 'node:crypto';
import { plainRecord } from '../client/plain-record.ts';

export interface KeyEncryptionKey {
  /** Names the key without telling anything about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** How a passphrase is stretched; lies in the clear beside what it opens. `salt` is base64. */
export interface Stretching {
  readonly name: 'scrypt';
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
}

/** 128 MiB and about half a second: above OWASP's least for scrypt (N = 2^17, r = 8, p = 1). */
export const stretchingDefault = { name: 'scrypt', n: 131_072, r: 8, p: 1 } as const;

/** Takes the 32 bytes over and overwrites the given ones. */
export function keyEncryptionKeyOf(secret: Buffer): KeyEncryptionKey {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `mandato/signer/${purpose}/v2`, 32));
  const id = createHash('sha256').update(derive('kek-id')).digest('hex').slice(0, 16);
  const key = { id, bytes: derive('kek') };
  secret.fill(0);
  return key;
}

/** Stretches a passphrase and overwrites it. Takes about half a second, off the main thread. */
export async function stretchPassphrase(passphrase: Buffer, how: Stretching): Promise<KeyEncryptionKey> {
  const salt = Buffer.from(how.salt, 'base64');
  const options = { N: how.n, r: how.r, p: how.p, maxmem: 256 * 1_048_576 };
  const secret = await new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
  passphrase.fill(0);
  return keyEncryptionKeyOf(secret);
}

/** Reads stored parameters; null when they are not ours or would ask for less work than we ever do. */
export function readStretching(value: unknown): Stretching | null {
  const { name, n, r, p, salt } = plainRecord(value) ?? {};
  if (name !== 'scrypt' || n !== 131_072 || r !== 8 || p !== 1) return null;
  return typeof salt === 'string' && /^[A-Za-z0-9+/=]{24,64}$/.test(salt) ? { name, n, r, p, salt } : null;
}
