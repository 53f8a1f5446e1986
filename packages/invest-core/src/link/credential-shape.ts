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
  | 'text_too_long'
  | 'shape_unexpected';

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

/** How an exchange writes one of the two texts. */
export interface TextShape {
  /** The forms it is known to have, whole and without blanks at its ends. */
  readonly forms: readonly RegExp[];
  /** Whether the exchange documents these forms and no other: then a text of another form is refused here. */
  readonly isCertain: boolean;
}

/** How an exchange writes a key and its secret; its profile names it. */
export interface CredentialShape {
  readonly key: TextShape;
  readonly secret: TextShape;
}

/** No exchange makes longer ones; a whole page pasted by mistake is. */
const textLengthMax = 256;

/**
 * The pair as it should be used, or the first thing that is wrong with it. Where the exchange's forms are not certain
 * an unusual text is let through: whether the exchange knows the key is for the exchange to say.
 */
export function readPastedCredential(
  pasted: PastedCredential,
  shape: CredentialShape,
): Result<PastedCredential, CredentialShapeError> {
  const pair = { key: trimmed(pasted.key), secret: trimmed(pasted.secret) };
  if (pair.key === '') return err({ code: 'key_empty', field: 'key' });
  if (pair.secret === '') return err({ code: 'secret_empty', field: 'secret' });
  if (pair.key === pair.secret) return err({ code: 'same_text_twice', field: 'secret' });
  if (isSwapped(pair, shape)) return err({ code: 'key_and_secret_swapped', field: 'key' });
  const inKey = faultOf(pair.key, shape.key);
  if (inKey !== null) return err({ code: inKey, field: 'key' });
  const inSecret = faultOf(pair.secret, shape.secret);
  return inSecret === null ? ok(pair) : err({ code: inSecret, field: 'secret' });
}

/** Whether a text has one of the forms. */
function hasForm(text: string, shape: TextShape): boolean {
  return shape.forms.some((form) => form.test(text));
}

function faultOf(text: string, shape: TextShape): CredentialShapeCode | null {
  // First, since a private key in several lines has spaces of its own.
  if (hasForm(text, shape)) return null;
  if (/[^\s -~]/.test(text) || isCapitalised(text, shape)) return 'characters_altered';
  if (/\s/.test(text)) return 'inner_spaces';
  if (!/^[A-Za-z0-9+/=_.:-]+$/.test(text)) return 'characters_unexpected';
  if (text.length > textLengthMax) return 'text_too_long';
  return shape.isCertain ? 'shape_unexpected' : null;
}

/** A telephone's keyboard began the text with a capital letter, as if it were a sentence. */
function isCapitalised(text: string, shape: TextShape): boolean {
  const first = text.slice(0, 1);
  const lower = first.toLowerCase();
  return lower !== first && hasForm(lower + text.slice(1), shape);
}

/** Each text in the other's field, as far as the forms tell the two apart. */
function isSwapped({ key, secret }: PastedCredential, shape: CredentialShape): boolean {
  const isKey = hasForm(key, shape.key);
  const isSecret = hasForm(secret, shape.secret);
  const isSecretInKey = !isKey && hasForm(key, shape.secret);
  const isKeyInSecret = hasForm(secret, shape.key);
  return isSecretInKey ? isKeyInSecret || !isSecret : !isKey && !isSecret && isKeyInSecret;
}

/** Without white space of any kind, no-break and zero-width included, at either end. */
function trimmed(text: string): string {
  return text.replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, '');
}
