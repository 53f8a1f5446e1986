// The keyring: the signer's keys on disk, encrypted under one key-encryption key, or under two while these are changed.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from '../client/plain-record.ts';
import { type Envelope, openEnvelope, readEnvelope, sealEnvelope } from './envelope.ts';
import { type KeyEncryptionKey, readStretching, type Stretching } from './key-encryption-key.ts';
import { decodeKeys, encodeKeys, type SignerKeys } from './signer-keys.ts';
import { writeDurably } from './write-durably.ts';

/** Why a keyring cannot be opened, in order of precedence. */
export type KeyringError = 'keyring_missing' | 'keyring_unreadable' | 'key_file_wrong';

/** The keyring as it lies on the disk: readable without a key, and of no use without one. */
export interface Keyring {
  readonly locks: readonly KeyringLock[];
}

export interface KeyringLock {
  readonly kekId: string;
  /** How the key is stretched from a passphrase; null when it comes from a file. */
  readonly stretching: Stretching | null;
  readonly envelope: Envelope;
}

/**
 * Whether nothing was ever stored here. The keyring is the last thing that a first start writes, so that one which
 * was cut short begins again; a keyring that is missing although credentials are there is a loss, never a start.
 */
export async function isFirstStart(directory: string): Promise<boolean> {
  const names = await namesIn(directory);
  if (names.includes('keyring.json') || names.includes('reservations.jsonl')) return false;
  return (await namesIn(join(directory, 'credentials'))).length === 0;
}

/** Reads the keyring without opening it. */
export async function readKeyring(directory: string): Promise<Result<Keyring, KeyringError>> {
  const text = await readFile(pathOf(directory), 'utf8').catch(() => null);
  if (text === null) return err('keyring_missing');
  const fields = plainRecord(parseJson(text)) ?? {};
  const locks = Array.isArray(fields['locks']) ? fields['locks'].map(readLock) : [];
  const read = locks.filter((lock) => lock !== null);
  const isRead = fields['v'] === 2 && read.length > 0 && read.length === locks.length;
  return isRead ? ok({ locks: read }) : err('keyring_unreadable');
}

/** Opens the keyring; `key_file_wrong` when it is not encrypted under this key. */
export function openKeyring(keyring: Keyring, kek: KeyEncryptionKey): Result<SignerKeys, 'key_file_wrong'> {
  const lock = keyring.locks.find(({ kekId }) => kekId === kek.id);
  const bytes = lock === undefined ? null : openEnvelope(envelopeKeys(kek), contextOf(lock), lock.envelope);
  if (bytes === null) return err('key_file_wrong');
  const keys = decodeKeys(bytes);
  bytes.fill(0);
  return keys === null ? err('key_file_wrong') : ok(keys);
}

/** Encrypts the keys under each of `keks` and puts them in place in one step; what lay there before is gone. */
export async function writeKeyring(
  directory: string,
  keys: SignerKeys,
  keks: readonly { readonly kek: KeyEncryptionKey; readonly stretching: Stretching | null }[],
): Promise<void> {
  const bytes = encodeKeys(keys);
  const locks = keks.map(({ kek, stretching }): KeyringLock => {
    const about = { kekId: kek.id, stretching };
    return { ...about, envelope: sealEnvelope(envelopeKeys(kek), contextOf(about), bytes) };
  });
  bytes.fill(0);
  await writeDurably(pathOf(directory), `${JSON.stringify({ v: 2, locks })}\n`);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return [];
    throw error;
  });
}

function envelopeKeys(kek: KeyEncryptionKey): { readonly id: string; readonly wrap: Buffer } {
  return { id: kek.id, wrap: kek.bytes };
}

function contextOf(lock: Pick<KeyringLock, 'kekId' | 'stretching'>): readonly string[] {
  return ['mandato/keyring/v2', lock.kekId, JSON.stringify(lock.stretching)];
}

function readLock(value: unknown): KeyringLock | null {
  const { kekId, stretching, envelope } = plainRecord(value) ?? {};
  const read = readEnvelope(envelope);
  const how = stretching === null ? null : readStretching(stretching);
  if (typeof kekId !== 'string' || read === null || (how === null && stretching !== null)) return null;
  return { kekId, stretching: how, envelope: read };
}

function pathOf(directory: string): string {
  return join(directory, 'keyring.json');
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
