// Says why the signer did not start, and what a person can do about it.

import { SignerRefused } from '@mandato/signer/client/signer-unavailable';
import { PlainFailure } from './plain-failure.ts';

/** The sentence for a refusal of the signer; anything else stays the error it is. */
export function sentenceOfSigner(error: unknown, keyFile: string): unknown {
  if (!(error instanceof SignerRefused)) return error;
  switch (error.code) {
    case 'key_file_missing':
      return new PlainFailure(
        `The key file ${keyFile} is missing: put it back, or name its place with --key-file; without it no stored exchange key can be used.`,
      );
    case 'key_file_exposed':
      return new PlainFailure(`The key file ${keyFile} can be read by other users: run "chmod 400" on it.`);
    case 'key_file_wrong':
    case 'key_file_malformed':
      return new PlainFailure(
        `The key file ${keyFile} is not the one of this data directory: name the right one with --key-file.`,
      );
    case 'key_file_inside_directory':
      return new PlainFailure(
        `The key file ${keyFile} lies beside what it protects: name a place outside the data directory with --key-file.`,
      );
    default:
      return new PlainFailure(
        `The signer, which guards the exchange keys, refused to start (${error.code}).`,
      );
  }
}
