// A plan while it is being written: what the form starts with, what it sends, and where a refusal belongs.
import type { PlanForm } from '@mandato/server/api-contract/plan-contract';
import type { Refusal } from '../session/refusal.ts';
import { localDay } from '../words/local-day.ts';

export interface PlanDraft {
  readonly linkId: string;
  readonly book: string;
  readonly notional: string;
  readonly frequency: 'daily' | 'weekly' | 'monthly';
  readonly weekday: number;
  readonly monthDay: number;
  readonly time: string;
  readonly zone: string;
  /** Null until the person names a date: today, wherever the plan's clock is. */
  readonly startsOn: string | null;
  readonly budget: string;
  readonly missedSlots: PlanForm['missedSlots'];
}

/** Every Friday at nine, from today on. */
export function newDraft(of: { readonly linkId: string; readonly zone: string }): PlanDraft {
  return {
    ...of,
    book: '',
    notional: '',
    frequency: 'weekly',
    weekday: 5,
    monthDay: 1,
    time: '09:00',
    startsOn: null,
    budget: '',
    missedSlots: 'buy_once',
  };
}

/** What is sent; `nowMs` decides what today is. */
export function formOfDraft(draft: PlanDraft, nowMs: number): PlanForm {
  const budget = draft.budget.trim();
  return {
    linkId: draft.linkId,
    book: draft.book,
    notional: draft.notional.trim(),
    schedule: scheduleOf(draft),
    time: draft.time,
    zone: draft.zone,
    startsOn: draft.startsOn ?? localDay(nowMs, draft.zone),
    budget: budget === '' ? null : budget,
    missedSlots: draft.missedSlots,
  };
}

function scheduleOf({ frequency, weekday, monthDay }: PlanDraft): PlanForm['schedule'] {
  switch (frequency) {
    case 'daily':
      return { kind: 'daily' };
    case 'weekly':
      return { kind: 'weekly', weekday };
    case 'monthly':
      return { kind: 'monthly', day: monthDay };
  }
}

/** The book to begin with: bitcoin for pesos where there is such a one. */
export function firstBook(books: readonly { readonly book: string }[]): string {
  return (books.find(({ book }) => book === 'btc_mxn') ?? books[0])?.book ?? '';
}

export type PlanField = 'link' | 'book' | 'notional' | 'budget' | 'schedule' | 'time' | 'zone' | 'startsOn';

/** The field that a refusal is about; `form` where it is about none of them. */
export function fieldOfRefusal({ code, details }: Refusal): PlanField | 'form' {
  const named = fieldNames.find((field) => field === details['field']);
  return named ?? fieldOfCode[code] ?? 'form';
}

const fieldNames: readonly PlanField[] = [
  'book',
  'notional',
  'budget',
  'schedule',
  'time',
  'zone',
  'startsOn',
];

const fieldOfCode: Readonly<Record<string, PlanField>> = {
  link_unknown: 'link',
  link_not_active: 'link',
  book_unknown: 'book',
  notional_malformed: 'notional',
  notional_not_positive: 'notional',
  notional_too_precise: 'notional',
  notional_below_minimum: 'notional',
  notional_above_maximum: 'notional',
  notional_above_balance: 'notional',
  budget_malformed: 'budget',
  budget_below_notional: 'budget',
  schedule_malformed: 'time',
  zone_unknown: 'zone',
  start_malformed: 'startsOn',
  start_in_past: 'startsOn',
};
