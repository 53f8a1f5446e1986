import { expect, it } from 'vitest';
import { lookAtPasted, trimPasted } from './pasted-key.ts';

const key = 'aB3dE5gH7j';
const secret = '0123456789abcdef0123456789abcdef';

it('trimPasted() drops spaces and invisible characters at both ends, and nothing inside', () => {
  expect(trimPasted(`\u200b \t${key}\u00a0\ufeff\n`)).toBe(key);
  expect(trimPasted('a b')).toBe('a b');
});

it('lookAtPasted() finds nothing wrong with a key and its secret', () => {
  expect(lookAtPasted({ key, secret })).toBeNull();
});

it.each([
  [{ key: '', secret }, 'key', 'key_empty'],
  [{ key, secret: '' }, 'secret', 'secret_empty'],
  [{ key, secret: key }, 'secret', 'same_text_twice'],
  [{ key: 'aB3 dE5gH7', secret }, 'key', 'inner_spaces'],
  [{ key, secret: secret.replace('a', 'á') }, 'secret', 'characters_altered'],
  [{ key: secret, secret: key }, 'key', 'key_and_secret_swapped'],
  // What a page translator, or copying with its quotation marks, leaves in place of the letters.
  [{ key: 'clave secreta', secret }, 'key', 'inner_spaces'],
  [{ key: `«${key}»`, secret }, 'key', 'characters_altered'],
  [{ key: `"${key}"`, secret }, 'key', 'characters_unexpected'],
  [{ key, secret: secret.repeat(9) }, 'secret', 'text_too_long'],
])('lookAtPasted() names the field and the mistake of %j', (pasted, field, code) => {
  expect(lookAtPasted(pasted)).toEqual({ field, code });
});
