// The account procedures: they move tokens between cookies and the accounts, and tokens into nothing else.

import {
  changePassword,
  endOwnSessions,
  renewRecoveryCodes,
  type SecurityNeeds,
  turnSecondFactorOff,
} from '../account/account-security.ts';
import type { Accounts, Begun, Origin } from '../account/accounts.ts';
import { passwordLengthMin } from '../account/password.ts';
import { resetPassword } from '../account/password-reset.ts';
import { recoveryCodesLeft } from '../account/recovery-codes.ts';
import { sessionsOf } from '../account/session-store.ts';
import type { Session, SessionRow } from '../api-contract/account-contract.ts';
import { type ApiContext, api, type Caller, type HeldSession, type Person, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export function accountProcedures(accounts: Accounts, needs: SecurityNeeds) {
  const { account } = api;
  return {
    session: account.session.handler(({ context }) => sessionOfCaller(context.caller)),
    signUp: account.signUp.handler(async ({ context, input }) =>
      begin(context, await accounts.signUp(input, originOf(context))),
    ),
    signIn: account.signIn.handler(async ({ context, input }) =>
      begin(context, await accounts.signIn(input, originOf(context))),
    ),
    confirmSignIn: account.confirmSignIn.handler(async ({ context, input }) => {
      const { caller } = context;
      if (caller.kind !== 'second_factor_needed') throw refuse('session_expired');
      return begin(context, await accounts.confirmSignIn(caller, input.code, originOf(context)));
    }),
    signOut: account.signOut.handler(async ({ context }) => {
      if (context.caller.kind !== 'anonymous') await accounts.signOut(context.caller);
      context.setSessionToken(null);
      return { kind: 'anonymous' as const };
    }),
    setLanguage: account.setLanguage.use(signedIn).handler(async ({ context, input }) => {
      await accounts.setLanguage(context.person.userId, input.language);
      return sessionOf('signed_in', { ...context.person, language: input.language });
    }),
    beginSecondFactor: account.beginSecondFactor.use(signedIn).handler(async ({ context, input }) => {
      const begun = await accounts.beginSecondFactor(context.person, input.password);
      if (!begun.ok) throw refuse(begun.error.code, begun.error.details);
      return begun.value;
    }),
    confirmSecondFactor: account.confirmSecondFactor.use(signedIn).handler(async ({ context, input }) => {
      const enrolled = await accounts.confirmSecondFactor(context, input.code, originOf(context));
      if (!enrolled.ok) throw refuse(enrolled.error.code, enrolled.error.details);
      const { begun, recoveryCodes } = enrolled.value;
      return { session: begin(context, { ok: true, value: begun }), recoveryCodes: [...recoveryCodes] };
    }),
    ...securityProcedures(needs),
  };
}

function securityProcedures(needs: SecurityNeeds) {
  const { account } = api;
  return {
    changePassword: account.changePassword.use(signedIn).handler(async ({ context, input }) => {
      const token = await changePassword(needs, context, { ...input, origin: originOf(context) });
      if (!token.ok) throw refuse(token.error, { minimum: String(passwordLengthMin) });
      context.setSessionToken(token.value);
      return sessionOf('signed_in', context.person);
    }),
    resetPassword: account.resetPassword.handler(async ({ context, input }) => {
      const reset = await resetPassword(needs, { ...input, address: context.address });
      if (!reset.ok) throw refuse(reset.error, { minimum: String(passwordLengthMin) });
      context.setSessionToken(null);
      return { kind: 'anonymous' as const };
    }),
    turnSecondFactorOff: account.turnSecondFactorOff.use(signedIn).handler(async ({ context, input }) => {
      const token = await turnSecondFactorOff(needs, context, { ...input, origin: originOf(context) });
      if (!token.ok) throw refuse(token.error);
      context.setSessionToken(token.value);
      return sessionOf('signed_in', { ...context.person, hasSecondFactor: false });
    }),
    renewRecoveryCodes: account.renewRecoveryCodes.use(signedIn).handler(async ({ context, input }) => {
      const codes = await renewRecoveryCodes(needs, context, input.stepUpCode);
      if (!codes.ok) throw refuse(codes.error);
      return { recoveryCodes: [...codes.value] };
    }),
    recoveryCodesLeft: account.recoveryCodesLeft.use(signedIn).handler(async ({ context }) => ({
      left: await recoveryCodesLeft(needs.db, context.person.userId),
    })),
    sessions: account.sessions.use(signedIn).handler(({ context }) => sessionRows(needs, context)),
    endSessions: account.endSessions.use(signedIn).handler(async ({ context, input }) => {
      const ended = await endOwnSessions(needs, context, input);
      if (!ended.ok) throw refuse(ended.error);
      return sessionRows(needs, context);
    }),
  };
}

async function sessionRows(needs: SecurityNeeds, session: HeldSession): Promise<SessionRow[]> {
  const rows = await sessionsOf(needs.db, session.person.userId, needs.wall.nowMs());
  return rows.map(({ sessionId, startedAt, lastSeenAt, address, userAgent }) => ({
    sessionId,
    startedAt: new Date(startedAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    address,
    userAgent,
    isCurrent: sessionId === session.sessionId,
  }));
}

/** The new session into the cookie, what it is into the answer; or the refusal. */
function begin(
  context: ApiContext,
  outcome:
    | { readonly ok: true; readonly value: Begun }
    | {
        readonly ok: false;
        readonly error: {
          readonly code: Parameters<typeof refuse>[0];
          readonly details: Readonly<Record<string, string>>;
        };
      },
): Session {
  if (!outcome.ok) throw refuse(outcome.error.code, outcome.error.details);
  return beginAnswer(context, outcome.value);
}

/** The token of a session just begun goes into the cookie and nowhere else. */
export function beginAnswer(context: ApiContext, begun: Begun): Session {
  context.setSessionToken(begun.token);
  if (begun.newDeviceToken !== null) context.setDeviceToken(begun.newDeviceToken);
  return sessionOf(begun.stage, begun.person);
}

function sessionOfCaller(caller: Caller): Session {
  return caller.kind === 'anonymous' ? { kind: 'anonymous' } : sessionOf(caller.kind, caller.person);
}

function sessionOf(stage: 'second_factor_needed' | 'signed_in', person: Person): Session {
  const { name, email, hasSecondFactor, language } = person;
  if (stage === 'second_factor_needed') return { kind: stage, email };
  return { kind: stage, name, email, hasSecondFactor, language };
}

export function originOf({ address, device, caller }: ApiContext): Origin {
  return { address, device, heldTokenHash: caller.kind === 'anonymous' ? null : caller.tokenHash };
}
