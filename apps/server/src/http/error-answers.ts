// Turns everything that can go wrong with a request into a stable code; bad input is never the server's failure.

import { randomUUID } from 'node:crypto';
import { ORPCError, ValidationError } from '@orpc/server';
import { refuse } from '../api/refuse.ts';
import { refusalStatus } from '../api-contract/refusal.ts';

/** Where failures of our own are written down, under the id that the person is shown. */
export interface FailureLog {
  error(details: { readonly err: unknown; readonly correlationId: string }, message: string): void;
}

/** The error a client gets for `error`, thrown by a procedure. */
export function answerOfProcedure(error: unknown, log: FailureLog): ORPCError<string, unknown> {
  if (error instanceof ORPCError) {
    if (error.code in refusalStatus) return error;
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
      return refuse('input_malformed', { field: fieldOf(error.cause) });
    }
    if (error.status < 500) return error;
  }
  const correlationId = randomUUID();
  log.error({ err: error, correlationId }, 'a procedure failed');
  return refuse('internal_error', { correlationId });
}

/** The error for a request that never reached its procedure: its body was not one. */
export function answerOfDecoding(error: unknown): ORPCError<string, unknown> {
  return error instanceof ORPCError ? error : refuse('input_malformed');
}

/** An error as the typed client reads it from a body. */
export function errorBody(error: ORPCError<string, unknown>): { readonly json: unknown } {
  return { json: error.toJSON() };
}

function fieldOf(error: ValidationError): string {
  const path = error.issues[0]?.path ?? [];
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
