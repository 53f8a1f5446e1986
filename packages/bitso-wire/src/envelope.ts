// The envelope around every v3 answer: success with a payload, or an error with a four-digit code.

import { z } from 'zod';
import { messageOfCode, type WireErrorCode, type WireLanguage } from './error-codes.ts';

export interface FailureEnvelope {
  readonly success: false;
  readonly error: { readonly code: WireErrorCode; readonly message: string; readonly details: readonly [] };
}

/** A success never carries an `error` key: two of Bitso's own clients take its presence for a failure. */
export function successEnvelope<T>(payload: T): { readonly success: true; readonly payload: T } {
  return { success: true, payload };
}

/** A failure; `message` replaces the table's text where the wire names the offending value. */
export function failureEnvelope(
  code: WireErrorCode,
  language: WireLanguage,
  message: string | null = null,
): FailureEnvelope {
  return {
    success: false,
    error: { code, message: message ?? messageOfCode(code, language), details: [] },
  };
}

/**
 * Reads any failure body: v3's, and the leftovers of v2 that carry a numeric code, with or without `success`.
 * The code comes out as text.
 */
export const failureSchema = z.object({
  success: z.literal(false).optional(),
  error: z.object({
    code: z.union([z.string(), z.number()]).transform(String),
    message: z.string().catch(''),
  }),
});

/** Reads a success body with `payload`; a body with an `error` key is not one. */
export function successSchema<T extends z.ZodType>(payload: T) {
  return z.object({ success: z.literal(true), payload, error: z.undefined().optional() });
}
