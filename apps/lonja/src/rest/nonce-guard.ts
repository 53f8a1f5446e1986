// Refuses a nonce that a key has used before, also across a restart, without writing down every read.

import { type Nonce, nonceWindowMs } from '@mandato/bitso-wire/authorization';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { ApiKey } from '../accounts/portal-state.ts';

/*
 * What a restart must still refuse:
 * - v1 nonces are counters without a time in them, so each is journaled before its request is answered.
 * - v2 nonces carry their milliseconds. Everything stamped before this process started is refused, so a nonce that
 *   was stamped in the past when it came needs no record at all. One stamped in the future (a client whose clock is
 *   ahead) could come again after a restart, so it is journaled before its request is answered.
 * - A key that was made since the start has not been used before it: all of its nonces are in memory, and a clock that
 *   is behind does not matter.
 * - A nonce whose request changes the exchange is journaled ahead of that change in any case: should the clock of
 *   the machine be set back while we are down, an order still cannot be placed twice.
 */

export interface NonceRefusal {
  /** The highest v1 nonce so far; null for v2. */
  readonly floor: number | null;
}

export interface NonceGuard {
  /** Spends `nonce` in memory at once. `mustRecordFirst`: journal it before answering. */
  spend(key: ApiKey, nonce: Nonce): Result<{ readonly mustRecordFirst: boolean }, NonceRefusal>;
}

interface Spent {
  floor: number;
  /** When old ones were last dropped. */
  droppedAtMs: number;
  readonly texts: Map<string, number>;
}

/** A guard that starts from what the journal knows of each key; `startedAtMs` is wall time. */
export function createNonceGuard(wallNowMs: () => number, startedAtMs: number): NonceGuard {
  const spentOf = new WeakMap<ApiKey, Spent>();

  function spentBy(key: ApiKey): Spent {
    const known = spentOf.get(key);
    if (known !== undefined) return known;
    const fresh = { floor: key.nonceFloor, droppedAtMs: 0, texts: new Map(key.noncesSpent) };
    spentOf.set(key, fresh);
    return fresh;
  }

  return {
    spend: (key, nonce) => {
      const spent = spentBy(key);
      if (nonce.kind === 'v1') {
        if (nonce.value <= spent.floor) return err({ floor: spent.floor });
        spent.floor = nonce.value;
        return ok({ mustRecordFirst: true });
      }
      const nowMs = wallNowMs();
      const isRemembered = nonce.atMs >= startedAtMs || key.createdAtMs > startedAtMs;
      const isFresh = Math.abs(nonce.atMs - nowMs) <= nonceWindowMs && isRemembered;
      if (!isFresh || spent.texts.has(nonce.text)) return err({ floor: null });
      dropOld(spent, nowMs);
      spent.texts.set(nonce.text, nonce.atMs);
      return ok({ mustRecordFirst: nonce.atMs > nowMs });
    },
  };
}

const dropEveryMs = 1_000;

// Twice the window, because one that came early is remembered out of the order of its time.
function dropOld(spent: Spent, nowMs: number): void {
  const { texts, droppedAtMs } = spent;
  if (Math.abs(nowMs - droppedAtMs) < dropEveryMs) return;
  spent.droppedAtMs = nowMs;
  for (const [text, atMs] of texts) {
    if (atMs >= nowMs - 2 * nonceWindowMs) return;
    texts.delete(text);
  }
}
