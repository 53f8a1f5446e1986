// How far a key is from its end, in the steps at which its owner is told.

/** Days before the end at which it is told; 0 is when it has ended. */
export type ExpiryStage = 14 | 7 | 1 | 0;

const dayMs = 24 * 3_600_000;

/** The step that a key has reached, times in epoch milliseconds; null while its end is more than 14 days away. */
export function expiryStage(expiresAtMs: number, nowMs: number): ExpiryStage | null {
  const leftMs = expiresAtMs - nowMs;
  if (leftMs <= 0) return 0;
  if (leftMs <= dayMs) return 1;
  if (leftMs <= 7 * dayMs) return 7;
  return leftMs <= 14 * dayMs ? 14 : null;
}
