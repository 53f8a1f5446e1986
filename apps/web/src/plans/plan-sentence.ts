// A plan in one sentence and as the whole text that was agreed to, from the terms that run.
import type { Locale } from '@mandato/messages/catalogue';
import { planContractOfTexts } from '@mandato/messages/plan-contract';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';

/** Sentence by sentence. */
export function contractOf(locale: Locale, plan: PlanView): readonly string[] {
  return planContractOfTexts(locale, plan) ?? [];
}

/** "Every Friday at 9:00 (Mexico City time), buy bitcoin for 500.00 MXN." */
export function planSentence(locale: Locale, plan: PlanView): string {
  return contractOf(locale, plan)[0] ?? plan.book;
}
