// The words between signer or auditor and egress; they never pass through the server.

import type { LostCause, NotSentCause } from '@mandato/invest-core/venue/venue-answer';
import { plainRecord } from '../client/plain-record.ts';
import type { ExchangeId } from '../client/signer-protocol.ts';

/** A request frame is at most 64 KiB; an answer carries at most 1 MiB of text, escaped six-fold at worst. */
export const requestFrameBytesMax = 65_536;
export const answerFrameBytesMax = 6 * 1_048_576 + 4_096;

export interface SignedRequest {
  readonly exchange: ExchangeId;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, exactly as signed. */
  readonly target: string;
  /** Empty only for the public price, which is asked for without any key. */
  readonly authorization: string;
  readonly body: string;
}

/** What came of one sending. Only connection failures before any byte are `not_sent`. */
export type EgressOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly date: string | null;
    }
  | { readonly kind: 'not_sent'; readonly cause: NotSentCause }
  | { readonly kind: 'lost'; readonly cause: LostCause };

/** Reads one request frame, or null when it is not exactly one. */
export function readRequestFrame(
  frame: unknown,
): { readonly id: number; readonly request: SignedRequest } | null {
  const { id, exchange, method, target, authorization, body } = plainRecord(frame) ?? {};
  if (typeof id !== 'number' || typeof target !== 'string' || typeof body !== 'string') return null;
  if (typeof authorization !== 'string' || !mayBeSent(authorization, target)) return null;
  if (exchange !== 'bitso' && exchange !== 'practice') return null;
  if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') return null;
  if (!/^\/api\/v3\/[\x21-\x7e]{1,4000}$/.test(target)) return null;
  return { id, request: { exchange, method, target, authorization, body } };
}

function mayBeSent(authorization: string, target: string): boolean {
  if (authorization === '') return /^\/api\/v3\/ticker\?book=[a-z0-9]+_[a-z0-9]+$/.test(target);
  return /^Bitso [\x21-\x7e]{1,300}$/.test(authorization);
}

/** Reads one answer frame, or null when it is not exactly one. */
export function readAnswerFrame(
  frame: unknown,
): { readonly id: number; readonly outcome: EgressOutcome } | null {
  const { id, outcome } = plainRecord(frame) ?? {};
  const read = readOutcome(outcome);
  return typeof id === 'number' && read !== null ? { id, outcome: read } : null;
}

function readOutcome(value: unknown): EgressOutcome | null {
  const { kind, status, body, date, cause } = plainRecord(value) ?? {};
  if (kind === 'answered' && typeof status === 'number' && typeof body === 'string') {
    return { kind, status, body, date: typeof date === 'string' ? date : null };
  }
  if (kind === 'not_sent' && (cause === 'connection_refused' || cause === 'name_not_found')) {
    return { kind, cause };
  }
  const isLostCause = cause === 'timeout' || cause === 'connection_reset' || cause === 'answer_unreadable';
  return kind === 'lost' && isLostCause ? { kind, cause } : null;
}
