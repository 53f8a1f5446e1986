// Looks at a pasted key and secret before anything is sent: spaces, swaps and what a page translator does to them.

import { err, ok, type Result } from '@mandato/primitives/result';

/** What is wrong with a pasted pair, in order of precedence. */
export type CredentialShapeCode =
  | 'key_empty'
  | 'secret_empty'
  | 'same_text_twice'
  | 'inner_spaces'
  | 'characters_altered'
  | 'key_and_secret_swapped'
  | 'characters_unexpected'
  | 'text_too_long';

/** The field to show the code at. */
export interface CredentialShapeError {
  readonly code: CredentialShapeCode;
  readonly field: 'key' | 'secret';
}

/** A key and its secret, without the spaces that came along. */
export interface PastedCredential {
  readonly key: string;
  readonly secret: string;
}

const textLengthMax = 256;

// Bitso's shapes, by the masked samples of its documentation: ten letters or digits; 32 lower-case hex digits.
const bitsoKey = /^[A-Za-z0-9]{10}$/;
const bitsoSecret = /^[0-9a-f]{32}$/;

/** The pair as it should be used, or the first thing that is wrong with it. Unusual lengths are let through. */
export function readPastedCredential(
  pasted: PastedCredential,
): Result<PastedCredential, CredentialShapeError> {
  const key = trimmed(pasted.key);
  const secret = trimmed(pasted.secret);
  if (key === '') return err({ code: 'key_empty', field: 'key' });
  if (secret === '') return err({ code: 'secret_empty', field: 'secret' });
  if (key === secret) return err({ code: 'same_text_twice', field: 'secret' });
  const pair = { key, secret };
  const wrong =
    firstField(pair, (text) => /\s/.test(text), 'inner_spaces') ??
    firstField(pair, (text) => /[^ -~]/.test(text), 'characters_altered') ??
    swapped(pair) ??
    firstField(pair, (text) => !/^[A-Za-z0-9+/=_.:-]+$/.test(text), 'characters_unexpected') ??
    firstField(pair, (text) => text.length > textLengthMax, 'text_too_long');
  return wrong === null ? ok(pair) : err(wrong);
}

/** Without white space of any kind, no-break and zero-width included, at either end. */
function trimmed(text: string): string {
  return text.replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, '');
}

function swapped({ key, secret }: PastedCredential): CredentialShapeError | null {
  return bitsoSecret.test(key) && bitsoKey.test(secret)
    ? { code: 'key_and_secret_swapped', field: 'key' }
    : null;
}

function firstField(
  pair: PastedCredential,
  isWrong: (text: string) => boolean,
  code: CredentialShapeCode,
): CredentialShapeError | null {
  if (isWrong(pair.key)) return { code, field: 'key' };
  return isWrong(pair.secret) ? { code, field: 'secret' } : null;
}
