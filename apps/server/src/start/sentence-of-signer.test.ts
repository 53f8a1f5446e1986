import { SignerRefused } from '@mandato/signer/client/signer-unavailable';
import { expect, test } from 'vitest';
import { PlainFailure } from './plain-failure.ts';
import { sentenceOfSigner } from './sentence-of-signer.ts';

const codes = [
  'key_file_missing',
  'key_file_exposed',
  'key_file_wrong',
  'key_file_malformed',
  'key_file_inside_directory',
  'keyring_missing',
  'keyring_unreadable',
  'register_missing',
  'register_altered',
  'register_rolled_back',
  'journal_altered',
  'journal_rolled_back',
  'core_dumps_possible',
  'passphrase_too_short',
  'directory_unwritable',
];

test.each(codes)('sentenceOfSigner() says in a sentence what %s means and what to do', (code) => {
  const failure = sentenceOfSigner(new SignerRefused(code), '/keys/a.key');
  if (!(failure instanceof PlainFailure)) throw new Error('it is not a sentence for people');
  expect(failure.message).toMatch(/^(The|This) .{40,}\.$/);
  expect(failure.message).not.toContain(code);
});

test('sentenceOfSigner() names a code that it does not know, and leaves other errors as they are', () => {
  const failure = sentenceOfSigner(new SignerRefused('limits_malformed'), '/keys/a.key');
  expect(failure).toBeInstanceOf(PlainFailure);
  expect(String(failure)).toContain('limits_malformed');
  const other = new Error('disk');
  expect(sentenceOfSigner(other, '/keys/a.key')).toBe(other);
});
