// Every "no" of a procedure leaves through here, so that its code, status and shape are the contract's.

import { ORPCError } from '@orpc/server';
import { type RefusalCode, refusalStatus } from '../api-contract/refusal.ts';

/** The error to throw from a procedure; `details` are plain texts that the code's sentence may name. */
export function refuse(
  code: RefusalCode,
  details: Readonly<Record<string, string>> = {},
): ORPCError<RefusalCode, { details: Readonly<Record<string, string>> }> {
  return new ORPCError(code, { status: refusalStatus[code], data: { details }, message: code });
}
