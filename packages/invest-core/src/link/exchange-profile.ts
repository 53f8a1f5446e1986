// What is known of each exchange before a key is there: how its keys look, what to switch on, and in which order.

import type { CredentialShape } from './credential-shape.ts';
import type { PermissionSource } from './judge-permissions.ts';
import type { Permission } from './key-evidence.ts';

/** The exchanges whose keys are taken. */
export type OpenExchange = 'bitso' | 'practice';

/** The exchanges whose guide can be read and whose keys are not taken yet: Mandato does not trade there. */
export type ComingExchange = 'kraken' | 'binance';

export type ProfiledExchange = OpenExchange | ComingExchange;

export type KrakenPermission =
  | 'query-funds'
  | 'add-funds'
  | 'withdraw-funds'
  | 'earn-funds'
  | 'query-open-trades'
  | 'query-closed-trades'
  | 'modify-trades'
  | 'close-trades'
  | 'query-ledger'
  | 'export-data'
  | 'create-ws-token'
  | 'add-withdraw-address'
  | 'update-withdraw-address';

export type BinanceRestriction =
  | 'enableReading'
  | 'enableSpotAndMarginTrading'
  | 'enableWithdrawals'
  | 'enableInternalTransfer'
  | 'permitsUniversalTransfer'
  | 'enableMargin'
  | 'enableFutures'
  | 'enableVanillaOptions';

/** A permission as the exchange's own answer, or our evidence, names it. */
export type SwitchId = Permission | KrakenPermission | BinanceRestriction;

/** One permission as a person finds it on the exchange's page. */
export interface PermissionSwitch<Id extends SwitchId = SwitchId> {
  readonly id: Id;
  /** The exchange's own English. */
  readonly name: string;
  /** The heading that it stands under on the page; null where it has none. */
  readonly group: string | null;
  /** What a key for Mandato has it set to. */
  readonly isWanted: boolean;
}

/** What a step of the guide shows; the drawings of `apps/web` are named by it. */
export type GuideScene =
  | 'profile_menu'
  | 'two_factor'
  | 'new_key'
  | 'key_kind'
  | 'name_and_addresses'
  | 'addresses'
  | 'addresses_and_end'
  | 'permissions'
  | 'confirm_code'
  | 'secret';

/** One numbered step at the exchange, with what is drawn beside it. */
export interface GuideStep {
  readonly number: 1 | 2 | 3 | 4 | 5 | 6;
  readonly scenes: readonly GuideScene[];
}

/** All that the wizard needs to know about an exchange. */
export interface ExchangeProfile {
  readonly isComing: boolean;
  readonly websiteUrl: string;
  /** How a pasted pair is recognised. None of the four has a passphrase. */
  readonly credential: CredentialShape;
  readonly switches: readonly PermissionSwitch[];
  readonly guide: readonly GuideStep[];
  /** How many addresses a key's list takes; null where the exchange does not say. */
  readonly addressesMax: number | null;
  /** Whether keys end by themselves: never, when the person sets a date, or when the key has no list of addresses. */
  readonly expiry: 'never' | 'chosen' | 'without_addresses';
  /** How the permissions of a key become known there. */
  readonly source: PermissionSource;
}

// Ten letters or digits and 32 lower-case hex digits, by the masked samples of Bitso's documentation (bitso-api 13):
// not certain, so a text of another form is let through.
const bitsoCredential: CredentialShape = {
  key: { forms: [/^[A-Za-z0-9]{10}$/], isCertain: false },
  secret: { forms: [/^[0-9a-f]{32}$/], isCertain: false },
};

// By the example of GetApiKeyInfo a key is 42 bytes in base64; the private key, as API-Sign uses it, is 64 bytes.
const krakenCredential: CredentialShape = {
  key: { forms: [/^[A-Za-z0-9+/]{56}$/], isCertain: true },
  secret: { forms: [/^[A-Za-z0-9+/]{86}==$/], isCertain: true },
};

// A key is 64 letters or digits, and so is an HMAC secret: swapped, those two cannot be told apart by their looks.
// With a key pair of one's own the secret is the private key in PKCS#8: 48 bytes for Ed25519.
const binanceCredential: CredentialShape = {
  key: { forms: [/^[A-Za-z0-9]{64}$/], isCertain: true },
  secret: {
    forms: [
      /^[A-Za-z0-9]{64}$/,
      /^-----BEGIN PRIVATE KEY-----\s+MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43}\s+-----END PRIVATE KEY-----$/,
    ],
    isCertain: true,
  },
};

function on<Id extends SwitchId>(id: Id, name: string, group: string | null = null): PermissionSwitch<Id> {
  return { id, name, group, isWanted: true };
}

function off<Id extends SwitchId>(id: Id, name: string, group: string | null = null): PermissionSwitch<Id> {
  return { id, name, group, isWanted: false };
}

const bitsoSwitches: readonly PermissionSwitch<Permission>[] = [
  on('place_orders', 'Place orders'),
  on('view_balances', 'View balances'),
  on('view_account_information', 'View account information'),
  off('make_withdrawals', 'Make withdrawals'),
  off('perform_security_actions', 'Perform security actions'),
];

const bitsoGuide: readonly GuideStep[] = [
  { number: 1, scenes: ['profile_menu'] },
  { number: 2, scenes: ['two_factor'] },
  { number: 3, scenes: ['new_key'] },
  { number: 4, scenes: ['name_and_addresses', 'permissions', 'confirm_code'] },
  { number: 5, scenes: ['secret'] },
];

// The names of Kraken's table of permissions (GetApiKeyInfo), under the headings that the same table gives.
const krakenSwitches: readonly PermissionSwitch<KrakenPermission>[] = [
  on('query-funds', 'Query', 'Funds permissions'),
  off('add-funds', 'Deposit', 'Funds permissions'),
  off('withdraw-funds', 'Withdraw', 'Funds permissions'),
  off('earn-funds', 'Earn', 'Funds permissions'),
  on('query-open-trades', 'Query open orders & trades', 'Orders and trades'),
  on('query-closed-trades', 'Query closed orders & trades', 'Orders and trades'),
  on('modify-trades', 'Create & modify orders', 'Orders and trades'),
  on('close-trades', 'Cancel & close orders', 'Orders and trades'),
  off('query-ledger', 'Query ledger entries', 'Data'),
  off('export-data', 'Export data', 'Data'),
  off('create-ws-token', 'WebSocket interface', 'Other'),
  off('add-withdraw-address', 'Add withdrawal addresses', 'Other'),
  off('update-withdraw-address', 'Update withdrawal addresses', 'Other'),
];

const krakenGuide: readonly GuideStep[] = [
  { number: 1, scenes: ['profile_menu'] },
  { number: 2, scenes: ['two_factor'] },
  { number: 3, scenes: ['new_key'] },
  { number: 4, scenes: ['permissions'] },
  { number: 5, scenes: ['addresses_and_end'] },
  { number: 6, scenes: ['secret'] },
];

// The restrictions of a key as apiRestrictions answers them, with the names of Binance's page.
const binanceSwitches: readonly PermissionSwitch<BinanceRestriction>[] = [
  on('enableReading', 'Enable Reading'),
  on('enableSpotAndMarginTrading', 'Enable Spot & Margin Trading'),
  off('enableWithdrawals', 'Enable Withdrawals'),
  off('enableInternalTransfer', 'Enable Internal Transfer'),
  off('permitsUniversalTransfer', 'Permits Universal Transfer'),
  off('enableMargin', 'Enable Margin Loan, Repay & Transfer'),
  off('enableFutures', 'Enable Futures'),
  off('enableVanillaOptions', 'Enable European Options'),
];

const binanceGuide: readonly GuideStep[] = [
  { number: 1, scenes: ['profile_menu'] },
  { number: 2, scenes: ['two_factor'] },
  { number: 3, scenes: ['key_kind'] },
  { number: 4, scenes: ['confirm_code', 'secret'] },
  { number: 5, scenes: ['addresses'] },
  { number: 6, scenes: ['permissions'] },
];

const bitso: ExchangeProfile = {
  isComing: false,
  websiteUrl: 'https://bitso.com',
  credential: bitsoCredential,
  switches: bitsoSwitches,
  guide: bitsoGuide,
  addressesMax: 5,
  expiry: 'never',
  source: 'probed',
};

/** The four profiles. Sources of the facts: bitso-api 13, key-security 1.2 and 1.6, Kraken's GetApiKeyInfo. */
export const exchangeProfiles: Readonly<Record<ProfiledExchange, ExchangeProfile>> = {
  bitso,
  // Lonja makes keys as Bitso does. Its address is this installation's business.
  practice: { ...bitso, websiteUrl: '' },
  kraken: {
    isComing: true,
    websiteUrl: 'https://www.kraken.com',
    credential: krakenCredential,
    switches: krakenSwitches,
    guide: krakenGuide,
    addressesMax: null,
    expiry: 'chosen',
    source: 'introspected',
  },
  binance: {
    isComing: true,
    websiteUrl: 'https://www.binance.com',
    credential: binanceCredential,
    switches: binanceSwitches,
    guide: binanceGuide,
    addressesMax: 30,
    expiry: 'without_addresses',
    source: 'introspected',
  },
};

/** Whether the exchange's keys are not taken yet. */
export function isComing(exchange: ProfiledExchange): exchange is ComingExchange {
  return exchangeProfiles[exchange].isComing;
}
