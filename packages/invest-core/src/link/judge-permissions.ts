// The one rule for what a key may be used for, whatever the exchange and however its permissions became known.

import type { LinkRefusal } from './key-evidence.ts';

/**
 * `SAFE`: the exchange lists the key's permissions, and none lets value leave or a key be changed. `PROBED`: a
 * harmless call showed that it cannot withdraw. `ATTESTED`: only a person says so. `INSUFFICIENT`: not usable as it
 * is. `UNSAFE`: value could leave, or that was not shown to be impossible.
 */
export type LinkVerdict = 'SAFE' | 'PROBED' | 'ATTESTED' | 'INSUFFICIENT' | 'UNSAFE';

/** How the permissions became known: listed by the exchange, told apart by probes, or said by a person alone. */
export type PermissionSource = 'introspected' | 'probed' | 'attested';

/** What a key may do, in the same words for every exchange; null is unknown and never counts as safe. */
export interface KeyPermissions {
  readonly trade: boolean | null;
  readonly readBalances: boolean | null;
  readonly readAccount: boolean | null;
  /** Crypto, fiat, card, pay, peer to peer: anything by which value leaves the account. */
  readonly withdraw: boolean | null;
  /** To another account, sub-account or wallet. */
  readonly transfer: boolean | null;
  /** Makes or changes keys, sub-accounts, address books. */
  readonly keyAdmin: boolean | null;
  /** Names that the exchange gave and that we have never seen. */
  readonly unknownNames: readonly string[];
  readonly source: PermissionSource;
}

export interface PermissionJudgement {
  readonly verdict: LinkVerdict;
  /** The first reason against the key in order of precedence; null when it may be used. */
  readonly refusal: LinkRefusal | null;
}

/**
 * Judges permissions by key-security 1.1. `isAttested`: the person ticked that the exchange's own list shows neither
 * withdrawals nor security actions. The tick never outweighs what the exchange said.
 */
export function judgePermissions(
  permissions: KeyPermissions,
  { isAttested }: { readonly isAttested: boolean },
): PermissionJudgement {
  const refusal = outflowRefusal(permissions, isAttested) ?? usabilityRefusal(permissions);
  if (refusal !== null) return { verdict: isAboutOutflow(refusal) ? 'UNSAFE' : 'INSUFFICIENT', refusal };
  return { verdict: verdictOf(permissions), refusal: null };
}

function outflowRefusal(permissions: KeyPermissions, isAttested: boolean): LinkRefusal | null {
  const { withdraw, transfer, keyAdmin, unknownNames, source } = permissions;
  if (unknownNames.length > 0) return 'permission_unknown';
  if (withdraw === true) return 'withdrawal_allowed';
  if (transfer === true) return 'transfer_allowed';
  if (keyAdmin === true) return 'key_admin_allowed';
  const isWordEnough = source === 'attested' && isAttested;
  if (withdraw === null && !isWordEnough) return 'withdrawal_not_excluded';
  const isAllShown = transfer === false && keyAdmin === false;
  return isAllShown || isAttested ? null : 'key_list_not_confirmed';
}

function usabilityRefusal({ trade, readBalances, readAccount }: KeyPermissions): LinkRefusal | null {
  if (trade === false) return 'place_orders_missing';
  if (readBalances === false) return 'view_balances_missing';
  if (readAccount === false) return 'view_account_missing';
  // Nothing is shown to be missing, but something needed was not shown to be there: the exchange did not tell.
  const isTold = trade === true && readBalances === true && readAccount === true;
  return isTold ? null : 'exchange_unreachable';
}

/** Of a key that may be used: no better than the weakest thing that speaks for it. */
function verdictOf({ withdraw, transfer, keyAdmin, source }: KeyPermissions): LinkVerdict {
  switch (source) {
    case 'introspected':
      return transfer === false && keyAdmin === false ? 'SAFE' : 'ATTESTED';
    case 'probed':
      return withdraw === false ? 'PROBED' : 'ATTESTED';
    case 'attested':
      return 'ATTESTED';
  }
}

/** Refusals for which the key is called unsafe rather than merely not usable. */
export function isAboutOutflow(refusal: LinkRefusal): boolean {
  switch (refusal) {
    case 'permission_unknown':
    case 'withdrawal_allowed':
    case 'transfer_allowed':
    case 'key_admin_allowed':
    case 'withdrawal_not_excluded':
      return true;
    case 'exchange_unreachable':
    case 'key_unknown_or_revoked':
    case 'signature_wrong':
    case 'key_inactive':
    case 'key_expired':
    case 'address_not_allowed':
    case 'nonce_refused':
    case 'account_restricted':
    case 'place_orders_missing':
    case 'view_balances_missing':
    case 'view_account_missing':
    case 'key_list_not_confirmed':
    case 'account_differs':
      return false;
  }
}
