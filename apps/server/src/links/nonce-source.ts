// Mints the nonces of signed requests: 13 digits of wall time and six more, which no other process of ours mints too.

import { invariant } from '@mandato/primitives/invariant';
import type { Clock } from '@mandato/primitives/ports';

/** The next nonce, decimal text of 19 digits; strictly rising whatever the clock does. One per process. */
export type NonceSource = () => string;

/** How many processes may mint at the same time; the numbers above theirs belong to the lanes of orders. */
export const nonceShareCount = 999;

const perShare = 1_000n;
const perMs = 1_000_000n;

/**
 * Of the million nonces in each millisecond this process has the thousand of its `share`, from 0 to 998. So two
 * processes never mint the same one, whatever their clocks say; one that needs more in a millisecond borrows from
 * its own share of the next.
 */
export function nonceSource(wall: Clock, share = 0): NonceSource {
  invariant(Number.isInteger(share) && share >= 0 && share < nonceShareCount, 'a share is one of 999');
  let lastMs = 0n;
  let count = 0n;
  return () => {
    const nowMs = BigInt(Math.trunc(wall.nowMs()));
    count += 1n;
    if (nowMs > lastMs || count === perShare) {
      lastMs = nowMs > lastMs ? nowMs : lastMs + 1n;
      count = 0n;
    }
    return (lastMs * perMs + BigInt(share) * perShare + count).toString();
  };
}

/**
 * The nonce to offer to a lane: the same millisecond in the share of the lanes. The lane gives out what is offered or
 * one above the highest that it ever gave out, so nonces of orders meet neither each other nor those of reads.
 */
export function laneNonce(nonce: string): string {
  return `${nonce.slice(0, -6)}${BigInt(nonceShareCount) * perShare}`;
}

/** The nonce that would be minted `ms` later: what a process whose clock is ahead by less cannot have overtaken. */
export function nonceAhead(nonce: string, ms: number): string {
  return (BigInt(nonce) + BigInt(ms) * perMs).toString();
}
