// Decides what an answer to a read is: its payload, read by a parser, or the reason why there is none.

import type { ReadFailure, ReadOutcome } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { readBody } from './read-body.ts';
import { rejectionOf } from './rejection-of.ts';

/** How to read an answer. */
export interface ReadRules<T> {
  /** The value of a payload, or null when it is not of the documented shape. */
  readonly parse: (payload: unknown) => T | null;
  /** Refusals that are themselves an answer: "no such order", for example. */
  readonly valueOfCode?: Readonly<Record<string, T>>;
}

/** A nonce below the highest one seen, or outside of the window (bitso-api 3 and 5). */
const nonceTooLow = '0206';

/** Never throws; a payload that the parser does not know is `answer_unreadable`. */
export function classifyRead<T>(answer: VenueAnswer, rules: ReadRules<T>): ReadOutcome<T> {
  switch (answer.kind) {
    case 'denied':
      return unread({ kind: 'denied', code: answer.code });
    case 'not_sent':
    case 'lost':
      return unread({ kind: 'unreachable', cause: answer.cause });
    case 'answered':
      return classifyAnswered(answer, rules);
  }
}

function classifyAnswered<T>(
  { status, body: text }: { readonly status: number; readonly body: string },
  rules: ReadRules<T>,
): ReadOutcome<T> {
  const body = readBody(text);
  const isRateLimited = body.kind === 'error' && body.code.startsWith('08');
  if (isRateLimited || status === 420 || status === 429) return unread({ kind: 'rate_limited' });
  if (body.kind === 'unreadable' || status < 200 || status >= 500) return unreadable();
  if (body.kind === 'payload') {
    const value = status < 300 ? rules.parse(body.payload) : null;
    return value === null ? unreadable() : { kind: 'read', value };
  }
  if (rules.valueOfCode !== undefined && Object.hasOwn(rules.valueOfCode, body.code)) {
    const value = rules.valueOfCode[body.code];
    if (value !== undefined) return { kind: 'read', value };
  }
  return unread(failureOf(body));
}

function failureOf({ code, message }: { readonly code: string; readonly message: string }): ReadFailure {
  if (code === nonceTooLow) return { kind: 'overtaken' };
  const rejection = rejectionOf(code) ?? 'rejected_otherwise';
  return { kind: 'rejected', code: rejection, venueCode: code, venueMessage: message };
}

function unread<T>(failure: ReadFailure): ReadOutcome<T> {
  return { kind: 'unread', failure };
}

function unreadable<T>(): ReadOutcome<T> {
  return unread({ kind: 'unreachable', cause: 'answer_unreadable' });
}
