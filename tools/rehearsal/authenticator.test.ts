// The codes of a rehearsal are each new, and each still good when it arrives.

import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { Authenticator } from './authenticator.ts';

const manualKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const startMs = Date.UTC(2026, 10, 23, 7);

/** How many steps of 30 s `code` is away from the moment at which it is looked at. */
function stepsAway(code: string, atMs: number): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey), digits: 6, period: 30 });
  return totp.validate({ token: code, timestamp: atMs, window: 3 });
}

test.each([0, 1_000, 15_000, 26_900, 27_100, 29_999])(
  'freshCode() gives good codes %d ms into a step',
  async (intoMs) => {
    const nowMs = startMs + intoMs;
    const authenticator = new Authenticator(manualKey, () => nowMs);
    const codes = [await authenticator.freshCode(), await authenticator.freshCode()];
    expect(new Set(codes).size).toBe(2);
    // Two and a half seconds on their way, and servers accept one step of difference.
    for (const code of codes) expect([-1, 0, 1]).toContain(stepsAway(code, nowMs + 2_500));
  },
);
