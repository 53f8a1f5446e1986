// Holds the signed text to vectors computed elsewhere, and the header and nonce to their exact forms.

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, parseAuthorization, parseNonce } from './authorization.ts';
import { signatureVectors, vectorSecret } from './golden/signature-vectors.ts';

test.each(signatureVectors)('canonicalText() of $method $target signs to the vector', (vector) => {
  const signature = createHmac('sha256', vectorSecret).update(canonicalText(vector)).digest('hex');
  expect(signature).toBe(vector.signature);
});

test('parseAuthorization() reads the three fields and nothing else', () => {
  expect(parseAuthorization('Bitso k1:1700000000000:ab12')).toEqual({
    ok: true,
    value: { keyId: 'k1', nonce: '1700000000000', signature: 'ab12' },
  });
  expect(parseAuthorization('Bitso k1:12.5:zz')).toMatchObject({ ok: true, value: { nonce: '12.5' } });
  expect(parseAuthorization(null)).toEqual({ ok: false, error: '0208' });
  expect(parseAuthorization('  ')).toEqual({ ok: false, error: '0208' });
  for (const header of [
    'Bearer abc',
    'bitso a:1:b',
    'Bitso a:1',
    'Bitso a:1:b:c',
    'Bitso  a:1:b',
    'Bitso :1:b',
  ]) {
    expect(parseAuthorization(header)).toEqual({ ok: false, error: '0201' });
  }
});

test('parseAuthorization() takes the texts of its form and no other', () => {
  const form = /^Bitso ([A-Za-z0-9_-]{1,64}):([^:\s]*):([^:\s]*)$/;
  const near = fc.stringMatching(/^Bitso [a-zA-Z0-9_: -]{0,12}:[0-9: ]{0,6}:[a-f0-9: ]{0,6}$/);
  fc.assert(
    fc.property(fc.oneof(near, near, fc.string()), (header) => {
      const match = form.exec(header);
      const read = parseAuthorization(header);
      expect(read.ok ? [read.value.keyId, read.value.nonce, read.value.signature] : null).toEqual(
        match === null ? null : [match[1], match[2], match[3]],
      );
    }),
    { numRuns: 1_000 },
  );
});

test('parseNonce() tells the two families apart by length alone', () => {
  expect(parseNonce('1700000000000')).toEqual({ ok: true, value: { kind: 'v1', value: 1_700_000_000_000 } });
  expect(parseNonce('1700000000')).toMatchObject({ ok: true, value: { kind: 'v1' } });
  expect(parseNonce('1700000000000123456')).toEqual({
    ok: true,
    value: { kind: 'v2', text: '1700000000000123456', atMs: 1_700_000_000_000 },
  });
  expect(parseNonce('17000000000001')).toMatchObject({ ok: true, value: { kind: 'v2' } });
  for (const text of ['', '0', '-1', '1.5', '1e12', '12345678901234567890', 'abc', '١٢٣']) {
    expect(parseNonce(text)).toEqual({ ok: false, error: '0206' });
  }
});
