// What signer and auditor both open at their start: the keys behind the key file or passphrase, sealing pair and register.

import { mkdir } from 'node:fs/promises';
import { err, ok, type Result } from '@mandato/primitives/result';
import { generationCount } from '../register/generation-count.ts';
import { createRegister, openRegister, type Register, type RegisterError } from '../register/register.ts';
import { emptyRegister } from '../register/register-body.ts';
import { createSealingPair, readSealingPair, type SealingPair } from '../sealing/sealing-pair.ts';
import {
  type KeyEncryptionKey,
  keyEncryptionKeyOf,
  newStretching,
  passphraseBytesMin,
  type Stretching,
  stretchPassphrase,
} from '../vault/key-encryption-key.ts';
import { type KeyFileError, readOrCreateKeyFile } from '../vault/key-file.ts';
import {
  isFirstStart,
  type Keyring,
  type KeyringError,
  openKeyring,
  readKeyring,
  writeKeyring,
} from '../vault/keyring.ts';
import { currentEpoch, macKeyOf, newSignerKeys, type SignerKeys } from '../vault/signer-keys.ts';

export interface SignerState {
  readonly keys: SignerKeys;
  readonly pair: SealingPair;
  readonly register: Register;
  /** Vouches for what the auditor found. */
  readonly attestationKey: Buffer;
}

export type StateError =
  | KeyFileError
  | KeyringError
  | RegisterError
  | 'passphrase_too_short'
  | 'passphrase_wrong'
  | 'directory_unwritable';

export interface StatePlace {
  readonly directory: string;
  /** The key file; with a passphrase, only the count of generations lies beside its name. */
  readonly keyFile: string;
  /** Bytes of the passphrase, which are zeroed; null for the key file. */
  readonly passphrase: Buffer | null;
  /** Only the signer creates and writes; an auditor that finds nothing has no business. */
  readonly mayCreate: boolean;
  /** The wait that a first start writes down. */
  readonly loosenWaitMs: number;
}

/** Opens everything, or creates it on a first start. */
export async function openSignerState(place: StatePlace): Promise<Result<SignerState, StateError>> {
  try {
    return (await isFirstStart(place.directory)) ? await create(place) : await open(place);
  } catch {
    return err('directory_unwritable');
  }
}

async function create(place: StatePlace): Promise<Result<SignerState, StateError>> {
  if (!place.mayCreate) return err('key_file_missing');
  if (place.passphrase !== null && place.passphrase.length < passphraseBytesMin)
    return err('passphrase_too_short');
  await mkdir(place.directory, { recursive: true, mode: 0o700 });
  const stretching = place.passphrase === null ? null : newStretching();
  const kek = await createLock(place, stretching);
  if (!kek.ok) return kek;
  const keys = newSignerKeys();
  const { directory } = place;
  const count = generationCount(place.keyFile, keys);
  await createRegister({ directory, keys, count }, emptyRegister(place.loosenWaitMs));
  const pair = await createSealingPair(directory, keys);
  // Last of all: with the keyring in place, this was the first start.
  await writeKeyring(directory, keys, [{ kek: kek.value, stretching }]);
  kek.value.bytes.fill(0);
  const register = await openRegister({ directory, keys, count });
  return register.ok ? ok(stateOf(keys, pair, register.value)) : register;
}

async function open(place: StatePlace): Promise<Result<SignerState, StateError>> {
  const { directory } = place;
  const keyring = await readKeyring(directory);
  const keys =
    place.passphrase === null
      ? await openWithFile(keyring, place.keyFile)
      : await openWithPassphrase(keyring, place.passphrase);
  if (!keys.ok) return keys;
  const pair = await readSealingPair(directory, keys.value);
  if (!pair.ok) return pair;
  const count = place.mayCreate ? generationCount(place.keyFile, keys.value) : null;
  const register = await openRegister({ directory, keys: keys.value, count });
  return register.ok ? ok(stateOf(keys.value, pair.value, register.value)) : register;
}

async function openWithFile(
  keyring: Result<Keyring, KeyringError>,
  keyFile: string,
): Promise<Result<SignerKeys, KeyFileError | KeyringError>> {
  const key = await readOrCreateKeyFile(keyFile, false);
  if (!key.ok) return key;
  const kek = keyEncryptionKeyOf(key.value);
  const keys = keyring.ok ? openKeyring(keyring.value, kek) : keyring;
  kek.bytes.fill(0);
  return keys;
}

// Between the first and the last step of a rotation there are two locks, and a passphrase does not say which is its own.
async function openWithPassphrase(
  keyring: Result<Keyring, KeyringError>,
  passphrase: Buffer,
): Promise<Result<SignerKeys, KeyringError | 'passphrase_wrong'>> {
  if (!keyring.ok) return keyring;
  const copy = Buffer.from(passphrase);
  passphrase.fill(0);
  for (const { stretching } of keyring.value.locks) {
    if (stretching === null) continue;
    const kek = await stretchPassphrase(Buffer.from(copy), stretching);
    const keys = openKeyring(keyring.value, kek);
    kek.bytes.fill(0);
    if (!keys.ok) continue;
    copy.fill(0);
    return keys;
  }
  copy.fill(0);
  return err('passphrase_wrong');
}

async function createLock(
  { keyFile, passphrase }: StatePlace,
  stretching: Stretching | null,
): Promise<Result<KeyEncryptionKey, KeyFileError>> {
  if (passphrase !== null && stretching !== null) return ok(await stretchPassphrase(passphrase, stretching));
  const key = await readOrCreateKeyFile(keyFile, true);
  return key.ok ? ok(keyEncryptionKeyOf(key.value)) : key;
}

function stateOf(keys: SignerKeys, pair: SealingPair, register: Register): SignerState {
  return { keys, pair, register, attestationKey: macKeyOf(currentEpoch(keys), 'attestation') };
}
