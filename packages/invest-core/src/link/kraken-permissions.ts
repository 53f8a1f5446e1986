// Kraken's answer about a key, GetApiKeyInfo, brought to the one shape that is judged.

import type { Result } from '@mandato/primitives/result';
import type { KeyListing } from './key-listing.ts';
import { type ListingFault, ListingFields } from './listing-fields.ts';

/** The permissions of Kraken's documentation; any other name makes a key unsafe. */
const krakenPermissions: ReadonlyMap<string, 'needed' | 'extra' | 'withdraw' | 'transfer' | 'key_admin'> =
  new Map([
    ['query-funds', 'needed'],
    ['query-open-trades', 'needed'],
    ['query-closed-trades', 'needed'],
    ['modify-trades', 'needed'],
    ['close-trades', 'needed'],
    ['add-funds', 'extra'],
    ['query-ledger', 'extra'],
    ['export-data', 'extra'],
    ['create-ws-token', 'extra'],
    ['withdraw-funds', 'withdraw'],
    // Moves balances into products that may lock them.
    ['earn-funds', 'transfer'],
    // The account's book of addresses: the step before a withdrawal.
    ['add-withdraw-address', 'key_admin'],
    ['update-withdraw-address', 'key_admin'],
  ]);

/**
 * Reads the body of `POST /0/private/GetApiKeyInfo` (docs.kraken.com, Account Data). Seconds since 1970 as text, "0"
 * for none. Reading orders needs both order queries without a window of time, since an order that cannot be seen
 * might be placed again. `transfer` stays unknown: Kraken documents that WalletTransfer, spot wallet to futures
 * wallet, needs no more than `query-funds`, so no key that shows a balance excludes it.
 */
export function readKrakenListing(body: unknown): Result<KeyListing, ListingFault> {
  const answer = new ListingFields(body, 'body');
  const errors = answer.get('error');
  if (!Array.isArray(errors) || errors.length > 0) answer.spoil('error');
  const result = new ListingFields(answer.get('result'), 'result');
  const names = [...new Set(result.texts('permissions'))];
  const kindOf = (name: string) => krakenPermissions.get(name) ?? 'unknown';
  const has = (name: string) => names.includes(name);
  const hasKind = (kind: ReturnType<typeof kindOf>) => names.some((name) => kindOf(name) === kind);
  const isWindowed = result.whole('queryFrom') !== 0 || result.whole('queryTo') !== 0;
  const validUntil = result.whole('validUntil');
  const listing: KeyListing = {
    permissions: {
      trade: has('modify-trades') && has('close-trades'),
      readBalances: has('query-funds'),
      readAccount: has('query-open-trades') && has('query-closed-trades') && !isWindowed,
      withdraw: hasKind('withdraw'),
      transfer: hasKind('transfer') || (has('query-funds') ? null : false),
      keyAdmin: hasKind('key_admin'),
      unknownNames: names.filter((name) => kindOf(name) === 'unknown'),
      source: 'introspected',
    },
    extras: names.filter((name) => kindOf(name) === 'extra'),
    hasAddressList: result.texts('ipAllowlist').length > 0,
    expiresAtMs: validUntil === 0 ? null : validUntil * 1000,
  };
  const read = answer.done(listing);
  return read.ok ? result.done(listing) : read;
}
