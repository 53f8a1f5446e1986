// Looks at a plan before it is sent: what cannot be read as a plan at all is said at once; the rest the server checks.
import { parseMoney } from '@mandato/primitives/money';
import type { PlanForm } from '@mandato/server/api-contract/plan-contract';
import type { Refusal } from '../session/refusal.ts';

/** The first field that cannot be read, as the refusal that the server would give; null when there is none. */
export function lookAtForm({ book, notional, budget, time, startsOn }: PlanForm): Refusal | null {
  if (book === '') return refuse('book_unknown', 'book');
  const amount = parseMoney(notional);
  if (!amount.ok && amount.error === 'decimal_too_precise') return refuse('notional_too_precise', 'notional');
  if (!amount.ok) return refuse('notional_malformed', 'notional');
  if (amount.value <= 0n) return refuse('notional_not_positive', 'notional');
  const limit = budget === null ? null : parseMoney(budget);
  if (limit !== null && (!limit.ok || limit.value <= 0n)) return refuse('budget_malformed', 'budget');
  if (!/^\d{2}:\d{2}$/.test(time)) return refuse('schedule_malformed', 'time');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(startsOn)) return refuse('start_malformed', 'startsOn');
  return null;
}

function refuse(code: string, field: string): Refusal {
  return { code, details: { field } };
}
