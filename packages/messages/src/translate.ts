// Looks a message up and fills its places: the same function for server, terminal and browser.

import { parseCivilDate } from '@mandato/invest-core/plan/civil-date';
import type { PlanPauseReason, PlanStopReason } from '@mandato/invest-core/plan/plan';
import type { Catalogue, Locale, MessageKey, ParameterName, Parameters } from './catalogue.ts';
import { catalogueEn } from './catalogue-en.ts';
import { catalogueEs } from './catalogue-es.ts';
import { formatLocalDate, formatQuantityText } from './format.ts';

const catalogues: Readonly<Record<Locale, Catalogue>> = { en: catalogueEn, es: catalogueEs };

type AreaTexts = Readonly<Record<string, string | undefined>>;

const planReasons: ReadonlySet<string> = new Set([
  'paused_by_person',
  'late_order_found',
  'link_paused',
  'zone_unknown',
  'stopped_by_person',
  'link_removed',
] satisfies readonly (PlanPauseReason | PlanStopReason)[]);

const pluralRules = { en: new Intl.PluralRules('en'), es: new Intl.PluralRules('es-MX') };

/** The message `key` in a language; parameters are required exactly when its text has places for them. */
export function translate<K extends MessageKey>(
  locale: Locale,
  key: K,
  ...parameters: [ParameterName<K>] extends [never] ? [] : [Parameters<K>]
): string {
  const given: Readonly<Record<string, string | number>> = parameters[0] ?? {};
  return filled(textOf(locale, key, given['count']), given);
}

/**
 * The sentence for a refusal's code, with the bounds that it names when `details` has them all; amounts there are
 * plain decimal text beside their `quote`. A code that this version does not know gets the general sentence.
 */
export function errorSentence(
  locale: Locale,
  code: string,
  details: Readonly<Record<string, string>> = {},
): string {
  const { error, error_detail } = catalogues[locale];
  const sentence = messageIn(error, code) ?? error.internal_error;
  const detail = messageIn(error_detail, code);
  if (detail === undefined || !placesIn(detail).every((name) => details[name] !== undefined)) return sentence;
  return `${sentence} ${filled(detail, readable(locale, details))}`;
}

/** The sentence for the reason of an order, or of a plan's pause or end; null when this version does not know it. */
export function reasonSentence(locale: Locale, code: string): string | null {
  const { reason, plan } = catalogues[locale];
  return messageIn(reason, code) ?? (planReasons.has(code) ? messageIn(plan, code) : undefined) ?? null;
}

/** The language to answer in, from an `Accept-Language` header or a browser's list: Spanish if asked for first. */
export function localeOf(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';');
      const weight = options
        .map((option) => /^\s*q=([01](?:\.[0-9]{1,3})?)\s*$/.exec(option)?.[1])
        .find(Boolean);
      return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? '1'), position };
    })
    .filter(({ language, weight }) => weight > 0 && (language === 'en' || language === 'es'))
    .sort((one, other) => other.weight - one.weight || one.position - other.position);
  return wanted[0]?.language === 'es' ? 'es' : 'en';
}

/** The names of the places in a text, in order. */
export function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{([a-z_A-Z]+)\}\}/g)].map((match) => match[1] ?? '');
}

/** Details as people read them: amounts grouped, currencies in capitals, dates in words. */
function readable(
  locale: Locale,
  details: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const quote = details['quote'];
  return Object.fromEntries(
    Object.entries(details).map(([name, text]) => {
      if (name === 'quote') return [name, text.toUpperCase()];
      if (parseCivilDate(text).ok) return [name, formatLocalDate(locale, text)];
      return [name, quote === undefined ? text : formatQuantityText(locale, text, quote)];
    }),
  );
}

function textOf(locale: Locale, key: string, count: string | number | undefined): string {
  const dot = key.indexOf('.');
  const areas: Readonly<Record<string, AreaTexts>> = catalogues[locale];
  const area = areas[key.slice(0, dot)] ?? {};
  const name = key.slice(dot + 1);
  const plural =
    typeof count === 'number' ? messageIn(area, `${name}_${pluralRules[locale].select(count)}`) : undefined;
  return plural ?? messageIn(area, name) ?? messageIn(area, `${name}_other`) ?? key;
}

function messageIn(area: AreaTexts, name: string): string | undefined {
  return Object.hasOwn(area, name) ? area[name] : undefined;
}

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{([a-z_A-Z]+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
