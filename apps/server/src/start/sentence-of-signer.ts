// Says why the signer did not start, and what a person can do about it.

import { SignerRefused } from '@mandato/signer/client/signer-unavailable';
import { PlainFailure } from './plain-failure.ts';

/** The sentence for a refusal of the signer; anything else stays the error it is. */
export function sentenceOfSigner(error: unknown, keyFile: string): unknown {
  if (!(error instanceof SignerRefused)) return error;
  const sentence = sentences[error.code];
  return new PlainFailure(
    sentence === undefined
      ? `The signer, which guards the exchange keys, refused to start (${error.code}). Nothing was sent and your money is untouched.`
      : sentence(keyFile),
  );
}

const backup =
  'Nothing was sent and your money is untouched. Restore the signer directory from a backup as a whole';

const otherwise =
  'or, where there is none, delete the keys at the exchange, start with a new data directory, and link again';

/** By the code of the refusal. */
const sentences: Readonly<Record<string, (keyFile: string) => string>> = {
  key_file_missing: (keyFile) =>
    `The key file ${keyFile} is missing: put it back, or name its place with --key-file; without it no stored exchange key can be used. If a passphrase was set instead, start with --key-source passphrase.`,
  key_file_exposed: (keyFile) => `The key file ${keyFile} can be read by other users: run "chmod 400" on it.`,
  key_file_wrong: wrongKeyFile,
  key_file_malformed: wrongKeyFile,
  key_file_inside_directory: (keyFile) =>
    `The key file ${keyFile} lies beside what it protects: name a place outside the data directory with --key-file.`,
  keyring_missing: () =>
    `The keyring of the signer is missing although keys were stored before. ${backup}, ${otherwise}.`,
  keyring_unreadable: () =>
    `The keyring of the signer cannot be read: it is damaged. ${backup}, ${otherwise}.`,
  register_missing: () =>
    `The register of the signer's limits and stops is missing, so no limit could be kept. ${backup}, ${otherwise}.`,
  register_altered: () =>
    `The register of the signer's limits and stops was changed by something that is not the signer. Find out what wrote there. ${backup}, ${otherwise}.`,
  register_rolled_back: () =>
    `The register of the signer's limits and stops is older than the one that was in use: a limit or a stop could be forgotten. Put the newest copy of the signer directory back, ${otherwise}.`,
  journal_altered: () =>
    `The signer's journal of orders was changed by something that is not the signer, so what was spent today is not known. Find out what wrote there. ${backup}, ${otherwise}.`,
  journal_rolled_back: () =>
    `The signer's journal of orders is older than the one that was in use, so what was spent today is not known. Put the newest copy of the signer directory back, ${otherwise}.`,
  core_dumps_possible: () =>
    'This system would write the memory of the signer, and with it exchange keys, to disk if it crashed: run "ulimit -c 0" in the shell or set LimitCORE=0 in the service, and start again.',
  key_source_differs: (keyFile) =>
    `The exchange keys of this data directory are encrypted with a key file, not with a passphrase: leave --key-source out, and see that ${keyFile} is there.`,
  passphrase_too_short: () => 'The passphrase is too short: use at least 12 characters.',
  directory_unwritable: () =>
    'The directory of the signer cannot be read or written: check its owner and its permissions, and that the disk is not full.',
};

function wrongKeyFile(keyFile: string): string {
  return `The key file ${keyFile} is not the one of this data directory: name the right one with --key-file.`;
}
