// Reads a plan as a person typed it; every wrong field has its own code, and the first in order of precedence is told.

import { type Money, moneyOfUnits, parseMoney, formatMoneyTrimmed as plain } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { notionalStep } from '../order/size-decision.ts';
import type { BookRules } from '../venue/venue.ts';
import { dayNumberOf, formatCivilDate, parseCivilDate } from './civil-date.ts';
import type { MissedSlotsRule, PlanSchedule, PlanTerms } from './plan.ts';
import { civilDateAt, isZone } from './zone-time.ts';

/** The form's texts, none of them checked. */
export interface PlanForm {
  readonly book: string;
  readonly notional: string;
  readonly schedule:
    | { readonly kind: 'daily' }
    | { readonly kind: 'weekly'; readonly weekday: number }
    | { readonly kind: 'monthly'; readonly day: number };
  /** `HH:MM`, 24 hours. */
  readonly time: string;
  readonly zone: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  /** Total limit; null or empty is none. */
  readonly budget: string | null;
  readonly missedSlots: MissedSlotsRule;
}

/** What the form is checked against. */
export interface PlanFormContext {
  readonly nowMs: number;
  /** The books that the exchange offers. */
  readonly books: readonly BookRules[];
  /** Available balance of a currency (`mxn`), or null when it is not known. */
  readonly availableOf: (asset: string) => Money | null;
}

/** Why a form is not a plan, in order of precedence. */
export type PlanFormCode =
  | 'book_unknown'
  | 'notional_malformed'
  | 'notional_not_positive'
  | 'notional_too_precise'
  | 'notional_below_minimum'
  | 'notional_above_maximum'
  | 'budget_malformed'
  | 'budget_below_notional'
  | 'schedule_malformed'
  | 'zone_unknown'
  | 'start_malformed'
  | 'start_in_past'
  | 'notional_above_balance';

export type PlanFormField = 'book' | 'notional' | 'budget' | 'schedule' | 'time' | 'zone' | 'startsOn';

/** The field to show the code at, and the bound it names, if any, as plain decimal text. */
export interface PlanFormError {
  readonly code: PlanFormCode;
  readonly field: PlanFormField;
  readonly details: Readonly<Record<string, string>>;
}

/** A plan further ahead than this is a slip of the keyboard. */
const startAheadMaxDays = 3_660;

/** Reads `form` as the terms of a plan, or answers the first thing wrong with it. */
export function parsePlanForm(form: PlanForm, context: PlanFormContext): Result<PlanTerms, PlanFormError> {
  const rules = context.books.find((book) => book.book === form.book);
  if (rules === undefined) return refuse('book_unknown', 'book');
  const notional = parseNotional(form.notional, rules);
  if (!notional.ok) return notional;
  const budgetMax = parseBudget(form.budget, notional.value, rules);
  if (!budgetMax.ok) return budgetMax;
  const schedule = parseSchedule(form);
  if (!schedule.ok) return schedule;
  const startsOn = parseStart(form.startsOn, schedule.value.zone, context.nowMs);
  if (!startsOn.ok) return startsOn;
  const available = context.availableOf(rules.quote);
  if (available !== null && notional.value > available) {
    return refuse('notional_above_balance', 'notional', { available: plain(available), quote: rules.quote });
  }
  return ok({
    book: rules.book,
    notional: notional.value,
    schedule: schedule.value,
    startsOn: startsOn.value,
    budgetMax: budgetMax.value,
    missedSlots: form.missedSlots,
  });
}

function parseNotional(text: string, rules: BookRules): Result<Money, PlanFormError> {
  const read = parseAmount(text, rules.quote);
  if (!read.ok) return refuse(`notional_${read.error}`, 'notional', { quote: rules.quote });
  if (read.value < rules.notionalMin) {
    return refuse('notional_below_minimum', 'notional', {
      minimum: plain(rules.notionalMin),
      quote: rules.quote,
    });
  }
  if (read.value > rules.notionalMax) {
    return refuse('notional_above_maximum', 'notional', {
      maximum: plain(rules.notionalMax),
      quote: rules.quote,
    });
  }
  return read;
}

function parseBudget(
  text: string | null,
  notional: Money,
  rules: BookRules,
): Result<Money | null, PlanFormError> {
  if (text === null || text.trim() === '') return ok(null);
  const read = parseAmount(text, rules.quote);
  if (!read.ok) return refuse('budget_malformed', 'budget', { quote: rules.quote });
  return read.value < notional ? refuse('budget_below_notional', 'budget', { quote: rules.quote }) : read;
}

/** A positive amount in plain decimal text, to the cent where the currency has cents. */
function parseAmount(
  text: string,
  quote: string,
): Result<Money, 'malformed' | 'not_positive' | 'too_precise'> {
  const read = parseMoney(text.trim());
  if (!read.ok && read.error !== 'decimal_too_precise') return err('malformed');
  if (text.trim().startsWith('-')) return err('not_positive');
  if (!read.ok) return err('too_precise');
  if (read.value <= 0n) return err('not_positive');
  return read.value % notionalStep(quote) === 0n ? ok(moneyOfUnits(read.value)) : err('too_precise');
}

function parseSchedule(form: PlanForm): Result<PlanSchedule, PlanFormError> {
  const { schedule, zone } = form;
  if (schedule.kind === 'weekly' && !isWholeBetween(schedule.weekday, 1, 7))
    return refuse('schedule_malformed', 'schedule');
  if (schedule.kind === 'monthly' && !isWholeBetween(schedule.day, 1, 31))
    return refuse('schedule_malformed', 'schedule');
  const time = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(form.time.trim());
  if (time === null) return refuse('schedule_malformed', 'time');
  if (!isZone(zone)) return refuse('zone_unknown', 'zone');
  return ok({ ...schedule, hour: Number(time[1]), minute: Number(time[2]), zone });
}

function parseStart(text: string, zone: string, nowMs: number): Result<string, PlanFormError> {
  const date = parseCivilDate(text.trim());
  if (!date.ok) return refuse('start_malformed', 'startsOn');
  const day = dayNumberOf(date.value);
  const today = dayNumberOf(civilDateAt(zone, nowMs));
  if (day - today > startAheadMaxDays) return refuse('start_malformed', 'startsOn');
  if (day < today)
    return refuse('start_in_past', 'startsOn', { today: formatCivilDate(civilDateAt(zone, nowMs)) });
  return ok(formatCivilDate(date.value));
}

function isWholeBetween(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

function refuse(
  code: PlanFormCode,
  field: PlanFormField,
  details: Readonly<Record<string, string>> = {},
): Result<never, PlanFormError> {
  return err({ code, field, details });
}
