// The security page: password, second factor, recovery codes, sessions, and what happened to the account.

import { err, type Result } from '@mandato/primitives/result';
import { z } from 'zod';
import { checkPassword, hashPassword, passwordLengthMax } from '../accounts/password.ts';
import { isSessionAlive, keysPauseMs, type PortalAccount, type Session } from '../accounts/portal-state.ts';
import { hashRecoveryCode, mintRecoveryCodes } from '../accounts/recovery-codes.ts';
import { mintSessionToken } from '../accounts/session-token.ts';
import type { PortalSecurity, PortalSessionRow } from '../api-contract/security-contract.ts';
import { checkCode, checkFactor } from './check-code.ts';
import { checkOwnPassword } from './check-password.ts';
import { isPersonName, tidyName } from './person-name.ts';
import { answered, type PortalContext, portalCall, refused, sessionOf, signedInOf } from './portal-call.ts';

const password = z.string().max(passwordLengthMax);
const code = z.string().max(60);

export const security = portalCall<'security'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { session, person } = signedIn.value;
  return answered(securityOf(context, person, session.tokenHash));
});

export const changePassword = portalCall<
  'changePassword',
  { readonly password: string; readonly newPassword: string }
>(z.strictObject({ password, newPassword: password }), async (context, request) => {
  const { ports, device } = context;
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { person } = signedIn.value;
  const right = await checkOwnPassword(context, person, request.password);
  if (!right.ok) return refused(right.error);
  const fit = checkNewPassword(person, request);
  if (!fit.ok) return refused(fit.error);
  const passwordHash = await hashPassword(request.newPassword);
  const { token, tokenHash } = mintSessionToken();
  const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
  const changed = await ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'change_password', ...at, passwordHash, tokenHash },
  });
  return changed.ok ? answered(securityOf(context, person, tokenHash), token) : refused('storage_failed');
});

function checkNewPassword(
  person: PortalAccount,
  request: { readonly password: string; readonly newPassword: string },
): Result<null, 'password_too_short' | 'password_too_common' | 'password_unchanged'> {
  if (request.newPassword === request.password) return err('password_unchanged');
  return checkPassword(request.newPassword, person);
}

export const turnOffTwoFactor = portalCall<
  'turnOffTwoFactor',
  { readonly password: string; readonly code: string }
>(z.strictObject({ password, code }), async (context, request) => {
  const { ports, device } = context;
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { person } = signedIn.value;
  if (person.twoFactor.kind !== 'on') return refused('two_factor_missing');
  const right = await checkOwnPassword(context, person, request.password);
  if (!right.ok) return refused(right.error);
  const proof = checkFactor(context, person, request.code);
  if (!proof.ok) return refused(proof.error);
  const { token, tokenHash } = mintSessionToken();
  const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
  const off = await ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'turn_off_two_factor', ...at, proof: proof.value, tokenHash },
  });
  if (off.ok) return answered(sessionOf(person), token);
  const isKnown = off.error === 'code_used' || off.error === 'two_factor_missing';
  return refused(isKnown ? off.error : 'storage_failed');
});

export const makeRecoveryCodes = portalCall<'makeRecoveryCodes', { readonly code: string }>(
  z.strictObject({ code }),
  async (context, request) => {
    const { ports, device } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (person.twoFactor.kind !== 'on') return refused('two_factor_missing');
    const step = checkCode(context, person, request.code);
    if (!step.ok) return refused(step.error);
    const codes = mintRecoveryCodes();
    const hashes = codes.map(hashRecoveryCode).filter((hash) => hash !== null);
    const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
    const made = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'set_recovery_codes', ...at, step: step.value, hashes },
    });
    if (made.ok) return answered({ codes });
    const isKnown = made.error === 'code_used' || made.error === 'two_factor_missing';
    return refused(isKnown ? made.error : 'storage_failed');
  },
);

export const endSession = portalCall<'endSession', { readonly sessionId: string }>(
  z.strictObject({ sessionId: z.string().max(64) }),
  async (context, { sessionId }) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { session, person } = signedIn.value;
    const found = sessionsOf(context, person).find((each) => idOfSession(each) === sessionId);
    if (found === undefined) return refused('session_unknown');
    const ended = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'end_session', atMs: ports.wallClock.nowMs(), tokenHash: found.tokenHash },
    });
    return ended.ok ? answered(securityOf(context, person, session.tokenHash)) : refused('storage_failed');
  },
);

export const endOtherSessions = portalCall<'endOtherSessions'>(z.strictObject({}), async (context) => {
  const { ports, device } = context;
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { session, person } = signedIn.value;
  const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
  const ended = await ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'end_other_sessions', ...at, keeps: session.tokenHash },
  });
  return ended.ok ? answered(securityOf(context, person, session.tokenHash)) : refused('storage_failed');
});

export const rename = portalCall<'rename', { readonly name: string }>(
  z.strictObject({ name: z.string().max(400) }),
  async (context, request) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    const name = tidyName(request.name);
    if (!isPersonName(name)) return refused('name_malformed');
    const renamed = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'rename_account', atMs: ports.wallClock.nowMs(), account: person.id, name },
    });
    return renamed.ok ? answered(sessionOf(person)) : refused('storage_failed');
  },
);

function securityOf(context: PortalContext, person: PortalAccount, current: string): PortalSecurity {
  const { passwordChangedAtMs, twoFactorOffAtMs, activity } = person;
  const pausedUntilMs = (twoFactorOffAtMs ?? Number.NEGATIVE_INFINITY) + keysPauseMs;
  const rows = sessionsOf(context, person).map((session) => sessionRow(session, current));
  return {
    hasTwoFactor: person.twoFactor.kind === 'on',
    recoveryCodesLeft: person.recoveryHashes.size,
    passwordChangedAt: passwordChangedAtMs === null ? null : isoOf(passwordChangedAtMs),
    keysPausedUntil: context.ports.wallClock.nowMs() < pausedUntilMs ? isoOf(pausedUntilMs) : null,
    sessions: rows.sort(
      (one, other) =>
        Number(other.isCurrent) - Number(one.isCurrent) || other.seenAt.localeCompare(one.seenAt),
    ),
    activity: activity.map(({ kind, atMs, device }) => ({ kind, at: isoOf(atMs), ...device })).reverse(),
  };
}

function sessionsOf({ ports }: PortalContext, person: PortalAccount): readonly Session[] {
  const nowMs = ports.wallClock.nowMs();
  return [...ports.sequencer.state.portal.sessions.values()].filter(
    (session) => session.account === person.id && isSessionAlive(session, nowMs),
  );
}

function sessionRow(session: Session, current: string): PortalSessionRow {
  return {
    sessionId: idOfSession(session),
    isCurrent: session.tokenHash === current,
    ...session.device,
    startedAt: isoOf(session.startedAtMs),
    seenAt: isoOf(session.seenAtMs),
  };
}

// A part of the hash names a session and lets nobody into it.
function idOfSession({ tokenHash }: Session): string {
  return tokenHash.slice(0, 20);
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
