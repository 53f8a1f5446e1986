// What the security page changes: name, password, second factor, recovery codes, sessions, and a key's switches.

import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import { noteActivity } from './note-activity.ts';
import type {
  ChangeKeyAddresses,
  ChangePassword,
  EndOtherSessions,
  PortalCommandRefusal,
  RecoverSignIn,
  RehashPassword,
  RenameAccount,
  SetRecoveryCodes,
  SwitchKey,
  TurnOffTwoFactor,
} from './portal-command.ts';
import type { PortalAccount, PortalState } from './portal-state.ts';
import { endSessionsOf, openSession } from './session-book.ts';
import { spendCode, spendFactor } from './spend-code.ts';

type SecurityCommand =
  | RenameAccount
  | ChangePassword
  | RehashPassword
  | TurnOffTwoFactor
  | SetRecoveryCodes
  | RecoverSignIn
  | EndOtherSessions
  | SwitchKey
  | ChangeKeyAddresses;
type Applied = Result<null, PortalCommandRefusal>;

/** Applies one command at wall time `atMs`, which never runs backwards. A refused command changes nothing. */
export function applySecurity(state: PortalState, command: SecurityCommand, atMs: number): Applied {
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  switch (command.kind) {
    case 'rename_account':
      account.name = command.name;
      return ok(null);
    case 'change_password':
      account.passwordHash = command.passwordHash;
      account.passwordChangedAtMs = atMs;
      endSessionsOf(state, account.id);
      openSession(state, { ...command, stage: 'signed_in', atMs });
      noteActivity(account, 'password_changed', { ...command, atMs });
      return ok(null);
    case 'rehash_password':
      if (account.passwordHash === command.replaces) account.passwordHash = command.passwordHash;
      return ok(null);
    case 'turn_off_two_factor':
      return turnOffTwoFactor({ state, account, atMs }, command);
    case 'set_recovery_codes':
      return setRecoveryCodes(account, command, atMs);
    case 'recover_sign_in':
      return recoverSignIn({ state, account, atMs }, command);
    case 'end_other_sessions':
      endSessionsOf(state, account.id, command.keeps);
      noteActivity(account, 'sessions_ended', { ...command, atMs });
      return ok(null);
    case 'switch_key':
      return switchKey(account, command, atMs);
    case 'change_key_addresses':
      return changeKeyAddresses(account, command, atMs);
    default:
      return unreachable(command);
  }
}

interface Place {
  readonly state: PortalState;
  readonly account: PortalAccount;
  readonly atMs: number;
}

function turnOffTwoFactor({ state, account, atMs }: Place, command: TurnOffTwoFactor): Applied {
  const spent = spendFactor(account, command.proof);
  if (!spent.ok) return spent;
  account.twoFactor = { kind: 'off' };
  account.twoFactorOffAtMs = atMs;
  account.recoveryHashes.clear();
  endSessionsOf(state, account.id);
  openSession(state, { ...command, stage: 'signed_in', atMs });
  noteActivity(account, 'two_factor_off', { ...command, atMs });
  return ok(null);
}

function setRecoveryCodes(account: PortalAccount, command: SetRecoveryCodes, atMs: number): Applied {
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  account.recoveryHashes.clear();
  for (const hash of command.hashes) account.recoveryHashes.add(hash);
  noteActivity(account, 'recovery_codes_made', { ...command, atMs });
  return ok(null);
}

function recoverSignIn({ state, account, atMs }: Place, command: RecoverSignIn): Applied {
  const session = state.sessions.get(command.replaces);
  const isWaiting = session?.stage === 'second_factor' && session.account === account.id;
  if (!isWaiting) return err('session_missing');
  const spent = spendFactor(account, { kind: 'recovery', hash: command.hash });
  if (!spent.ok) return spent;
  state.sessions.delete(command.replaces);
  openSession(state, { ...command, stage: 'signed_in', atMs });
  noteActivity(account, 'recovery_code_used', { ...command, atMs });
  return ok(null);
}

// Off is always safe; on needs the second factor, so that a stolen session cannot bring a key back.
function switchKey(account: PortalAccount, command: SwitchKey, atMs: number): Applied {
  const key = account.keys.get(command.keyId);
  if (key === undefined) return err('key_unknown');
  if (command.isOn) {
    if (command.step === null) return err('code_used');
    const spent = spendCode(account, command.step);
    if (!spent.ok) return spent;
  }
  key.isOn = command.isOn;
  noteActivity(account, 'key_changed', { ...command, atMs });
  return ok(null);
}

function changeKeyAddresses(account: PortalAccount, command: ChangeKeyAddresses, atMs: number): Applied {
  const key = account.keys.get(command.keyId);
  if (key === undefined) return err('key_unknown');
  const spent = spendCode(account, command.step);
  if (!spent.ok) return spent;
  key.addresses = command.addresses;
  noteActivity(account, 'key_changed', { ...command, atMs });
  return ok(null);
}
