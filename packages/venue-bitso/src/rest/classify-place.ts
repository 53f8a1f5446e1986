// Decides what an answer to "place this order" proves: exists, refused for certain, or nothing at all.

import type { PlaceOutcome } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { fieldsOf, readBody } from './read-body.ts';
import { rejectionOf } from './rejection-of.ts';

/** Refusals of an order whose id is taken or whose trades are asked for: proof that it exists. */
const proofOfExistence = ['0356', '0377', '0378'];

/**
 * Definite are only: an accepted order with its id, a listed business code under a 4xx status, a refusal before
 * sending. Everything else may or may not have placed the order (reliability 3.3).
 */
export function classifyPlace(answer: VenueAnswer): PlaceOutcome {
  switch (answer.kind) {
    case 'denied':
      return { kind: 'denied', code: answer.code };
    case 'not_sent':
      return { kind: 'not_sent', cause: answer.cause };
    case 'lost':
      return { kind: 'lost', cause: answer.cause, venueCode: null };
    case 'answered':
      return classifyAnswered(answer.status, answer.body);
  }
}

function classifyAnswered(status: number, text: string): PlaceOutcome {
  const body = readBody(text);
  if (body.kind === 'unreadable') return ambiguous(null);
  if (body.kind === 'payload') {
    const oid = fieldsOf(body.payload)?.['oid'];
    const isAccepted = status >= 200 && status < 300 && typeof oid === 'string' && oid !== '';
    return isAccepted ? { kind: 'accepted', venueOrderId: oid } : ambiguous(null);
  }
  // 408, 420 and 429 may come from something in front of the exchange that had already passed the order on.
  const isBusinessStatus = status >= 400 && status < 500 && ![408, 420, 425, 429].includes(status);
  if (!isBusinessStatus) return ambiguous(body.code);
  if (proofOfExistence.includes(body.code)) return { kind: 'already_exists' };
  const code = rejectionOf(body.code);
  if (code === null) return ambiguous(body.code);
  return { kind: 'rejected', code, venueCode: body.code, venueMessage: body.message };
}

function ambiguous(venueCode: string | null): PlaceOutcome {
  return { kind: 'lost', cause: 'answer_ambiguous', venueCode };
}
