// The account procedures: they move tokens between cookies and the accounts, and tokens into nothing else.

import type { Accounts, Begun, Origin } from '../account/accounts.ts';
import type { Session } from '../api-contract/account-contract.ts';
import { type ApiContext, api, type Caller, type Person, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export function accountProcedures(accounts: Accounts) {
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
      return begin(context, await accounts.confirmSignIn(caller, input.code));
    }),
    signOut: account.signOut.handler(async ({ context }) => {
      if (context.caller.kind !== 'anonymous') await accounts.signOut(context.caller.tokenHash);
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
    confirmSecondFactor: account.confirmSecondFactor
      .use(signedIn)
      .handler(async ({ context, input }) =>
        begin(context, await accounts.confirmSecondFactor(context, input.code)),
      ),
  };
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
  context.setSessionToken(outcome.value.token);
  return sessionOf(outcome.value.stage, outcome.value.person);
}

function sessionOfCaller(caller: Caller): Session {
  return caller.kind === 'anonymous' ? { kind: 'anonymous' } : sessionOf(caller.kind, caller.person);
}

function sessionOf(stage: 'second_factor_needed' | 'signed_in', person: Person): Session {
  const { name, email, hasSecondFactor, language } = person;
  if (stage === 'second_factor_needed') return { kind: stage, email };
  return { kind: stage, name, email, hasSecondFactor, language };
}

function originOf({ address, caller }: ApiContext): Origin {
  return { address, heldTokenHash: caller.kind === 'anonymous' ? null : caller.tokenHash };
}
