// Checks that a code has its own sentence, in English and in Spanish, at the product whose people meet it.

import { errorSentence, reasonSentence } from '@mandato/messages/translate';
import { type RefusalCode, refusalStatus } from '@mandato/server/api-contract/refusal';
import { expect } from 'vitest';
import { en } from '../../apps/lonja-web/src/messages/en.ts';
import { es } from '../../apps/lonja-web/src/messages/es.ts';
import type { Refused } from './people.ts';

/** Mandato refused with exactly this code and its status, and can say so in both languages. */
export function expectRefused(refused: Refused, code: RefusalCode): void {
  expect(refused.code).toBe(code);
  expect(refused.status).toBe(refusalStatus[code]);
  // What a person typed is never the server's failure; only an outage of others is an honest 503.
  const isOutage = code === 'exchange_unreachable' || code === 'signer_unavailable';
  expect(refused.status).toBeLessThan(isOutage ? 504 : 500);
  const english = errorSentence('en', code, refused.details);
  const spanish = errorSentence('es', code, refused.details);
  expectTwoSentences(english, spanish);
  expect(english).not.toBe(errorSentence('en', 'internal_error'));
  expect(spanish).not.toBe(errorSentence('es', 'internal_error'));
}

/** The reason of an order that bought nothing has a sentence in both languages. */
export function expectReason(reason: string | null): void {
  expectTwoSentences(reasonSentence('en', reason ?? '') ?? '', reasonSentence('es', reason ?? '') ?? '');
}

/** Lonja's portal refused with exactly this code and has it in both of its catalogues. */
export function expectPortalRefused(
  reply: { readonly ok: boolean; readonly code?: string },
  code: string,
): void {
  expect(reply).toEqual({ ok: false, code });
  expectTwoSentences(textIn(en, `refusal.${code}`), textIn(es, `refusal.${code}`));
}

function expectTwoSentences(english: string, spanish: string): void {
  for (const sentence of [english, spanish]) {
    expect(sentence).toMatch(/^[A-ZÁÉÍÓÚÑ¿¡].{15,}[.!?]$/su);
    expect(sentence).not.toContain('{{');
  }
  expect(english).not.toBe(spanish);
}

function textIn(catalogue: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(catalogue, key) ? (catalogue[key] ?? '') : '';
}
