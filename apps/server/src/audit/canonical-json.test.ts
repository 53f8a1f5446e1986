// The one spelling of a record: order does not matter, everything else does.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

const record = fc.dictionary(fc.string(), fc.string());

test('canonicalJson() reads back as the same record, whatever order it was written in', () => {
  fc.assert(
    fc.property(record, (fields) => {
      const reversed = Object.fromEntries(Object.entries(fields).reverse());
      const text = canonicalJson(fields);
      expect(text).toBe(canonicalJson(reversed));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(fields)));
    }),
  );
});

test('canonicalJson() spells two different records differently', () => {
  fc.assert(
    fc.property(record, record, (one, other) => {
      const isSame =
        JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
      expect(canonicalJson(one) === canonicalJson(other)).toBe(isSame);
    }),
  );
});
