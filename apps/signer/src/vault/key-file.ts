// The key file: 32 random bytes in hexadecimal that encrypt everything stored. Read or made here, and nowhere else.

import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { err, ok, type Result } from '@mandato/primitives/result';
import { unfinishedKeyFile } from '../client/unfinished-key-file.ts';
import { openSynced } from './synced-file.ts';

/** Why the key file cannot be used, in order of precedence. */
export type KeyFileError = 'key_file_missing' | 'key_file_exposed' | 'key_file_malformed';

/**
 * Reads the key, or makes it when there is none and `mayCreate` holds. A key that is missing although something was
 * stored with it is never replaced: that would make the loss final and silent.
 */
export async function readOrCreateKeyFile(
  path: string,
  mayCreate: boolean,
): Promise<Result<Buffer, KeyFileError>> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && !mayCreate) return err('key_file_missing');
  if (!isThere) await createKeyFile(path);
  if (((await stat(path)).mode & 0o077) !== 0) return err('key_file_exposed');
  const text = await readFile(path);
  const key = decodeHex(text);
  text.fill(0);
  return key === null ? err('key_file_malformed') : ok(key);
}

async function createKeyFile(path: string): Promise<void> {
  const unfinished = unfinishedKeyFile(path);
  await rm(unfinished, { force: true });
  const file = await openSynced(unfinished, 'new', 0o400);
  const key = randomBytes(32);
  await file.write(`${key.toString('hex')}\n`);
  await file.close();
  key.fill(0);
  await rename(unfinished, path);
}

function decodeHex(text: Buffer): Buffer | null {
  const digits = text.at(-1) === 0x0a ? text.subarray(0, -1) : text;
  if (digits.length !== 64) return null;
  const key = Buffer.alloc(32);
  for (let at = 0; at < 64; at += 1) {
    const digit = '0123456789abcdef'.indexOf(String.fromCharCode(digits[at] ?? 0));
    if (digit < 0) return null;
    key[at >> 1] = ((key[at >> 1] ?? 0) << 4) | digit;
  }
  return key;
}
