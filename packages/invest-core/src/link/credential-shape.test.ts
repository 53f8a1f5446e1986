import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedCredential } from './credential-shape.ts';
import { exchangeProfiles, type ProfiledExchange } from './exchange-profile.ts';

const exchanges = ['bitso', 'practice', 'kraken', 'binance'] as const;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const of = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const bitsoPair = fc.record({ key: of(letters, 10), secret: of('0123456789abcdef', 32) });
const pairs = {
  bitso: bitsoPair,
  practice: bitsoPair,
  kraken: fc.record({
    key: of(`${letters}+/`, 56),
    secret: of(`${letters}+/`, 86).map((text) => `${text}==`),
  }),
  binance: fc.record({
    key: of(letters, 64),
    secret: fc.oneof(
      of(letters, 64),
      of(`${letters}+/`, 43).map(
        (text) => `-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI${text}\n-----END PRIVATE KEY-----`,
      ),
    ),
  }),
} as const;
const anyPair = fc
  .constantFrom(...exchanges)
  .chain((exchange) => pairs[exchange].map((pair) => ({ exchange, ...pair })));
const blanks = fc.string({
  unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u200b', '\ufeff', '\u2060'),
  maxLength: 4,
});

function readAt(exchange: ProfiledExchange, key: string, secret: string) {
  return readPastedCredential({ key, secret }, exchangeProfiles[exchange].credential);
}

const key = 'AbCdEf1234';
const secret = 'a123456789abcdef0123456789abcdef';
const krakenKey = '4/SDrDBcOOPnm3nPlNfEMMJDeRcIVqPz+QhRxIodyZbI9po/aVRiHsgX';
const krakenSecret = `${'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg'}==`;
const binanceKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const ed25519 =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----';

describe('readPastedCredential()', () => {
  it('readPastedCredential() drops blanks of every kind around both texts of every exchange', () => {
    fc.assert(
      fc.property(anyPair, blanks, blanks, (pair, before, after) => {
        fc.pre(pair.key !== pair.secret);
        const read = readAt(pair.exchange, `${before}${pair.key}${after}`, `${after}${pair.secret}${before}`);
        expect(read).toEqual({ ok: true, value: { key: pair.key, secret: pair.secret } });
      }),
    );
  });

  it('readPastedCredential() recognises swapped texts wherever their forms differ', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const isAlike = pair.exchange === 'binance' && !pair.secret.startsWith('-');
        fc.pre(!isAlike);
        expect(readAt(pair.exchange, pair.secret, pair.key)).toEqual({
          ok: false,
          error: { code: 'key_and_secret_swapped', field: 'key' },
        });
      }),
    );
  });

  it('readPastedCredential() refuses a letter that a translator put in place of another', () => {
    fc.assert(
      fc.property(anyPair, fc.nat(), fc.constantFrom('а', 'É', '０', '“', '\u00ad'), (pair, at, strange) => {
        const place = 1 + (at % (pair.key.length - 2));
        const altered = pair.key.slice(0, place) + strange + pair.key.slice(place + 1);
        const read = readAt(pair.exchange, altered, pair.secret);
        expect(read).toEqual({ ok: false, error: { code: 'characters_altered', field: 'key' } });
      }),
    );
  });

  it('readPastedCredential() answers any two texts, and lets through only plain printable ones', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.constantFrom('bitso' as const, 'kraken' as const),
        text,
        text,
        (exchange, one, other) => {
          const read = readAt(exchange, one, other);
          if (!read.ok) return;
          expect(read.value.key).toMatch(/^[!-~]{1,256}$/);
          expect(read.value.secret).toMatch(/^[!-~]{1,256}$/);
          expect(read.value.key).not.toBe(read.value.secret);
        },
      ),
    );
  });

  it.each([
    ['', '', 'key key_empty'],
    [' \u200b', secret, 'key key_empty'],
    [key, '\u00a0', 'secret secret_empty'],
    [key, ` ${key}`, 'secret same_text_twice'],
    [secret, key, 'key key_and_secret_swapped'],
    [`${key.slice(0, 4)} ${key.slice(4)}`, secret, 'key inner_spaces'],
    ['clave secreta', secret, 'key inner_spaces'],
    [key, `${secret.slice(0, 9)}\u00a0${secret.slice(9)}`, 'secret inner_spaces'],
    ['АbCdEf1234', secret, 'key characters_altered'],
    [`«${key}»`, secret, 'key characters_altered'],
    [key, `${secret.slice(0, 9)}\u200b${secret.slice(9)}`, 'secret characters_altered'],
    // A telephone takes the secret for a sentence.
    [key, `A${secret.slice(1)}`, 'secret characters_altered'],
    [key, `"${secret}"`, 'secret characters_unexpected'],
    [key, 'a'.repeat(257), 'secret text_too_long'],
    // Bitso does not promise its forms: it is for Bitso to say.
    [`${key}56`, secret.toUpperCase(), 'ok'],
  ])('readPastedCredential() of %j and %j at Bitso is %s', (someKey, someSecret, answer) => {
    const read = readAt('bitso', someKey, someSecret);
    expect(read.ok ? 'ok' : `${read.error.field} ${read.error.code}`).toBe(answer);
  });

  it.each([
    ['kraken', krakenKey, krakenSecret, 'ok'],
    ['kraken', krakenSecret, krakenKey, 'key key_and_secret_swapped'],
    ['kraken', krakenKey, krakenSecret.slice(0, -2), 'secret shape_unexpected'],
    ['kraken', krakenKey.slice(1), krakenSecret, 'key shape_unexpected'],
    ['kraken', key, secret, 'key shape_unexpected'],
    ['binance', binanceKey, binanceKey.replace('v', 'w'), 'ok'],
    ['binance', binanceKey, ed25519, 'ok'],
    ['binance', ed25519, binanceKey, 'key key_and_secret_swapped'],
    ['binance', binanceKey, ed25519.replace('PRIVATE', 'PUBLIC'), 'secret inner_spaces'],
    ['binance', binanceKey, krakenSecret, 'secret shape_unexpected'],
  ] as const)(
    'readPastedCredential() at %s of %j and %j is %s',
    (...[exchange, someKey, someSecret, answer]) => {
      const read = readAt(exchange, someKey, someSecret);
      expect(read.ok ? 'ok' : `${read.error.field} ${read.error.code}`).toBe(answer);
    },
  );
});
