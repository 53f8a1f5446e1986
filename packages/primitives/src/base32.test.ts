import { expect, it } from 'vitest';
import { base32Lower } from './base32.ts';

it.each([
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['fooba', 'mzxw6ytb'],
  ['foobar', 'mzxw6ytboi'],
])('base32Lower() encodes %j as the vectors of RFC 4648 section 10 do', (plain, encoded) => {
  expect(base32Lower(new TextEncoder().encode(plain))).toBe(encoded);
});
