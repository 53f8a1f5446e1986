// The keys that everything stored hangs on: one pair for each epoch between two rotations, and one for fingerprints.

import { createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What was in use between two rotations. Records name the epoch that they were written in. */
export interface KeyEpoch {
  readonly id: string;
  /** Wraps the data key of every secret. */
  readonly wrap: Buffer;
  /** Vouches for what is stored in the clear: register, journal, attestations. */
  readonly mac: Buffer;
}

export interface SignerKeys {
  /** Oldest first; the last one is written with. More than one only while a rotation is under way. */
  readonly epochs: readonly KeyEpoch[];
  /** Outlives rotations, so that a key that was pasted twice is recognised for ever. */
  readonly fingerprint: Buffer;
}

/** One key for each use, so that no two uses ever share one. */
export type MacPurpose = 'register' | 'journal' | 'attestation';

const epochBytes = 64;

/** Fresh keys with one epoch. */
export function newSignerKeys(): SignerKeys {
  return { epochs: [newEpoch()], fingerprint: randomBytes(32) };
}

/** The same keys with one more epoch, which is written with from then on. */
export function withNewEpoch(keys: SignerKeys): SignerKeys {
  return { ...keys, epochs: [...keys.epochs, newEpoch()] };
}

/** The same keys without any epoch but the current one. */
export function withoutOldEpochs(keys: SignerKeys): SignerKeys {
  return { ...keys, epochs: keys.epochs.slice(-1) };
}

/** The epoch to write with. */
export function currentEpoch(keys: SignerKeys): KeyEpoch {
  const current = keys.epochs.at(-1);
  if (current === undefined) throw new RangeError('keys have at least one epoch');
  return current;
}

/** The epoch of that name, or null when it is gone or never was. */
export function epochNamed(keys: SignerKeys, id: string): KeyEpoch | null {
  return keys.epochs.find((epoch) => epoch.id === id) ?? null;
}

/** The key of an epoch for one use. */
export function macKeyOf(epoch: KeyEpoch, purpose: MacPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', epoch.mac, '', `mandato/signer/${purpose}/v2`, 32));
}

/** The keys as bytes, to be encrypted; the caller zeroes them. */
export function encodeKeys(keys: SignerKeys): Buffer {
  return Buffer.concat([keys.fingerprint, ...keys.epochs.flatMap(({ wrap, mac }) => [wrap, mac])]);
}

/** Reads what encodeKeys wrote, or null. */
export function decodeKeys(bytes: Buffer): SignerKeys | null {
  const rest = bytes.length - 32;
  if (rest < epochBytes || rest % epochBytes !== 0) return null;
  const epochs: KeyEpoch[] = [];
  for (let at = 32; at < bytes.length; at += epochBytes) {
    epochs.push(epochOf(copyOf(bytes, at), copyOf(bytes, at + 32)));
  }
  return { epochs, fingerprint: copyOf(bytes, 0) };
}

function newEpoch(): KeyEpoch {
  return epochOf(randomBytes(32), randomBytes(32));
}

function epochOf(wrap: Buffer, mac: Buffer): KeyEpoch {
  const named = Buffer.from(hkdfSync('sha256', wrap, '', 'mandato/signer/epoch-id/v2', 32));
  return { id: createHash('sha256').update(named).digest('hex').slice(0, 16), wrap, mac };
}

function copyOf(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.subarray(at, at + 32));
}
