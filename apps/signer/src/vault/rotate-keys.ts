// Changes the key that everything hangs on, and everything under it, step by step: after a stop the same call goes on.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { rewrapJournal } from '../policy/rewrap-journal.ts';
import { generationCount } from '../register/generation-count.ts';
import { openRegister, type RegisterError, resealRegister } from '../register/register.ts';
import { rewrapSealingPair } from '../sealing/sealing-pair.ts';
import { readRecord, rewrapRecord } from './credential-record.ts';
import {
  type KeyEncryptionKey,
  keyEncryptionKeyOf,
  newStretching,
  passphraseBytesMin,
  type Stretching,
  stretchPassphrase,
} from './key-encryption-key.ts';
import { type KeyFileError, readOrCreateKeyFile } from './key-file.ts';
import { type Keyring, type KeyringError, openKeyring, readKeyring, writeKeyring } from './keyring.ts';
import { currentEpoch, type SignerKeys, withNewEpoch, withoutOldEpochs } from './signer-keys.ts';
import { writeDurably } from './write-durably.ts';

export type RotationError =
  | 'same_key_file'
  | 'already_rotated'
  | KeyFileError
  | KeyringError
  | RegisterError
  | 'journal_altered'
  | 'record_unreadable'
  | 'passphrase_wrong'
  | 'passphrase_too_short';

export interface Rotation {
  readonly directory: string;
  /** With a passphrase, only the count of generations lies beside this name. */
  readonly oldKeyFile: string;
  /** Made when there is none, unless there is a new passphrase. */
  readonly newKeyFile: string;
  /** Bytes of the present passphrase, which are zeroed; null for the key file. */
  readonly oldPassphrase: Buffer | null;
  /** The same of the new one. */
  readonly newPassphrase: Buffer | null;
}

export interface Rotated {
  readonly recordCount: number;
  /** Names of the keys; neither tells anything about its key. */
  readonly oldKekId: string;
  readonly newKekId: string;
}

/**
 * Wraps everything in new keys, under a new key file or passphrase; the old one opens nothing afterwards. The signer must
 * not run. Until the last step both open everything, so that a stop loses nothing.
 */
export async function rotateKeys(rotation: Rotation): Promise<Result<Rotated, RotationError>> {
  const { directory } = rotation;
  const prepared = await prepare(rotation);
  rotation.oldPassphrase?.fill(0);
  rotation.newPassphrase?.fill(0);
  if (!prepared.ok) return prepared;
  const { old, next } = prepared.value;
  const began = await begin(directory, prepared.value);
  if (!began.ok) return began;
  const keys = began.value;
  // Before anything is written under the new key, make sure that what is there is ours and not an old copy.
  const register = await openRegister({ directory, keys, count: generationCount(rotation.oldKeyFile, keys) });
  if (!register.ok) return register;
  const recordCount = await rewrapRecords(directory, keys);
  if (!recordCount.ok) return recordCount;
  await rewrapSealingPair(directory, keys);
  const journal = await rewrapJournal(directory, keys);
  if (!journal.ok) return journal;
  const resealed = await resealRegister({ directory, keys, count: null });
  if (!resealed.ok) return resealed;
  // The last step: only now does the old key, with every key under it, become worthless.
  const remaining = withoutOldEpochs(keys);
  await writeKeyring(directory, remaining, [next]);
  await generationCount(rotation.newKeyFile, remaining).write(register.value.body().generation);
  return ok({ recordCount: recordCount.value, oldKekId: old.kek.id, newKekId: next.kek.id });
}

interface Lock {
  readonly kek: KeyEncryptionKey;
  readonly stretching: Stretching | null;
}

interface Prepared {
  readonly keyring: Keyring;
  readonly old: Lock;
  readonly next: Lock;
}

async function prepare(rotation: Rotation): Promise<Result<Prepared, RotationError>> {
  const { directory, oldKeyFile, newKeyFile, oldPassphrase, newPassphrase } = rotation;
  if (oldPassphrase === null && newPassphrase === null && oldKeyFile === newKeyFile)
    return err('same_key_file');
  if (newPassphrase !== null && newPassphrase.length < passphraseBytesMin) return err('passphrase_too_short');
  const read = await readKeyring(directory);
  if (!read.ok) return read;
  const keyring = read.value;
  const old = await lockOf(keyring, { keyFile: oldKeyFile, passphrase: oldPassphrase, mayCreate: false });
  if (!old.ok) return old;
  const isOpen = openKeyring(keyring, old.value.kek).ok;
  const wrong: Result<never, RotationError> =
    oldPassphrase === null ? err('key_file_wrong') : err('passphrase_wrong');
  // The same passphrase may be taken again, stretched harder: its present lock is then not the new one.
  const others = isOpen
    ? { locks: keyring.locks.filter(({ kekId }) => kekId !== old.value.kek.id) }
    : keyring;
  const next = await lockOf(others, { keyFile: newKeyFile, passphrase: newPassphrase, mayCreate: isOpen });
  if (!next.ok) return isOpen ? next : wrong;
  if (!isOpen) return openKeyring(keyring, next.value.kek).ok ? err('already_rotated') : wrong;
  if (next.value.kek.id === old.value.kek.id) return err('same_key_file');
  return ok({ keyring, old: old.value, next: next.value });
}

/** What a key file or a passphrase says: the lock that it opens, or one that is not in the keyring yet. */
async function lockOf(
  keyring: Keyring,
  from: { readonly keyFile: string; readonly passphrase: Buffer | null; readonly mayCreate: boolean },
): Promise<Result<Lock, KeyFileError>> {
  const { passphrase } = from;
  if (passphrase === null) {
    const key = await readOrCreateKeyFile(from.keyFile, from.mayCreate);
    return key.ok ? ok({ kek: keyEncryptionKeyOf(key.value), stretching: null }) : key;
  }
  for (const { stretching } of keyring.locks) {
    if (stretching === null) continue;
    const kek = await stretchPassphrase(Buffer.from(passphrase), stretching);
    if (openKeyring(keyring, kek).ok) return ok({ kek, stretching });
  }
  const stretching = newStretching();
  return ok({ kek: await stretchPassphrase(Buffer.from(passphrase), stretching), stretching });
}

// A rotation that was stopped left two epochs under both keys: it is gone on with, not begun again.
async function begin(
  directory: string,
  { keyring, old, next }: Prepared,
): Promise<Result<SignerKeys, 'key_file_wrong'>> {
  const opened = openKeyring(keyring, old.kek);
  if (!opened.ok) return opened;
  const isGoingOn = opened.value.epochs.length > 1 && openKeyring(keyring, next.kek).ok;
  const keys = isGoingOn ? opened.value : withNewEpoch(opened.value);
  if (!isGoingOn) await writeKeyring(directory, keys, [old, next]);
  return ok(keys);
}

async function rewrapRecords(
  directory: string,
  keys: SignerKeys,
): Promise<Result<number, 'record_unreadable'>> {
  const folder = join(directory, 'credentials');
  let count = 0;
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith('.json')) continue;
    const path = join(folder, name);
    const record = readRecord(await readFile(path, 'utf8'));
    if (record === null) return err('record_unreadable');
    count += 1;
    if (record.epoch === currentEpoch(keys).id) continue;
    const rewrapped = rewrapRecord(keys, record);
    if (rewrapped === null) return err('record_unreadable');
    await writeDurably(path, `${JSON.stringify(rewrapped)}\n`);
  }
  return ok(count);
}
