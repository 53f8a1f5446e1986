import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedCredential } from './credential-shape.ts';

const key = 'AbCdEf1234';
const secret = '0123456789abcdef0123456789abcdef';
const blanks = fc.string({
  unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u200b', '\ufeff', '\u2060'),
  maxLength: 4,
});

describe('readPastedCredential()', () => {
  it('readPastedCredential() drops blanks of every kind around both texts', () => {
    fc.assert(
      fc.property(blanks, blanks, (before, after) => {
        const pasted = { key: `${before}${key}${after}`, secret: `${after}${secret}${before}` };
        expect(readPastedCredential(pasted)).toEqual({ ok: true, value: { key, secret } });
      }),
    );
  });

  it('readPastedCredential() answers any two texts, and lets through only plain printable ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (someKey, someSecret) => {
        const read = readPastedCredential({ key: someKey, secret: someSecret });
        if (!read.ok) return;
        expect(read.value.key).toMatch(/^[!-~]{1,256}$/);
        expect(read.value.secret).toMatch(/^[!-~]{1,256}$/);
        expect(read.value.key).not.toBe(read.value.secret);
      }),
    );
  });

  it.each([
    ['', '', 'key key_empty'],
    [' \u200b', secret, 'key key_empty'],
    [key, '\u00a0', 'secret secret_empty'],
    [key, ` ${key}`, 'secret same_text_twice'],
    [secret, key, 'key key_and_secret_swapped'],
    [`${key.slice(0, 4)} ${key.slice(4)}`, secret, 'key inner_spaces'],
    [key, `${secret.slice(0, 9)}\u00a0${secret.slice(9)}`, 'secret inner_spaces'],
    ['АbCdEf1234', secret, 'key characters_altered'],
    [key, `${secret.slice(0, 9)}\u200b${secret.slice(9)}`, 'secret characters_altered'],
    [key, `"${secret}"`, 'secret characters_unexpected'],
    [key, 'a'.repeat(257), 'secret text_too_long'],
  ])('readPastedCredential() of %j and %j is %s', (someKey, someSecret, answer) => {
    const read = readPastedCredential({ key: someKey, secret: someSecret });
    expect(read.ok ? 'ok' : `${read.error.field} ${read.error.code}`).toBe(answer);
  });
});
