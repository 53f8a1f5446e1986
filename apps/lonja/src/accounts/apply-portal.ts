// The portal as a function: one command in, done or refused out; a refused command changes nothing.

import { nonceWindowMs } from '@mandato/bitso-wire/authorization';
import type { AccountId } from '@mandato/exchange-core/ids';
import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import type {
  BeginTwoFactor,
  ConfirmSignIn,
  ConfirmTwoFactor,
  CreateAccount,
  CreateKey,
  DeleteKey,
  PortalCommand,
  PortalCommandRefusal,
  SessionStage,
  StartSession,
  UseNonce,
} from './portal-command.ts';
import {
  type ApiKey,
  isSessionAlive,
  keysMax,
  type PortalAccount,
  type PortalState,
} from './portal-state.ts';

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
      return deleteKey(state, command);
    case 'use_nonce':
      return useNonce(state, command, atMs);
    case 'note_key_use':
      return noteKeyUse(state, command.keyId, atMs);
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
    twoFactor: { kind: 'off' },
    keys: new Map(),
  };
  state.accounts.set(account.id, account);
  state.byEmail.set(account.email, account);
  openSession(state, { account: account.id, tokenHash: command.tokenHash, stage: 'signed_in', atMs });
  return ok(null);
}

function startSession(state: PortalState, command: StartSession, atMs: number): PortalApplied {
  if (!state.accounts.has(command.account)) return err('account_unknown');
  dropDeadSessions(state, atMs);
  if (command.replaces !== null) state.sessions.delete(command.replaces);
  openSession(state, { ...command, atMs });
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
  for (const session of [...state.sessions.values()]) {
    if (session.account === account.id) state.sessions.delete(session.tokenHash);
  }
  openSession(state, { account: account.id, tokenHash: command.tokenHash, stage: 'signed_in', atMs });
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
  openSession(state, { account: account.id, tokenHash: command.tokenHash, stage: 'signed_in', atMs });
  return ok(null);
}

function createKey(state: PortalState, command: CreateKey, atMs: number): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (account.twoFactor.kind !== 'on') return err('two_factor_missing');
  if (state.keys.has(command.keyId)) return err('id_taken');
  if (account.keys.size >= keysMax) return err('keys_too_many');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  const key: ApiKey = {
    keyId: command.keyId,
    account: account.id,
    name: command.name,
    addresses: command.addresses,
    permissions: command.permissions,
    sealedSecret: command.sealedSecret,
    createdAtMs: atMs,
    lastUsedAtMs: null,
    nonceFloor: 0,
    noncesSpent: new Map(),
  };
  account.keys.set(key.keyId, key);
  state.keys.set(key.keyId, key);
  return ok(null);
}

function deleteKey(state: PortalState, command: DeleteKey): PortalApplied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  if (!account.keys.has(command.keyId)) return err('key_unknown');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  account.keys.delete(command.keyId);
  state.keys.delete(command.keyId);
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

function useNonce(state: PortalState, command: UseNonce, atMs: number): PortalApplied {
  const checked = checkNonce(state, command);
  if (!checked.ok) return checked;
  const { nonce } = command;
  const key = checked.value;
  if (nonce.kind === 'v1') {
    key.nonceFloor = nonce.value;
  } else {
    dropOldNonces(key, atMs);
    key.noncesSpent.set(nonce.text, nonce.atMs);
  }
  key.lastUsedAtMs = atMs;
  return ok(null);
}

function noteKeyUse(state: PortalState, keyId: string, atMs: number): PortalApplied {
  const key = state.keys.get(keyId);
  if (key === undefined) return err('key_unknown');
  key.lastUsedAtMs = atMs;
  return ok(null);
}

// Only a step greater than the last one spends: a code works once, and an older one not at all.
function spendCode(account: PortalAccount, step: number): PortalApplied {
  const { twoFactor } = account;
  if (twoFactor.kind !== 'on') return err('two_factor_missing');
  if (step <= twoFactor.lastUsedStep) return err('code_used');
  account.twoFactor = { ...twoFactor, lastUsedStep: step };
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

function dropDeadSessions(state: PortalState, atMs: number): void {
  for (const session of [...state.sessions.values()]) {
    if (!isSessionAlive(session, atMs)) state.sessions.delete(session.tokenHash);
  }
}

function openSession(
  state: PortalState,
  session: {
    readonly account: AccountId;
    readonly tokenHash: string;
    readonly stage: SessionStage;
    readonly atMs: number;
  },
): void {
  const { account, tokenHash, stage, atMs } = session;
  state.sessions.set(tokenHash, { account, tokenHash, stage, startedAtMs: atMs, seenAtMs: atMs });
}
