// When a plan buys next, or why it does not.
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { formatMoment } from '../words/moment.ts';
import type { Speech } from '../words/speech.ts';

/** Reasons first: a date is no promise while something stands in its way. */
export function nextSlotSentence({ text, reason, locale }: Speech, plan: PlanView): string {
  if (plan.pausedBecause !== null) return reason(plan.pausedBecause);
  if (plan.state === 'paused') return text('plan.paused_by_person');
  if (plan.state === 'stopped') return text('plan.stopped_by_person');
  if (plan.nextSlotAt === null) return text('plan.no_next_slot');
  return text('plan.next_slot', { date: formatMoment(locale, plan.nextSlotAt, plan.zone) });
}
