// The key that encrypts the keyring: 32 bytes from a key file, or stretched from a passphrase with argon2id.

import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { plainRecord } from '../client/plain-record.ts';
import { argon2idOf } from './argon2id.ts';

export interface KeyEncryptionKey {
  /** Names the key without telling anything about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** How a passphrase is stretched; lies in the clear beside what it opens. `salt` is base64. */
export interface Stretching {
  readonly name: 'argon2id';
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: string;
}

/**
 * 64 MiB, three passes, one lane: a passphrase is stretched with these from now on. Raising them changes what is written
 * next; what lies on a disk says itself how it was stretched.
 */
const stretchingDefault = { name: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1 } as const;

/** A passphrase has at least so many bytes. */
export const passphraseBytesMin = 12;

/** A file that asks for more than this was not written by us, and would only take the machine's memory. */
const stretchingMax = { memoryKiB: 1_048_576, passes: 16 } as const;

/** How the next passphrase is stretched, with a salt of its own. */
export function newStretching(): Stretching {
  return { ...stretchingDefault, salt: randomBytes(16).toString('base64') };
}

/** Takes the 32 bytes over and overwrites the given ones. */
export function keyEncryptionKeyOf(secret: Buffer): KeyEncryptionKey {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `mandato/signer/${purpose}/v2`, 32));
  const id = createHash('sha256').update(derive('kek-id')).digest('hex').slice(0, 16);
  const key = { id, bytes: derive('kek') };
  secret.fill(0);
  return key;
}

/** Stretches a passphrase and overwrites it. Takes some tenths of a second. */
export async function stretchPassphrase(passphrase: Buffer, how: Stretching): Promise<KeyEncryptionKey> {
  const { memoryKiB, passes, lanes } = how;
  const salt = Buffer.from(how.salt, 'base64');
  const secret = await argon2idOf({ passphrase, salt, memoryKiB, passes, lanes, length: 32 });
  passphrase.fill(0);
  return keyEncryptionKeyOf(secret);
}

/** Reads stored parameters; null when they are not ours, ask for less work than we ever do, or for absurdly much. */
export function readStretching(value: unknown): Stretching | null {
  const { name, memoryKiB, passes, lanes, salt } = plainRecord(value) ?? {};
  const isEnough =
    isWithin(memoryKiB, stretchingDefault.memoryKiB, stretchingMax.memoryKiB) &&
    isWithin(passes, stretchingDefault.passes, stretchingMax.passes);
  if (name !== 'argon2id' || lanes !== 1 || !isEnough) return null;
  const isSalt = typeof salt === 'string' && /^[A-Za-z0-9+/]{22,64}={0,2}$/.test(salt);
  return isSalt ? { name, memoryKiB, passes, lanes, salt } : null;
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}
