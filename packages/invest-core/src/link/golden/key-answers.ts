// The exchanges' answers about a key: the documented examples, and the ones made from them for what a key should be.

/** Kraken's own example of GetApiKeyInfo (docs.kraken.com, Account Data, read November 2026): it may withdraw. */
export const krakenDocumented = `{
  "error": [],
  "result": {
    "apiKeyName": "my-api-key",
    "apiKey": "4/SDrDBcOOPnm3nPlNfEMMJDeRcIVqPz+QhRxIodyZbI9po/aVRiHsgX",
    "nonce": "1772627060997",
    "nonceWindow": 0,
    "permissions": ["query-funds", "withdraw-funds", "query-open-trades", "modify-trades"],
    "iban": "AA88 N84G WOAK NMOI",
    "validUntil": "0",
    "queryFrom": "0",
    "queryTo": "0",
    "createdTime": "1772542900",
    "modifiedTime": "1772543095",
    "ipAllowlist": [],
    "lastUsed": "1772627061"
  }
}`;

/** The same answer for the key that the guide makes: five permissions, one address, an end on 2027-03-04. */
export const krakenGuided = `{
  "error": [],
  "result": {
    "apiKeyName": "Mandato",
    "apiKey": "4/SDrDBcOOPnm3nPlNfEMMJDeRcIVqPz+QhRxIodyZbI9po/aVRiHsgX",
    "nonce": "1772627060997",
    "nonceWindow": 0,
    "permissions": ["query-funds", "query-open-trades", "query-closed-trades", "modify-trades", "close-trades"],
    "iban": "AA88 N84G WOAK NMOI",
    "validUntil": "1804118400",
    "queryFrom": "0",
    "queryTo": "0",
    "createdTime": "1772542900",
    "modifiedTime": "1772543095",
    "ipAllowlist": ["203.0.113.7"],
    "lastUsed": "1772627061"
  }
}`;

/** What Kraken answers about a key that it does not know (docs.kraken.com, General Error Messages). */
export const krakenRefused = '{ "error": ["EAPI:Invalid key"] }';

/** The thirteen permissions of Kraken's table, with the headings that it gives them. */
export const krakenPermissionTable = [
  ['query-funds', 'Funds permissions - Query'],
  ['add-funds', 'Funds permissions - Deposit'],
  ['withdraw-funds', 'Funds permissions - Withdraw'],
  ['earn-funds', 'Funds permissions - Earn'],
  ['query-open-trades', 'Orders and trades - Query open orders & trades'],
  ['query-closed-trades', 'Orders and trades - Query closed orders & trades'],
  ['modify-trades', 'Orders and trades - Create & modify orders'],
  ['close-trades', 'Orders and trades - Cancel & close orders'],
  ['query-ledger', 'Data - Query ledger entries'],
  ['export-data', 'Data - Export data'],
  ['create-ws-token', 'WebSocket interface - On'],
  ['add-withdraw-address', 'Add withdrawal addresses'],
  ['update-withdraw-address', 'Update withdrawal addresses'],
] as const;

/** Binance's own example of apiRestrictions (developers.binance.com, Wallet, read November 2026): it may transfer. */
export const binanceDocumented = `{
  "ipRestrict": false,
  "createTime": 1623840271000,
  "enableReading": true,
  "enableWithdrawals": false,
  "enableInternalTransfer": true,
  "enableMargin": false,
  "enableFutures": false,
  "permitsUniversalTransfer": true,
  "enableVanillaOptions": false,
  "enableFixApiTrade": false,
  "enableFixReadOnly": true,
  "enableSpotAndMarginTrading": false,
  "enablePortfolioMarginTrading": true
}`;

/** The same answer for the key that the guide makes, with a list of addresses. */
export const binanceGuided = `{
  "ipRestrict": true,
  "createTime": 1623840271000,
  "enableReading": true,
  "enableWithdrawals": false,
  "enableInternalTransfer": false,
  "enableMargin": false,
  "enableFutures": false,
  "permitsUniversalTransfer": false,
  "enableVanillaOptions": false,
  "enableFixApiTrade": false,
  "enableFixReadOnly": false,
  "enableSpotAndMarginTrading": true,
  "enablePortfolioMarginTrading": false
}`;

/** An answer as it was in 2021, without the later flags, and with the end of the right to trade. */
export const binanceEarlier = `{
  "ipRestrict": false,
  "createTime": 1623840271000,
  "enableWithdrawals": false,
  "enableInternalTransfer": false,
  "permitsUniversalTransfer": false,
  "enableVanillaOptions": false,
  "enableReading": true,
  "enableFutures": false,
  "enableMargin": false,
  "enableSpotAndMarginTrading": true,
  "tradingAuthorityExpirationTime": 1628985600000
}`;

/** What Binance answers about a key that it does not take (developers.binance.com, Error codes). */
export const binanceRefused = '{ "code": -2015, "msg": "Invalid API-key, IP, or permissions for action." }';
