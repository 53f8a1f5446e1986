// What an exchange itself says a key may do, brought to the one shape that is judged; a riddle is never good news.

import type { Result } from '@mandato/primitives/result';
import { judgePermissions, type KeyPermissions, type PermissionJudgement } from './judge-permissions.ts';
import type { ListingFault } from './listing-fields.ts';

/** An exchange's own answer about a key, in our words. Carries no key, no account number and no name. */
export interface KeyListing {
  readonly permissions: KeyPermissions;
  /** Granted rights that plans do not need and by which no value leaves, by the exchange's names. */
  readonly extras: readonly string[];
  /** Whether the key works from named addresses alone. */
  readonly hasAddressList: boolean;
  /** When the key, or its right to trade, ends by itself; null where no end is set. */
  readonly expiresAtMs: number | null;
}

/**
 * Judges an exchange's answer by the one rule. A field that is missing or odd leaves open what the key may do, which
 * counts as a key that may withdraw; a key that has ended is said to have ended before anything else.
 */
export function judgeListing(
  listing: Result<KeyListing, ListingFault>,
  { isAttested, nowMs }: { readonly isAttested: boolean; readonly nowMs: number },
): PermissionJudgement {
  if (!listing.ok) return { verdict: 'UNSAFE', refusal: 'withdrawal_not_excluded' };
  const { permissions, expiresAtMs } = listing.value;
  const judged = judgePermissions(permissions, { isAttested });
  const isOver = expiresAtMs !== null && expiresAtMs <= nowMs;
  return isOver && judged.verdict !== 'UNSAFE' ? { verdict: 'INSUFFICIENT', refusal: 'key_expired' } : judged;
}
