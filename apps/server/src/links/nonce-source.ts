// Mints the nonces of signed requests: 13 digits of wall time and six more, each later than the one before.

import type { Clock } from '@mandato/primitives/ports';

/** The next nonce, decimal text of 19 digits; strictly rising whatever the clock does. One per process. */
export type NonceSource = () => string;

export function nonceSource(wall: Clock): NonceSource {
  let last = 0n;
  return () => {
    const fresh = BigInt(Math.trunc(wall.nowMs())) * 1_000_000n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}
