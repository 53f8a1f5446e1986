// The text of a plan that a person agrees to, made from the very terms that run.

import { parseCivilDate, twoDigits } from '@mandato/invest-core/plan/civil-date';
import type { MissedSlotsRule, PlanTerms } from '@mandato/invest-core/plan/plan';
import { isZone } from '@mandato/invest-core/plan/zone-time';
import { parseMoney } from '@mandato/primitives/money';
import type { Locale } from './catalogue.ts';
import { assetName, formatAmount, formatLocalDate, weekdayName, zoneName } from './format.ts';
import { translate } from './translate.ts';

/** The terms of a plan with the two currencies of its book. */
export interface ContractTerms extends Omit<PlanTerms, 'book'> {
  readonly base: string;
  readonly quote: string;
}

/** The same as texts, as a form or the API has them. */
export interface ContractTexts {
  readonly base: string;
  readonly quote: string;
  readonly notional: string;
  readonly schedule:
    | { readonly kind: 'daily' }
    | { readonly kind: 'weekly'; readonly weekday: number }
    | { readonly kind: 'monthly'; readonly day: number };
  /** `HH:MM`. */
  readonly time: string;
  readonly zone: string;
  readonly startsOn: string;
  readonly budget: string | null;
  readonly missedSlots: MissedSlotsRule;
}

/** The plan as sentences, in the order in which they are read. */
export function planContract(locale: Locale, terms: ContractTerms): readonly string[] {
  const { schedule, budgetMax, quote } = terms;
  const base = assetName(terms.base);
  const sentences = [scheduleSentence(locale, terms)];
  if (schedule.kind === 'monthly' && schedule.day > 28) {
    sentences.push(translate(locale, 'contract.monthly_clamped', { day: schedule.day }));
  }
  sentences.push(
    translate(locale, 'contract.starts_on', { date: formatLocalDate(locale, terms.startsOn) }),
    budgetMax === null
      ? translate(locale, 'contract.no_budget')
      : translate(locale, 'contract.budget', { amount: formatAmount(locale, budgetMax, quote) }),
    translate(locale, 'contract.market_price', { base }),
    translate(locale, terms.missedSlots === 'skip' ? 'contract.missed_skip' : 'contract.missed_buy_once'),
    translate(locale, 'contract.guards'),
    translate(locale, 'contract.never'),
  );
  return sentences;
}

/** The same from texts; null while they are not yet a plan, as in a form that is being filled in. */
export function planContractOfTexts(locale: Locale, texts: ContractTexts): readonly string[] | null {
  const notional = parseMoney(texts.notional.trim());
  const budget = texts.budget === null || texts.budget.trim() === '' ? null : parseMoney(texts.budget.trim());
  const time = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(texts.time);
  if (!notional.ok || notional.value <= 0n || budget?.ok === false || time === null) return null;
  if (!isZone(texts.zone) || !parseCivilDate(texts.startsOn).ok) return null;
  return planContract(locale, {
    base: texts.base,
    quote: texts.quote,
    notional: notional.value,
    schedule: { ...texts.schedule, hour: Number(time[1]), minute: Number(time[2]), zone: texts.zone },
    startsOn: texts.startsOn,
    budgetMax: budget === null ? null : budget.value,
    missedSlots: texts.missedSlots,
  });
}

function scheduleSentence(locale: Locale, { schedule, base, quote, notional }: ContractTerms): string {
  const places = {
    time: clockTime(locale, schedule.hour, schedule.minute),
    zone: zoneName(locale, schedule.zone),
    base: assetName(base),
    amount: formatAmount(locale, notional, quote),
  };
  switch (schedule.kind) {
    case 'daily':
      return translate(locale, 'contract.daily', places);
    case 'weekly':
      return translate(locale, 'contract.weekly', {
        ...places,
        weekday: weekdayName(locale, schedule.weekday),
      });
    case 'monthly':
      return translate(locale, 'contract.monthly', { ...places, day: schedule.day });
  }
}

/** `9:00`; in Spanish with its article, which the hour decides: `las 9:00`, `la 1:00`. */
function clockTime(locale: Locale, hour: number, minute: number): string {
  const shown = `${hour}:${twoDigits(minute)}`;
  if (locale === 'en') return shown;
  return hour === 1 ? `la ${shown}` : `las ${shown}`;
}
