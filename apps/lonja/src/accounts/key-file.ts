// The file with the key that encrypts Lonja's stored secrets; made once, readable by its owner alone.

import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { err, ok, type Result } from '@mandato/primitives/result';

/**
 * Reads the key of 32 bytes from `file`, making it when `mayCreate` (there is nothing yet that it would open).
 * Without that, a missing file is an error: a fresh key could open nothing of what is stored.
 */
export function loadKeyFile(
  file: string,
  mayCreate: boolean,
): Result<Uint8Array, 'key_file_missing' | 'key_file_malformed'> {
  if (!existsSync(file)) {
    if (!mayCreate) return err('key_file_missing');
    createKeyFile(file);
  }
  const text = readFileSync(file, 'utf8').trim();
  return /^[0-9a-f]{64}$/.test(text) ? ok(Buffer.from(text, 'hex')) : err('key_file_malformed');
}

function createKeyFile(file: string): void {
  const descriptor = openSync(file, 'wx', 0o400);
  writeSync(descriptor, `${randomBytes(32).toString('hex')}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}
