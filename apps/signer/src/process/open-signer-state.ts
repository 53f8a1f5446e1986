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
import { isFirstStart, type KeyringError, openKeyring, readKeyring, writeKeyring } from '../vault/keyring.ts';
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
  const kek = await keyEncryptionKey(place, stretching, true);
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
  const stretching = keyring.ok
    ? (keyring.value.locks.find((lock) => lock.stretching !== null) ?? null)
    : null;
  const kek = await keyEncryptionKey(place, stretching?.stretching ?? null, false);
  if (!kek.ok) return kek;
  if (!keyring.ok) return keyring;
  const keys = openKeyring(keyring.value, kek.value);
  kek.value.bytes.fill(0);
  if (!keys.ok) return place.passphrase === null ? keys : err('passphrase_wrong');
  const pair = await readSealingPair(directory, keys.value);
  if (!pair.ok) return pair;
  const count = place.mayCreate ? generationCount(place.keyFile, keys.value) : null;
  const register = await openRegister({ directory, keys: keys.value, count });
  return register.ok ? ok(stateOf(keys.value, pair.value, register.value)) : register;
}

async function keyEncryptionKey(
  place: StatePlace,
  stretching: Stretching | null,
  mayCreate: boolean,
): Promise<Result<KeyEncryptionKey, KeyFileError | 'passphrase_wrong'>> {
  if (place.passphrase !== null) {
    if (stretching === null) return err('passphrase_wrong');
    return ok(await stretchPassphrase(place.passphrase, stretching));
  }
  const key = await readOrCreateKeyFile(place.keyFile, place.mayCreate && mayCreate);
  return key.ok ? ok(keyEncryptionKeyOf(key.value)) : key;
}

function stateOf(keys: SignerKeys, pair: SealingPair, register: Register): SignerState {
  return { keys, pair, register, attestationKey: macKeyOf(currentEpoch(keys), 'attestation') };
}
