// Changes the key file of a stopped installation: wraps everything in new keys and says what to do with the old file.

import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type RotationError, rotateKeys } from './vault/rotate-keys.ts';
import { findRunningSigner } from './vault/running-signer.ts';

const help = `rotate-key --directory DIR --key-file OLD --new-key-file NEW

Changes the key that encrypts all stored exchange keys. Stop Mandato first.
  --directory     the signer's directory: "signer" in Mandato's data directory
  --key-file      the present key file
  --new-key-file  the new one; it is made when there is none
Stopped half way, it loses nothing: run it again with the same words.`;

const sentences: Readonly<Record<RotationError, string>> = {
  same_key_file: 'The new key file holds the same key as the old one: name another.',
  already_rotated: 'This was done before: the new key file opens everything. Remove the old one.',
  key_file_missing: 'The present key file is missing.',
  key_file_exposed: 'A key file can be read by other users: run "chmod 400" on it.',
  key_file_malformed: 'A key file does not hold a key: 64 hexadecimal digits are expected.',
  keyring_missing: 'There is no keyring in this directory: name the signer’s own directory.',
  keyring_unreadable: 'The keyring in this directory cannot be read.',
  key_file_wrong: 'The present key file is not the one of this directory.',
  register_missing: 'The register in this directory is missing: put back a complete copy of the directory.',
  register_altered: 'The register in this directory was altered outside Mandato.',
  register_rolled_back: 'The register in this directory is an older copy than the key file remembers.',
  journal_altered: 'The journal of orders in this directory was altered outside Mandato.',
  record_unreadable: 'A stored exchange key cannot be read with the present key file.',
};

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      'key-file': { type: 'string' },
      'new-key-file': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { directory, 'key-file': oldKeyFile, 'new-key-file': newKeyFile } = values;
  if (
    values.help === true ||
    directory === undefined ||
    oldKeyFile === undefined ||
    newKeyFile === undefined
  ) {
    say(help);
    return values.help === true ? 0 : 2;
  }
  const running = findRunningSigner(directory);
  if (running !== null) {
    complain(`A signer runs on this directory (process ${running}): stop Mandato first.`);
    return 1;
  }
  const rotated = await rotateKeys({
    directory: realpathSync(directory),
    oldKeyFile: realPathOf(oldKeyFile),
    newKeyFile: realPathOf(newKeyFile),
  });
  if (!rotated.ok) {
    complain(sentences[rotated.error]);
    return 1;
  }
  const { recordCount, newKekId } = rotated.value;
  say(`Wrapped ${recordCount} exchange keys anew under key ${newKekId}.`);
  say(`Start Mandato with --key-file ${newKeyFile}; the old key file opens nothing any more: remove it.`);
  return 0;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

function realPathOf(path: string): string {
  return join(realpathSync(dirname(resolve(path))), basename(path));
}
