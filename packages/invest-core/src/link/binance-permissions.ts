// Binance's answer about a key, apiRestrictions, brought to the one shape that is judged.

import type { Result } from '@mandato/primitives/result';
import type { KeyListing } from './key-listing.ts';
import { type ListingFault, ListingFields } from './listing-fields.ts';

/** Rights of products that plans do not use. */
const extraFlags = ['enableMargin', 'enableFutures', 'enableVanillaOptions'] as const;

/** Rights that came later and are missing in older answers; where one is there it is a flag. */
const laterFlags = ['enablePortfolioMarginTrading', 'enableFixApiTrade', 'enableFixReadOnly'] as const;

/** Products with a wallet and a call of their own to fill it, which no switch for transfers turns off. */
const walletFlags: readonly string[] = [
  'enableFutures',
  'enableVanillaOptions',
  'enablePortfolioMarginTrading',
];

const fields: ReadonlySet<string> = new Set([
  ...extraFlags,
  ...laterFlags,
  'ipRestrict',
  'createTime',
  'enableReading',
  'enableSpotAndMarginTrading',
  'enableWithdrawals',
  'enableInternalTransfer',
  'permitsUniversalTransfer',
  'tradingAuthorityExpirationTime',
]);

/**
 * Reads the body of `GET /sapi/v1/account/apiRestrictions` (developers.binance.com, Wallet). Here the names of the
 * fields are the permissions, so an unknown field is an unknown permission. `keyAdmin` stays unknown while the key
 * may trade: at VIP 4 and above `POST /sapi/v1/margin/apiKey` makes another key and asks for that right alone.
 * `enableMargin` is named "Margin Loan, Repay & Transfer" on the page, and "each business's own transfer rights are
 * not affected" by the switch for universal transfers: so the first is a transfer, and futures, options and portfolio
 * margin leave it unknown. Reading the account is part of reading. Times are milliseconds since 1970.
 */
export function readBinanceListing(body: unknown): Result<KeyListing, ListingFault> {
  const answer = new ListingFields(body, 'body');
  const trade = answer.flag('enableSpotAndMarginTrading');
  const reading = answer.flag('enableReading');
  const withdraw = answer.flag('enableWithdrawals');
  const transfers = ['enableInternalTransfer', 'permitsUniversalTransfer', 'enableMargin'];
  const isTransfer = transfers.filter((name) => answer.flag(name)).length > 0;
  const optional = laterFlags.filter((name) => answer.has(name));
  const extras = [...extraFlags, ...optional].filter((name) => answer.flag(name));
  const hasOwnWallet = extras.some((name) => walletFlags.includes(name));
  const isEnding = answer.has('tradingAuthorityExpirationTime');
  answer.whole('createTime');
  return answer.done({
    permissions: {
      trade,
      readBalances: reading,
      readAccount: reading,
      withdraw,
      transfer: isTransfer || (hasOwnWallet ? null : false),
      keyAdmin: trade ? null : false,
      unknownNames: answer.names().filter((name) => !fields.has(name)),
      source: 'introspected',
    },
    extras,
    hasAddressList: answer.flag('ipRestrict'),
    expiresAtMs: isEnding ? answer.whole('tradingAuthorityExpirationTime') : null,
  });
}
