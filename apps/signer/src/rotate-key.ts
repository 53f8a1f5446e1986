// Changes the key of a stopped installation, file or passphrase: wraps everything in new keys and says what to do next.

import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askPassphrases } from './ask-passphrase.ts';
import { type RotationError, rotateKeys } from './vault/rotate-keys.ts';
import { findRunningSigner } from './vault/running-signer.ts';

const help = `rotate-key --directory DIR --key-file OLD [--passphrase] (--new-key-file NEW | --new-passphrase)

Changes the key that encrypts all stored exchange keys. Stop Mandato first.
  --directory       the signer's directory: "signer" in Mandato's data directory
  --key-file        the present key file; with --passphrase, where it would be
  --passphrase      a passphrase is in force: it is asked for
  --new-key-file    the new key file; it is made when there is none
  --new-passphrase  a new passphrase takes over: it is asked for
Passphrases are asked for in the terminal, or read from the input, a line each, the present one first.
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
  record_unreadable: 'A stored exchange key cannot be read with the present key.',
  passphrase_wrong: 'The present passphrase is not the one of this directory.',
  passphrase_too_short: 'The new passphrase is too short: 12 characters or more are needed.',
};

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      'key-file': { type: 'string' },
      passphrase: { type: 'boolean', default: false },
      'new-key-file': { type: 'string' },
      'new-passphrase': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { directory, 'key-file': oldKeyFile, 'new-key-file': newKeyFile, passphrase: hasOld } = values;
  const hasNew = values['new-passphrase'];
  const isWhole =
    directory !== undefined && oldKeyFile !== undefined && (newKeyFile !== undefined) !== hasNew;
  if (values.help === true || !isWhole) {
    say(help);
    return values.help === true ? 0 : 2;
  }
  return rotate({ directory, oldKeyFile, newKeyFile: newKeyFile ?? null, hasOld, hasNew });
}

interface Asked {
  readonly directory: string;
  readonly oldKeyFile: string;
  /** Null for a new passphrase. */
  readonly newKeyFile: string | null;
  readonly hasOld: boolean;
  readonly hasNew: boolean;
}

async function rotate({ directory, oldKeyFile, newKeyFile, hasOld, hasNew }: Asked): Promise<number> {
  const running = findRunningSigner(directory);
  if (running !== null)
    return complain(`A signer runs on this directory (process ${running}): stop Mandato first.`);
  const asked = await readPassphrases(hasOld, hasNew);
  if (asked === null) return complain('Nothing was changed: no passphrase, or two that differ.');
  const rotated = await rotateKeys({
    directory: realpathSync(directory),
    oldKeyFile: realPathOf(oldKeyFile),
    newKeyFile: realPathOf(newKeyFile ?? oldKeyFile),
    ...asked,
  });
  if (!rotated.ok) return complain(sentences[rotated.error]);
  const { recordCount, newKekId } = rotated.value;
  say(`Wrapped ${recordCount} exchange keys anew under key ${newKekId}.`);
  const start = newKeyFile === null ? '--key-source passphrase and the new one' : `--key-file ${newKeyFile}`;
  say(`Start Mandato with ${start}.`);
  say(
    hasOld
      ? 'The old passphrase opens nothing any more.'
      : 'The old key file opens nothing any more: remove it.',
  );
  return 0;
}

/** The passphrases that are needed, null for one that is not; null when they were not given. */
async function readPassphrases(
  hasOld: boolean,
  hasNew: boolean,
): Promise<{ readonly oldPassphrase: Buffer | null; readonly newPassphrase: Buffer | null } | null> {
  const isTwice = hasNew && process.stdin.isTTY;
  const prompts = [
    ...(hasOld ? ['Present passphrase: '] : []),
    ...(hasNew ? ['New passphrase: '] : []),
    ...(isTwice ? ['New passphrase once more: '] : []),
  ];
  if (prompts.length === 0) return { oldPassphrase: null, newPassphrase: null };
  const lines = await askPassphrases(prompts, process.stdin, process.stderr);
  if (lines === null) return null;
  const last = lines.at(-1);
  if (isTwice && last !== undefined && lines.at(-2)?.equals(last) !== true) return null;
  return {
    oldPassphrase: hasOld ? (lines[0] ?? null) : null,
    newPassphrase: hasNew ? (last ?? null) : null,
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): 1 {
  process.stderr.write(`${text}\n`);
  return 1;
}

function realPathOf(path: string): string {
  return join(realpathSync(dirname(resolve(path))), basename(path));
}
