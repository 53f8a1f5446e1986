// The portal's own API, as types: what Lonja's web pages ask for, besides the public v3 API.

import type { SecurityCalls } from './security-contract.ts';
import type { CodeRefusal, Empty, PortalSession, SessionRefusal } from './session-contract.ts';
import type { AccountDial, BookDial } from './shown-dials.ts';
import type { ShownBalance, TradeCalls } from './trade-contract.ts';

/** Every call is `POST /portal/<name>` with a JSON object and a session cookie; unsafe ones need same origin. */
export interface PortalCalls extends TradeCalls, SecurityCalls {
  session: { request: Empty; answer: PortalSession; refusal: never };
  signUp: {
    request: { name: string; email: string; password: string };
    answer: PortalSession;
    refusal:
      | 'name_malformed'
      | 'email_malformed'
      | 'password_too_short'
      | 'password_too_common'
      | 'email_taken'
      | 'too_many_tries';
  };
  signIn: {
    request: { email: string; password: string };
    answer: PortalSession;
    refusal: 'credentials_wrong' | 'too_many_tries';
  };
  /** Takes a code of the authenticator app, or a recovery code, which works once. */
  confirmSignIn: { request: { code: string }; answer: PortalSession; refusal: SessionRefusal | CodeRefusal };
  signOut: { request: Empty; answer: PortalSession; refusal: never };
  home: { request: Empty; answer: PortalHome; refusal: SessionRefusal };
  /** Practice money: a fixed amount of pesos, a few times a day. */
  topUp: { request: Empty; answer: PortalHome; refusal: SessionRefusal | 'top_up_limit_reached' };
  /** Shows a fresh secret; nothing is in force until `confirmTwoFactor`. */
  beginTwoFactor: {
    request: { password: string };
    answer: { otpauthUri: string; manualKey: string };
    refusal: SessionRefusal | 'password_wrong' | 'two_factor_on' | 'too_many_tries';
  };
  confirmTwoFactor: {
    request: { code: string };
    answer: PortalSession;
    refusal: SessionRefusal | CodeRefusal | 'enrolment_not_started';
  };
  listKeys: { request: Empty; answer: { keys: readonly PortalKey[] }; refusal: SessionRefusal };
  createKey: {
    request: {
      name: string;
      /** Literal IPv4 or IPv6 addresses, at most five; empty means any address. */
      addresses: readonly string[];
      permissions: readonly PortalPermission[];
      acceptedSecurityInformation: boolean;
      code: string;
    };
    answer: { key: PortalKey; secret: string };
    refusal:
      | SessionRefusal
      | 'two_factor_missing'
      | 'security_information_not_accepted'
      | 'key_name_malformed'
      | 'address_malformed'
      | 'addresses_too_many'
      | 'permission_unknown'
      | 'keys_too_many'
      | 'keys_paused'
      | CodeRefusal;
  };
  deleteKey: {
    request: { keyId: string; code: string };
    answer: { keys: readonly PortalKey[] };
    refusal: SessionRefusal | 'key_unknown' | CodeRefusal;
  };
  /** Off at once and without a code; on again only with one. */
  switchKey: {
    request: { keyId: string; isOn: boolean; code: string | null };
    answer: { keys: readonly PortalKey[] };
    refusal: SessionRefusal | 'key_unknown' | CodeRefusal;
  };
  changeKeyAddresses: {
    request: { keyId: string; addresses: readonly string[]; code: string };
    answer: { keys: readonly PortalKey[] };
    refusal: SessionRefusal | 'key_unknown' | 'address_malformed' | 'addresses_too_many' | CodeRefusal;
  };
  /** What this Lonja was started with. */
  features: { request: Empty; answer: { hasFaultDials: boolean }; refusal: SessionRefusal };
}

export type PortalCallName = keyof PortalCalls;
/** What any call may be refused with; `storage_failed` means that the disk failed and the outcome is not known. */
export type AnyCallRefusal = 'request_malformed' | 'origin_refused' | 'storage_failed';
export type PortalRefusal = PortalCalls[PortalCallName]['refusal'] | AnyCallRefusal;

/** HTTP 200 with `{ok:true}`, or 4xx (500 for `storage_failed`) with `{ok:false}` and a stable code. */
export type PortalReply<Name extends PortalCallName> =
  | { ok: true; value: PortalCalls[Name]['answer'] }
  | { ok: false; code: PortalCalls[Name]['refusal'] | AnyCallRefusal };

export interface PortalHome {
  name: string;
  /** Plain decimal text; `worth` in pesos at the last price, or null without one. */
  balances: readonly (ShownBalance & { worthMxn: string | null })[];
  /** What bends the balances, and what bends the recent trades. */
  balanceDials: readonly AccountDial[];
  tradeDials: readonly AccountDial[];
  worthMxn: string;
  topUpsLeftToday: number;
  topUpAmountMxn: string;
  books: readonly {
    book: string;
    last: string | null;
    change24Percent: string | null;
    /** What bends its prices. */
    dials: readonly BookDial[];
  }[];
  recentTrades: readonly {
    tid: string;
    book: string;
    side: 'buy' | 'sell';
    price: string;
    major: string;
    minor: string;
    fee: string;
    feeCurrency: string;
    at: string;
  }[];
}

/** The five switches of the form, none of which is on at first. */
export const portalPermissions = [
  'view_account_information',
  'view_balances',
  'place_orders',
  'make_withdrawals',
  'perform_security_actions',
] as const;
export type PortalPermission = (typeof portalPermissions)[number];

export interface PortalKey {
  keyId: string;
  name: string;
  addresses: readonly string[];
  permissions: readonly PortalPermission[];
  /** Requests with a key that is off are refused with `0326`. */
  isOn: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}
