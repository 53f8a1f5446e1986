// What every procedure starts from: the contract to fulfil, who is asking, and the rule that lets them in.

import { implement } from '@orpc/server';
import type { Device } from '../account/known-devices.ts';
import type { RelyingParty } from '../account/relying-party.ts';
import type { Language } from '../api-contract/account-contract.ts';
import { apiContract } from '../api-contract/api-contract.ts';
import { refuse } from './refuse.ts';

/** A person as a procedure knows them. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language | null;
  readonly hasSecondFactor: boolean;
}

/** Who sent the request, by the session cookie alone. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | ({ readonly kind: 'second_factor_needed' | 'signed_in' } & HeldSession);

/** A session that began with a password: whose it is, its name, and the hash of its cookie. */
export interface HeldSession {
  readonly person: Person;
  readonly sessionId: string;
  readonly tokenHash: string;
}

/** What the HTTP side gives to every procedure. */
export interface ApiContext {
  readonly caller: Caller;
  /** The address of the socket's other end, normalised; never taken from a header. */
  readonly address: string;
  readonly device: Device;
  /** Who authenticators are told is asking; null where this address has no passkeys. */
  readonly relyingParty: RelyingParty | null;
  /** Makes the browser known by a cookie if it is not, and answers the hash of that cookie. */
  holdBrowser(): string;
  /** Gives the browser the cookie by which it is known again; it opens nothing. */
  setDeviceToken(token: string): void;
  /** Sets the session cookie of the answer; `null` removes it. */
  setSessionToken(token: string | null): void;
}

export const api = implement(apiContract).$context<ApiContext>();

/** Lets only signed-in people through and gives the procedure their `person`. */
export const signedIn = api.middleware(({ context, next }) => {
  switch (context.caller.kind) {
    case 'anonymous':
      throw refuse('session_expired');
    case 'second_factor_needed':
      throw refuse('second_factor_needed');
    case 'signed_in':
      return next({
        context: {
          person: context.caller.person,
          sessionId: context.caller.sessionId,
          tokenHash: context.caller.tokenHash,
        },
      });
  }
});
