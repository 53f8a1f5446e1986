// Carries out the request verbs of one stage: waits, answers in the place of the exchange, or spoils the way back.

import { setTimeout as wait } from 'node:timers/promises';
import { messageOfAnyCode } from '@mandato/bitso-wire/distant-error-codes';
import { unreachable } from '@mandato/primitives/invariant';
import type { Delivery, WireReply } from '../http/wire-request.ts';
import type { FaultBoard, FaultSubject } from './fault-board.ts';
import type { FaultStage, RequestVerb } from './fault-verb.ts';

/** What the faults of a stage made of a request. */
export interface FaultOutcome {
  /** Sent instead of what the exchange would answer. */
  readonly reply: WireReply | null;
  /** How the answer travels. */
  readonly delivery: Delivery | null;
  /** The request is carried out twice, and this answer is sent. */
  readonly doubled: 'first' | 'second' | null;
}

const untouched: FaultOutcome = { reply: null, delivery: null, doubled: null };

/** Resolves once every delay is over. The first verb that decides the answer ends the stage. */
export async function meetFaults(
  faults: Pick<FaultBoard, 'draw'>,
  stage: FaultStage,
  subject: FaultSubject,
): Promise<FaultOutcome> {
  let outcome = untouched;
  for (const verb of faults.draw(stage, subject)) {
    outcome = await meet(outcome, verb);
    if (outcome.reply !== null) break;
  }
  return outcome;
}

/** The reply with the stage's delivery, when it has one. */
export function delivered(reply: WireReply, { delivery }: FaultOutcome): WireReply {
  return delivery === null ? reply : { ...reply, delivery };
}

async function meet(outcome: FaultOutcome, verb: RequestVerb): Promise<FaultOutcome> {
  switch (verb.verb) {
    case 'drop':
      return { ...outcome, reply: { status: 503, headers: {}, body: '', delivery: { kind: 'drop' } } };
    case 'delay':
      await wait(verb.ms);
      return outcome;
    case 'dup':
      return { ...outcome, doubled: verb.answer };
    case 'reply':
      return { ...outcome, reply: replyOf(verb) };
    case 'reset_mid_body':
      return { ...outcome, delivery: { kind: 'reset_mid_body' } };
    case 'trickle':
      return { ...outcome, delivery: { kind: 'trickle', bytesPerSecond: verb.bytesPerSecond } };
    default:
      return unreachable(verb);
  }
}

function replyOf(verb: Extract<RequestVerb, { readonly verb: 'reply' }>): WireReply {
  const { status, body, code, contentType } = verb;
  const coded = code === undefined ? null : envelopeOf(code);
  const isText = coded === null && typeof body === 'string';
  const type = contentType ?? (isText && body.startsWith('<') ? 'text/html; charset=utf-8' : null);
  return {
    status,
    headers: {
      'content-type': type ?? (isText ? 'text/plain' : 'application/json'),
      'cache-control': 'no-store',
    },
    body: isText ? body : JSON.stringify(coded ?? body),
  };
}

// Any code of Bitso's, also one that this exchange never answers with by itself.
function envelopeOf(code: string): object {
  return { success: false, error: { code, message: messageOfAnyCode(code, 'en'), details: [] } };
}
