// Changes the key file's key and everything under it, step by step: after a stop at any point, the same call goes on.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { rewrapJournal } from '../policy/rewrap-journal.ts';
import { generationCount } from '../register/generation-count.ts';
import { openRegister, type RegisterError, resealRegister } from '../register/register.ts';
import { rewrapSealingPair } from '../sealing/sealing-pair.ts';
import { readRecord, rewrapRecord } from './credential-record.ts';
import { type KeyEncryptionKey, keyEncryptionKeyOf } from './key-encryption-key.ts';
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
  | 'record_unreadable';

export interface Rotation {
  readonly directory: string;
  readonly oldKeyFile: string;
  /** Made when there is none. */
  readonly newKeyFile: string;
}

export interface Rotated {
  readonly recordCount: number;
  /** Names of the keys; neither tells anything about its key. */
  readonly oldKekId: string;
  readonly newKekId: string;
}

/**
 * Wraps everything in new keys, under a new key file; the old key file opens nothing afterwards and may be removed.
 * The signer must not run. Until the last step both key files open everything, so that a stop loses nothing.
 */
export async function rotateKeys(rotation: Rotation): Promise<Result<Rotated, RotationError>> {
  const { directory } = rotation;
  const prepared = await prepare(rotation);
  if (!prepared.ok) return prepared;
  const { keyring, oldKek, newKek } = prepared.value;
  const began = await begin(directory, keyring, { oldKek, newKek });
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
  // The last step: only now does the old key file, with every key under it, become worthless.
  const remaining = withoutOldEpochs(keys);
  await writeKeyring(directory, remaining, [{ kek: newKek, stretching: null }]);
  await generationCount(rotation.newKeyFile, remaining).write(register.value.body().generation);
  return ok({ recordCount: recordCount.value, oldKekId: oldKek.id, newKekId: newKek.id });
}

interface Prepared {
  readonly keyring: Keyring;
  readonly oldKek: KeyEncryptionKey;
  readonly newKek: KeyEncryptionKey;
}

async function prepare(rotation: Rotation): Promise<Result<Prepared, RotationError>> {
  const { directory, oldKeyFile, newKeyFile } = rotation;
  if (oldKeyFile === newKeyFile) return err('same_key_file');
  const keyring = await readKeyring(directory);
  if (!keyring.ok) return keyring;
  const oldKey = await readOrCreateKeyFile(oldKeyFile, false);
  if (!oldKey.ok) return oldKey;
  const oldKek = keyEncryptionKeyOf(oldKey.value);
  const isOpen = openKeyring(keyring.value, oldKek).ok;
  const newKey = await readOrCreateKeyFile(newKeyFile, isOpen);
  if (!newKey.ok) return isOpen ? newKey : err('key_file_wrong');
  const newKek = keyEncryptionKeyOf(newKey.value);
  if (!isOpen) return err(openKeyring(keyring.value, newKek).ok ? 'already_rotated' : 'key_file_wrong');
  if (newKek.id === oldKek.id) return err('same_key_file');
  return ok({ keyring: keyring.value, oldKek, newKek });
}

// A rotation that was stopped left two epochs under both keys: it is gone on with, not begun again.
async function begin(
  directory: string,
  keyring: Keyring,
  { oldKek, newKek }: { readonly oldKek: KeyEncryptionKey; readonly newKek: KeyEncryptionKey },
): Promise<Result<SignerKeys, 'key_file_wrong'>> {
  const opened = openKeyring(keyring, oldKek);
  if (!opened.ok) return opened;
  const isGoingOn = opened.value.epochs.length > 1 && openKeyring(keyring, newKek).ok;
  const keys = isGoingOn ? opened.value : withNewEpoch(opened.value);
  const keks = [oldKek, newKek].map((kek) => ({ kek, stretching: null }));
  if (!isGoingOn) await writeKeyring(directory, keys, keks);
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
