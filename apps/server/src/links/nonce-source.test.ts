// Nonces rise strictly, whatever the clock does.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nonceSource } from './nonce-source.ts';

test('nonceSource() mints 19 digits that rise strictly, even when the clock steps back', () => {
  const times = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), { minLength: 1 });
  fc.assert(
    fc.property(times, (clockReadings) => {
      let index = 0;
      const next = nonceSource({ nowMs: () => clockReadings[index] ?? 0 });
      const nonces = clockReadings.map((_, at) => {
        index = at;
        return next();
      });
      for (const [at, nonce] of nonces.entries()) {
        expect(nonce).toMatch(/^\d{19}$/);
        if (at > 0) expect(BigInt(nonce) > BigInt(nonces[at - 1] ?? '')).toBe(true);
      }
    }),
  );
});
