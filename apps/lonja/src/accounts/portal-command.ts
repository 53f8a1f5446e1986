// What can be asked of the portal's state; every hash, ciphertext, id and time was made before the command was.

import type { WirePermission } from '@mandato/bitso-wire/permission';
import type { AccountId } from '@mandato/exchange-core/ids';
import type { NotedWithdrawal } from './portal-state.ts';

/** `atMs` of every command is wall time: these are matters of security, not of the market. */
export type PortalCommand =
  | CreateAccount
  | StartSession
  | EndSession
  | NoteSessionUse
  | BeginTwoFactor
  | ConfirmTwoFactor
  | ConfirmSignIn
  | CreateKey
  | DeleteKey
  | UseNonce
  | NoteKeyUse
  | NoteWithdrawal
  | RenameAccount
  | ChangePassword
  | RehashPassword
  | TurnOffTwoFactor
  | SetRecoveryCodes
  | RecoverSignIn
  | EndOtherSessions
  | SwitchKey
  | ChangeKeyAddresses;

/** The browser that asked, as `Chrome · Linux` or '', and its address. */
export interface Device {
  readonly browser: string;
  readonly address: string;
}

/** Opens an account and its first session. `passwordHash` is a PHC string, `tokenHash` SHA-256 in hex. */
export interface CreateAccount {
  readonly kind: 'create_account';
  readonly atMs: number;
  readonly account: AccountId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly tokenHash: string;
  /** Absent in journals from before sessions were listed. */
  readonly device?: Device;
}

/** A password was right. `stage` says what the session may do; the session of `replaces` ends. */
export interface StartSession {
  readonly kind: 'start_session';
  readonly atMs: number;
  readonly account: AccountId;
  readonly tokenHash: string;
  readonly stage: SessionStage;
  readonly replaces: string | null;
  readonly device?: Device;
}

export type SessionStage = 'second_factor' | 'signed_in';

export interface EndSession {
  readonly kind: 'end_session';
  readonly atMs: number;
  readonly tokenHash: string;
}

/** Keeps a session from becoming idle; written now and then, not with every request. */
export interface NoteSessionUse {
  readonly kind: 'note_session_use';
  readonly atMs: number;
  readonly tokenHash: string;
}

/** Stores a secret, encrypted, that is not in force before `confirm_two_factor`. */
export interface BeginTwoFactor {
  readonly kind: 'begin_two_factor';
  readonly atMs: number;
  readonly account: AccountId;
  readonly sealedSecret: string;
}

/** A code of `sealedSecret` for time step `step` was right. Ends every other session. */
export interface ConfirmTwoFactor {
  readonly kind: 'confirm_two_factor';
  readonly atMs: number;
  readonly account: AccountId;
  readonly sealedSecret: string;
  readonly step: number;
  readonly tokenHash: string;
  readonly device?: Device;
}

/** A code for `step` was right; the session of `replaces` gives way to a new one that is signed in. */
export interface ConfirmSignIn {
  readonly kind: 'confirm_sign_in';
  readonly atMs: number;
  readonly account: AccountId;
  readonly step: number;
  readonly tokenHash: string;
  readonly replaces: string;
  readonly device?: Device;
}

export interface CreateKey {
  readonly kind: 'create_key';
  readonly atMs: number;
  readonly account: AccountId;
  readonly step: number;
  readonly keyId: string;
  readonly name: string;
  /** Canonical literal addresses; empty means any. */
  readonly addresses: readonly string[];
  readonly permissions: readonly WirePermission[];
  readonly sealedSecret: string;
  readonly device?: Device;
}

export interface DeleteKey {
  readonly kind: 'delete_key';
  readonly atMs: number;
  readonly account: AccountId;
  readonly step: number;
  readonly keyId: string;
  readonly device?: Device;
}

export interface RenameAccount {
  readonly kind: 'rename_account';
  readonly atMs: number;
  readonly account: AccountId;
  readonly name: string;
}

/** Ends every session of the account and opens a new one. `passwordHash` is a PHC string. */
export interface ChangePassword {
  readonly kind: 'change_password';
  readonly atMs: number;
  readonly account: AccountId;
  readonly passwordHash: string;
  readonly tokenHash: string;
  readonly device: Device;
}

/** The same password hashed anew at today's cost; nothing else changes, and nothing at all if the password did meanwhile. */
export interface RehashPassword {
  readonly kind: 'rehash_password';
  readonly atMs: number;
  readonly account: AccountId;
  readonly replaces: string;
  readonly passwordHash: string;
}

/** What shows that the person holds the second factor: a step of the app, or the hash of a recovery code. */
export type FactorProof =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'recovery'; readonly hash: string };

/** Forgets the secret and the recovery codes, ends every session of the account and opens a new one. */
export interface TurnOffTwoFactor {
  readonly kind: 'turn_off_two_factor';
  readonly atMs: number;
  readonly account: AccountId;
  readonly proof: FactorProof;
  readonly tokenHash: string;
  readonly device: Device;
}

/** `hashes` (SHA-256 in hex) take the place of all codes from before. */
export interface SetRecoveryCodes {
  readonly kind: 'set_recovery_codes';
  readonly atMs: number;
  readonly account: AccountId;
  readonly step: number;
  readonly hashes: readonly string[];
  readonly device: Device;
}

/** As `confirm_sign_in`, with a recovery code, which is spent. */
export interface RecoverSignIn {
  readonly kind: 'recover_sign_in';
  readonly atMs: number;
  readonly account: AccountId;
  readonly hash: string;
  readonly tokenHash: string;
  readonly replaces: string;
  readonly device: Device;
}

/** Ends every session of the account but the one of `keeps`. */
export interface EndOtherSessions {
  readonly kind: 'end_other_sessions';
  readonly atMs: number;
  readonly account: AccountId;
  readonly keeps: string;
  readonly device: Device;
}

/** Switching a key off asks for no code; switching it on does. */
export interface SwitchKey {
  readonly kind: 'switch_key';
  readonly atMs: number;
  readonly account: AccountId;
  readonly keyId: string;
  readonly isOn: boolean;
  /** Null when the key goes off. */
  readonly step: number | null;
  readonly device: Device;
}

export interface ChangeKeyAddresses {
  readonly kind: 'change_key_addresses';
  readonly atMs: number;
  readonly account: AccountId;
  readonly step: number;
  readonly keyId: string;
  /** Canonical literal addresses; empty means any. */
  readonly addresses: readonly string[];
  readonly device: Device;
}

/** Spends a nonce of a key; spending it again is refused, also after a restart. */
export interface UseNonce {
  readonly kind: 'use_nonce';
  readonly atMs: number;
  readonly keyId: string;
  readonly nonce:
    | { readonly kind: 'v1'; readonly value: number }
    | { readonly kind: 'v2'; readonly text: string; readonly atMs: number };
}

export interface NoteKeyUse {
  readonly kind: 'note_key_use';
  readonly atMs: number;
  readonly keyId: string;
}

/** Writes down what was asked for; no balance knows of it. */
export interface NoteWithdrawal {
  readonly kind: 'note_withdrawal';
  readonly atMs: number;
  readonly account: AccountId;
  readonly withdrawal: NotedWithdrawal;
}

/** Why a command was refused, in order of precedence; the first that applies is the answer. */
export type PortalCommandRefusal =
  | 'email_taken'
  | 'id_taken'
  | 'account_unknown'
  | 'session_missing'
  | 'two_factor_on'
  | 'enrolment_not_started'
  | 'two_factor_missing'
  | 'key_unknown'
  | 'keys_paused'
  | 'keys_too_many'
  | 'code_used'
  | 'nonce_used';
