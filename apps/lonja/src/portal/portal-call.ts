// What a portal call is given and what it gives back.

import { err, ok, type Result } from '@mandato/primitives/result';
import type { z } from 'zod';
import type { Device } from '../accounts/portal-command.ts';
import type { PortalAccount, PortalState, Session } from '../accounts/portal-state.ts';
import { isSessionAlive } from '../accounts/portal-state.ts';
import { hashSessionToken } from '../accounts/session-token.ts';
import type { PortalCallName, PortalCalls } from '../api-contract/portal-contract.ts';
import type { PortalSession, SessionRefusal } from '../api-contract/session-contract.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import type { PortalThrottles } from './portal-throttles.ts';

export interface PortalContext {
  readonly ports: LonjaPorts;
  readonly throttles: PortalThrottles;
  readonly peerAddress: string;
  /** Where the request comes from, in words that a person knows again. */
  readonly device: Device;
  /** The live session of the request's cookie with its person, or null. */
  readonly session: Session | null;
  readonly person: PortalAccount | null;
}

/** `cookie` replaces the browser's session: a token, or '' to forget it; null leaves it. */
export interface Handled<Answer, Refusal> {
  readonly result: Result<Answer, Refusal>;
  readonly cookie: string | null;
}

type Reply<Name extends PortalCallName> = Handled<PortalCalls[Name]['answer'], Refusal<Name>>;
/** `storage_failed` is answered with status 500: nothing that a person did. */
type Refusal<Name extends PortalCallName> = PortalCalls[Name]['refusal'] | 'storage_failed';

export interface PortalCallRunner {
  run(context: PortalContext, json: unknown): Promise<Handled<unknown, string>>;
}

/** A call of the contract: its request is checked by `schema` before `run` sees it. */
export function portalCall<Name extends PortalCallName, Request = unknown>(
  schema: z.ZodType<Request>,
  run: (context: PortalContext, request: Request) => Reply<Name> | Promise<Reply<Name>>,
): PortalCallRunner {
  return {
    run: async (context, json) => {
      const request = schema.safeParse(json);
      return request.success ? run(context, request.data) : refused('request_malformed');
    },
  };
}

/** The answer, leaving the session cookie alone unless a token is given. */
export function answered<Answer>(value: Answer, cookie: string | null = null): Handled<Answer, never> {
  return { result: ok(value), cookie };
}

export function refused<Refusal>(code: Refusal): Handled<never, Refusal> {
  return { result: err(code), cookie: null };
}

export interface SignedIn {
  readonly session: Session;
  readonly person: PortalAccount;
}

/** The person behind the session, when they have passed every factor. */
export function signedInOf({ session, person }: PortalContext): Result<SignedIn, SessionRefusal> {
  if (session === null || person === null) return err('session_missing');
  return session.stage === 'signed_in' ? ok({ session, person }) : err('second_factor_needed');
}

/** What the pages are told about a person who has passed every factor. */
export function sessionOf(person: PortalAccount): PortalSession {
  const { name, email, twoFactor } = person;
  return { kind: 'signed_in', name, email, hasTwoFactor: twoFactor.kind === 'on' };
}

/** The live session of a token, with its person. */
export function findSession(
  portal: PortalState,
  token: string | null,
  nowMs: number,
): { readonly session: Session; readonly person: PortalAccount } | null {
  const session = token === null ? undefined : portal.sessions.get(hashSessionToken(token));
  const person = session === undefined ? undefined : portal.accounts.get(session.account);
  if (session === undefined || person === undefined || !isSessionAlive(session, nowMs)) return null;
  return { session, person };
}
