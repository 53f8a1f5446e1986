// What signer and auditor both open at their start: the key file, the keys derived from it, and the sealing pair.

import { mkdir } from 'node:fs/promises';
import { err, ok, type Result } from '@mandato/primitives/result';
import {
  createSealingPair,
  hasSealingPair,
  readSealingPair,
  type SealingPair,
} from '../sealing/sealing-pair.ts';
import { type DerivedKeys, deriveKeys } from '../vault/derived-keys.ts';
import { type KeyFileError, readOrCreateKeyFile } from '../vault/key-file.ts';

export interface SignerState {
  readonly keys: DerivedKeys;
  readonly pair: SealingPair;
}

export type StateError = KeyFileError | 'key_file_wrong' | 'directory_unwritable';

/** Only the signer creates; an auditor that finds nothing has no business. */
export async function openSignerState(paths: {
  readonly directory: string;
  readonly keyFile: string;
  readonly mayCreate: boolean;
}): Promise<Result<SignerState, StateError>> {
  try {
    const isFirstStart = !(await hasSealingPair(paths.directory));
    const key = await readOrCreateKeyFile(paths.keyFile, paths.mayCreate && isFirstStart);
    if (!key.ok) return key;
    const keys = deriveKeys(key.value);
    if (!isFirstStart) {
      const pair = await readSealingPair(paths.directory, keys);
      return pair.ok ? ok({ keys, pair: pair.value }) : pair;
    }
    if (!paths.mayCreate) return err('key_file_missing');
    await mkdir(paths.directory, { recursive: true, mode: 0o700 });
    return ok({ keys, pair: await createSealingPair(paths.directory, keys) });
  } catch {
    return err('directory_unwritable');
  }
}
