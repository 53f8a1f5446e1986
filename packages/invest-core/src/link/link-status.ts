// How a link stands, why, and what to do about it: the one answer that every page and every pause is taken from.

import { unreachable } from '@mandato/primitives/invariant';
import type { LinkRefusal, Permission } from './key-evidence.ts';

/** What the newest audit came to. The only part of a link's standing that an exchange decides. */
export type AuditOutcome =
  | { readonly kind: 'fit' }
  | { readonly kind: 'unfit'; readonly cause: UnfitCause }
  /** The exchange did not answer: nothing became better or worse. */
  | { readonly kind: 'silent' };

/** What makes a key unusable until somebody does something. */
export type UnfitCause =
  | 'expired'
  | 'permissions_missing'
  | 'withdrawal_enabled'
  | 'address_not_allowed'
  | 'invalid';

/** Everything that decides how a link stands. Times in epoch milliseconds. */
export interface LinkFacts {
  readonly audit: AuditOutcome;
  /** Since when no order is placed because a check turned out worse; null when it is not frozen. */
  readonly frozenSinceMs: number | null;
  /** Since when the person has paused it. */
  readonly pausedSinceMs: number | null;
  /** When the exchange ends the key by itself; null where it does not say or does not do so. */
  readonly expiresAtMs: number | null;
  /** Permissions that the newest evidence shows to be missing. */
  readonly missing: readonly Permission[];
}

/** The standing of a link. Each kind has a cause sentence and a remedy in every language. */
export type LinkStatus =
  | { readonly kind: 'connected' }
  | { readonly kind: 'expires_soon'; readonly days: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'permissions_missing'; readonly missing: readonly Permission[] }
  | { readonly kind: 'withdrawal_enabled' }
  | { readonly kind: 'address_not_allowed' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'paused' };

export type LinkStatusKind = LinkStatus['kind'];

/** What a person can press. `wait` is nothing to do. */
export type LinkRemedy = 'none' | 'wait' | 'replace_key' | 'change_at_exchange' | 'release' | 'resume';

const dayMs = 24 * 3_600_000;

/** A key that ends within this time is spoken of. */
export const expirySpokenOfMs = 14 * dayMs;

/**
 * The first that applies: what is wrong with the key before what we did about it, so that the cause is named; a
 * freeze whose cause is gone waits for the person; a pause is named last but for silence, which needs nothing done.
 */
export function linkStatus(facts: LinkFacts, nowMs: number): LinkStatus {
  const { audit, frozenSinceMs, pausedSinceMs, expiresAtMs, missing } = facts;
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return { kind: 'expired' };
  if (audit.kind === 'unfit') {
    return audit.cause === 'permissions_missing' ? { kind: audit.cause, missing } : { kind: audit.cause };
  }
  if (frozenSinceMs !== null) return { kind: 'frozen' };
  if (pausedSinceMs !== null) return { kind: 'paused' };
  if (audit.kind === 'silent') return { kind: 'unreachable' };
  if (expiresAtMs === null || expiresAtMs - nowMs > expirySpokenOfMs) return { kind: 'connected' };
  return { kind: 'expires_soon', days: Math.ceil((expiresAtMs - nowMs) / dayMs) };
}

/** What helps. */
export function remedyOf(status: LinkStatus): LinkRemedy {
  switch (status.kind) {
    case 'connected':
      return 'none';
    case 'unreachable':
      return 'wait';
    case 'expires_soon':
    case 'expired':
    case 'permissions_missing':
    case 'withdrawal_enabled':
    case 'invalid':
      return 'replace_key';
    case 'address_not_allowed':
      return 'change_at_exchange';
    case 'frozen':
      return 'release';
    case 'paused':
      return 'resume';
    default:
      return unreachable(status);
  }
}

/** Whether orders may be tried: also while the exchange is silent, since it may be back. */
export function mayPlaceOrders(status: { readonly kind: LinkStatusKind }): boolean {
  return status.kind === 'connected' || status.kind === 'expires_soon' || status.kind === 'unreachable';
}

/** What a refusal of the audit means for a link; null where it says nothing about the key. */
export function auditOutcome(refusal: LinkRefusal | null): AuditOutcome | null {
  switch (refusal) {
    case null:
      return { kind: 'fit' };
    case 'exchange_unreachable':
      return { kind: 'silent' };
    case 'nonce_refused':
      // A race with another request of the same key.
      return null;
    case 'address_not_allowed':
      return { kind: 'unfit', cause: 'address_not_allowed' };
    case 'permission_unknown':
    case 'withdrawal_allowed':
    case 'transfer_allowed':
    case 'key_admin_allowed':
    case 'withdrawal_not_excluded':
      return { kind: 'unfit', cause: 'withdrawal_enabled' };
    case 'place_orders_missing':
    case 'view_balances_missing':
    case 'view_account_missing':
      return { kind: 'unfit', cause: 'permissions_missing' };
    case 'key_expired':
      return { kind: 'unfit', cause: 'expired' };
    case 'key_unknown_or_revoked':
    case 'signature_wrong':
    case 'key_inactive':
    case 'account_restricted':
    case 'key_list_not_confirmed':
    case 'account_differs':
      return { kind: 'unfit', cause: 'invalid' };
  }
}
