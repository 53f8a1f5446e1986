// Looks at what was pasted before anything is sealed: the mistakes that a person can mend at once.

/** Where the mistake is and what it is, a code with a sentence of its own. */
export interface PastedFault {
  readonly field: 'key' | 'secret';
  readonly code:
    | 'key_empty'
    | 'secret_empty'
    | 'same_text_twice'
    | 'inner_spaces'
    | 'characters_altered'
    | 'key_and_secret_swapped'
    | 'characters_unexpected'
    | 'text_too_long';
}

// Spaces of every kind, and the invisible characters that come along when text is copied from a page.
const edges = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g;

/** The text without what copying added at its ends. */
export function trimPasted(text: string): string {
  return text.replace(edges, '');
}

/** The first mistake in a trimmed pair, or null. Whether the exchange knows the key is for the exchange to say. */
export function lookAtPasted({ key, secret }: { key: string; secret: string }): PastedFault | null {
  if (key === '') return { field: 'key', code: 'key_empty' };
  if (secret === '') return { field: 'secret', code: 'secret_empty' };
  if (key === secret) return { field: 'secret', code: 'same_text_twice' };
  for (const [field, text] of [
    ['key', key],
    ['secret', secret],
  ] as const) {
    if (/\s/.test(text)) return { field, code: 'inner_spaces' };
    if (/[^\x21-\x7e]/.test(text)) return { field, code: 'characters_altered' };
  }
  // At Bitso a key has ten letters and digits, a secret thirty-two hexadecimal ones.
  if (/^[0-9a-f]{32}$/.test(key) && secret.length < key.length) {
    return { field: 'key', code: 'key_and_secret_swapped' };
  }
  return (
    firstOf({ key, secret }, (text) => !/^[A-Za-z0-9+/=_.:-]+$/.test(text), 'characters_unexpected') ??
    firstOf({ key, secret }, (text) => text.length > lengthMax, 'text_too_long')
  );
}

/** No exchange makes longer ones; a whole page pasted by mistake is. */
const lengthMax = 256;

function firstOf(
  pair: { key: string; secret: string },
  isWrong: (text: string) => boolean,
  code: PastedFault['code'],
): PastedFault | null {
  if (isWrong(pair.key)) return { field: 'key', code };
  return isWrong(pair.secret) ? { field: 'secret', code } : null;
}
