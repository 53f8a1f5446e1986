// What an endpoint of the v3 API is: who may call it, and a function from a call to an answer.

import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import type { WirePermission } from '@mandato/bitso-wire/permission';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { AccountId } from '@mandato/exchange-core/ids';
import type { Result } from '@mandato/primitives/result';
import type { NotedWithdrawal, PortalAccount } from '../accounts/portal-state.ts';
import type { WireReply } from '../http/wire-request.ts';
import type { JournalFault } from '../journal/journal.ts';
import type { ConditionName, ConditionOf } from '../sandbox/fault-verb.ts';
import type { Switches } from '../sandbox/switches.ts';
import type { LonjaRefusal } from '../sequencer-lonja.ts';

/** A text that names what was sent, in both languages. */
export type Wording = readonly [english: string, spanish: string];

export type Answer =
  | { readonly kind: 'payload'; readonly payload: unknown }
  /** A whole envelope of success that was written before. */
  | { readonly kind: 'text'; readonly text: string }
  /** `message` replaces the table's text. */
  | { readonly kind: 'failure'; readonly code: WireErrorCode; readonly message: Wording | null }
  /** A reply that is not in the envelope, as the wire has it. */
  | { readonly kind: 'bare'; readonly status: number; readonly json: unknown }
  /** A reply that a fault put in the place of ours, or spoilt. */
  | { readonly kind: 'wire'; readonly reply: WireReply };

export interface PublicCall {
  readonly switches: Switches;
  /**
   * The condition of this name (and, when given, to this taste) that holds for this request, or for `book` when one is
   * named; null without one.
   */
  readonly holds: <Name extends ConditionName>(
    name: Name,
    book?: string,
    isWanted?: (condition: ConditionOf<Name>) => boolean,
  ) => ConditionOf<Name> | null;
  readonly exchange: ExchangeState;
  /** The path segment after the endpoint's name, decoded, or null. */
  readonly param: string | null;
  readonly query: ReadonlyMap<string, string>;
  /** The body as text; null when its bytes are not UTF-8. */
  readonly body: string | null;
  /** Market time of the request. */
  readonly atMs: number;
}

export interface SignedCall extends PublicCall {
  readonly person: PortalAccount;
  readonly account: AccountId;
  /** A fresh order id. */
  readonly mintOrderId: () => string;
  /** Journals the request's nonce and then the command; resolves when both are durable. */
  readonly submit: (command: EngineCommand) => Promise<Submitted>;
  /** As `submit`, without a promise, for a request that has no other command until `then` was called. */
  readonly submitOnly: (command: EngineCommand, then: (done: Submitted) => void) => void;
  /** Journals the request's nonce and then what was asked for, under an id of its own. */
  readonly noteWithdrawal: (
    asked: Omit<NotedWithdrawal, 'withdrawalId' | 'atMs'>,
  ) => Promise<Result<NotedWithdrawal, LonjaRefusal | JournalFault>>;
}

/** What a command did, or why it did nothing. */
export type Submitted = Result<readonly EngineEvent[], LonjaRefusal | JournalFault>;

export type Endpoint = PublicEndpoint | SignedEndpoint;

export interface PublicEndpoint {
  readonly access: 'public';
  readonly isRateLimited: true;
  readonly answer: (call: PublicCall) => Answer;
}

export interface SignedEndpoint {
  readonly access: 'signed';
  readonly permission: WirePermission;
  readonly isRateLimited: boolean;
  readonly answer: (call: SignedCall) => Answer | Promise<Answer>;
}

export function payload(value: unknown): Answer {
  return { kind: 'payload', payload: value };
}

export function failure(code: WireErrorCode, message: Wording | null = null): Answer {
  return { kind: 'failure', code, message };
}

/** An endpoint for anyone. */
export function publicEndpoint(answer: PublicEndpoint['answer']): PublicEndpoint {
  return { access: 'public', isRateLimited: true, answer };
}

/** An endpoint for keys with `permission`, within the rate limit. */
export function signedEndpoint(permission: WirePermission, answer: SignedEndpoint['answer']): SignedEndpoint {
  return { access: 'signed', permission, isRateLimited: true, answer };
}
