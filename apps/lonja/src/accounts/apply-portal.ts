// The portal as a function: one command in, done or refused out; a refused command changes nothing.

import { nonceWindowMs } from '@mandato/bitso-wire/authorization';
import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import { applySecurity } from './apply-security.ts';
import { noteActivity } from './note-activity.ts';
import type {
  BeginTwoFactor,
  ConfirmSignIn,
  ConfirmTwoFactor,
  CreateAccount,
  CreateKey,
  DeleteKey,
  NoteWithdrawal,
  PortalCommand,
  PortalCommandRefusal,
  StartSession,
  UseNonce,
} from './portal-command.ts';
import {
  type ApiKey,
  keysMax,
  keysPauseMs,
  type PortalAccount,
  type PortalState,
  withdrawalsMax,
} from './portal-state.ts';
import { dropDeadSessions, endSessionsOf, openSession } from './session-book.ts';
import { spendCode } from './spend-code.ts';

export type PortalApplied = Result<null, PortalCommandRefusal>;

/** Applies one command to `state`, which it changes in place. The same commands always give the same state. */
export function applyPortal(state: PortalState, command: PortalCommand): PortalApplied {
  const atMs = Math.max(state.nowMs, command.atMs);
  const applied = decide(state, command, atMs);
  if (applied.ok) state.nowMs = atMs;
  return applied;
}

function decide(state: PortalState, command: PortalCommand, atMs: number): PortalApplied {
  switch (command.kind) {
    case 'create_account':
      return createAccount(state, command, atMs);
    case 'start_session':
      return startSession(state, command, atMs);
    case 'end_session':
      state.sessions.delete(command.tokenHash);
      return ok(null);
    case 'note_session_use':
      return noteSessionUse(state, command.tokenHash, atMs);
    case 'begin_two_factor':
      return beginTwoFactor(state, command);
    case 'confirm_two_factor':
      return confirmTwoFactor(state, command, atMs);
    case 'confirm_sign_in':
      return confirmSignIn(state, command, atMs);
    case 'create_key':
      return createKey(state, command, atMs);
    case 'delete_key':
      return deleteKey(state, command, atMs);
    case 'use_nonce':
      return useNonce(state, command);
    case 'note_key_use':
      return noteKeyUse(state, command.keyId, atMs);
    case 'note_withdrawal':
      return noteWithdrawal(state, command);
    case 'rename_account':
    case 'change_password':
    case 'rehash_password':
    case 'turn_off_two_factor':
    case 'set_recovery_codes':
    case 'recover_sign_in':
    case 'end_other_sessions':
    case 'switch_key':
    case 'change_key_addresses':
      return applySecurity(state, command, atMs);
    default:
      return unreachable(command);
  }
}

function createAccount(state: PortalState, command: CreateAccount, atMs: number): PortalApplied {
  if (state.byEmail.has(command.email)) return err('email_taken');
  if (state.accounts.has(command.account)) return err('id_taken');
  const account: PortalAccount = {
    id: command.account,
    email: command.email,
    name: command.name,
    passwordHash: command.passwordHash,
    createdAtMs: atMs,
    passwordChangedAtMs: null,
    twoFactor: { kind: 'off' },
    twoFactorOffAtMs: null,
    recoveryHashes: new Set(),
    activity: [],
    keys: new Map(),
    withdrawals: [],
  };
  state.accounts.set(account.id, account);
  state.byEmail.set(account.email, account);
  openSession(state, { ...command, stage: 'signed_in', atMs });
  noteActivity(account, 'signed_up', { atMs, device: command.device });
  return ok(null);
}

function startSession(state: PortalState, command: StartSession, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  dropDeadSessions(state, atMs);
  if (command.replaces !== null) state.sessions.delete(command.replaces);
  openSession(state, { ...command, atMs });
  if (command.stage === 'signed_in') noteActivity(account, 'signed_in', { atMs, device: command.device });
  return ok(null);
}

function noteSessionUse(state: PortalState, tokenHash: string, atMs: number): PortalApplied {
  const session = state.sessions.get(tokenHash);
  if (session === undefined) return err('session_missing');
  session.seenAtMs = atMs;
  return ok(null);
}

function beginTwoFactor(state: PortalState, command: BeginTwoFactor): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (account.twoFactor.kind === 'on') return err('two_factor_on');
  account.twoFactor = { kind: 'pending', sealedSecret: command.sealedSecret };
  return ok(null);
}

// The secret is compared too, so that a code for an abandoned enrolment cannot confirm a later one.
function confirmTwoFactor(state: PortalState, command: ConfirmTwoFactor, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  const { twoFactor } = account;
  if (twoFactor.kind !== 'pending' || twoFactor.sealedSecret !== command.sealedSecret) {
    return err('enrolment_not_started');
  }
  account.twoFactor = { kind: 'on', sealedSecret: command.sealedSecret, lastUsedStep: command.step };
  endSessionsOf(state, account.id);
  openSession(state, { ...command, stage: 'signed_in', atMs });
  noteActivity(account, 'two_factor_on', { atMs, device: command.device });
  return ok(null);
}

function confirmSignIn(state: PortalState, command: ConfirmSignIn, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  const session = state.sessions.get(command.replaces);
  const isWaiting = session?.stage === 'second_factor' && session.account === account.id;
  if (!isWaiting) return err('session_missing');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  state.sessions.delete(command.replaces);
  openSession(state, { ...command, stage: 'signed_in', atMs });
  noteActivity(account, 'signed_in', { atMs, device: command.device });
  return ok(null);
}

function createKey(state: PortalState, command: CreateKey, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (account.twoFactor.kind !== 'on') return err('two_factor_missing');
  if (state.keys.has(command.keyId)) return err('id_taken');
  if (areKeysPaused(account, atMs)) return err('keys_paused');
  if (account.keys.size >= keysMax) return err('keys_too_many');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  const key: ApiKey = {
    keyId: command.keyId,
    account: account.id,
    name: command.name,
    addresses: command.addresses,
    isOn: true,
    permissions: command.permissions,
    sealedSecret: command.sealedSecret,
    createdAtMs: atMs,
    lastUsedAtMs: null,
    nonceFloor: 0,
    noncesSpent: new Map(),
  };
  account.keys.set(key.keyId, key);
  state.keys.set(key.keyId, key);
  noteActivity(account, 'key_created', { atMs, device: command.device });
  return ok(null);
}

function areKeysPaused({ twoFactorOffAtMs }: PortalAccount, atMs: number): boolean {
  return twoFactorOffAtMs !== null && atMs - twoFactorOffAtMs < keysPauseMs;
}

function deleteKey(state: PortalState, command: DeleteKey, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (!account.keys.has(command.keyId)) return err('key_unknown');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  account.keys.delete(command.keyId);
  state.keys.delete(command.keyId);
  noteActivity(account, 'key_deleted', { atMs, device: command.device });
  return ok(null);
}

/** Whether `use_nonce` would be accepted; changes nothing. */
export function checkNonce(
  state: PortalState,
  { keyId, nonce }: UseNonce,
): Result<ApiKey, PortalCommandRefusal> {
  const key = state.keys.get(keyId);
  if (key === undefined) return err('key_unknown');
  const isUsed = nonce.kind === 'v1' ? nonce.value <= key.nonceFloor : key.noncesSpent.has(nonce.text);
  return isUsed ? err('nonce_used') : ok(key);
}

function useNonce(state: PortalState, command: UseNonce): PortalApplied {
  const checked = checkNonce(state, command);
  if (checked.ok) spendNonce(state, checked.value, command);
  return checked.ok ? ok(null) : checked;
}

/** What `use_nonce` does, to the key that `checkNonce` answered. */
export function spendNonce(state: PortalState, key: ApiKey, command: UseNonce): void {
  const { nonce } = command;
  const atMs = Math.max(state.nowMs, command.atMs);
  state.nowMs = atMs;
  if (nonce.kind === 'v1') {
    key.nonceFloor = nonce.value;
  } else {
    // Once a second: a look at the oldest one costs as much as the rest of this.
    if (Math.floor((key.lastUsedAtMs ?? 0) / 1_000) !== Math.floor(atMs / 1_000)) dropOldNonces(key, atMs);
    key.noncesSpent.set(nonce.text, nonce.atMs);
  }
  key.lastUsedAtMs = atMs;
}

function noteKeyUse(state: PortalState, keyId: string, atMs: number): PortalApplied {
  const key = state.keys.get(keyId);
  if (key === undefined) return err('key_unknown');
  key.lastUsedAtMs = atMs;
  return ok(null);
}

function noteWithdrawal(state: PortalState, { account: id, withdrawal }: NoteWithdrawal): PortalApplied {
  const account = state.accounts.get(id);
  if (account === undefined) return err('account_unknown');
  account.withdrawals.push(withdrawal);
  if (account.withdrawals.length > withdrawalsMax) account.withdrawals.shift();
  return ok(null);
}

// Nonces come roughly in the order of their time, so the oldest are in front; one that is out of order only stays
// a little longer.
function dropOldNonces(key: ApiKey, atMs: number): void {
  for (const [text, nonceAtMs] of key.noncesSpent) {
    if (nonceAtMs >= atMs - 2 * nonceWindowMs) return;
    key.noncesSpent.delete(text);
  }
}
