// The second sentence of an activity line: the amounts, names and reasons that its details hold.

import type { UnfitCause } from '@mandato/invest-core/link/link-status';
import { dayMs, dayNumberOfText, parseCivilDate } from '@mandato/invest-core/plan/civil-date';
import type { Locale } from './catalogue.ts';
import { assetName, formatAmountText, formatInstant, formatQuantityText } from './format.ts';
import { errorSentence, reasonSentence, translate } from './translate.ts';

/** An activity line as the API gives it, and what is needed to read it. */
export interface ActivityLine {
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;
  /** The zone whose clock the person goes by. */
  readonly zone: string;
}

/** What happened in particular; null when the details say nothing beyond the code's own sentence. */
export function activityDetail(locale: Locale, { code, details, zone }: ActivityLine): string | null {
  switch (code) {
    case 'link_refused':
      return details['reason'] === undefined ? null : errorSentence(locale, details['reason']);
    case 'link_created':
    case 'link_removed':
      return linkDetail(locale, details);
    case 'link_frozen':
    case 'link_worsened':
      return causeDetail(locale, details);
    case 'link_renamed':
    case 'link_key_replaced':
      return changedDetail(locale, code, details);
    case 'link_paused':
    case 'link_resumed':
    case 'link_released':
    case 'link_recovered':
      return details['name'] === undefined ? null : `${details['name']}.`;
    case 'link_expiry_stated':
    case 'link_expires_soon':
    case 'link_expired':
      return expiryDetail(locale, details, zone);
    case 'order_being_confirmed':
      return untilDetail(locale, details, zone);
    case 'order_done':
    case 'order_late':
      return boughtDetail(locale, details);
    default:
      return reasonDetail(locale, details) ?? orderDetail(locale, details);
  }
}

type Details = ActivityLine['details'];

const frozenFor: readonly UnfitCause[] = [
  'expired',
  'permissions_missing',
  'withdrawal_enabled',
  'address_not_allowed',
  'invalid',
];

function reasonDetail(locale: Locale, { reason }: Details): string | null {
  return reason === undefined ? null : reasonSentence(locale, reason);
}

function orderDetail(locale: Locale, { notional, base, quote }: Details): string | null {
  if (notional === undefined || base === undefined || quote === undefined) return null;
  const amount = formatAmountText(locale, notional, quote);
  return translate(locale, 'activity.detail_order', { amount, base: assetName(base) });
}

function boughtDetail(locale: Locale, { spent, bought, base, quote }: Details): string | null {
  if (spent === undefined || bought === undefined || base === undefined || quote === undefined) return null;
  return translate(locale, 'activity.detail_bought', {
    bought: formatQuantityText(locale, bought, base),
    base: base.toUpperCase(),
    spent: formatQuantityText(locale, spent, quote),
    quote: quote.toUpperCase(),
  });
}

function linkDetail(locale: Locale, { name, keyHint }: Details): string | null {
  if (name === undefined || keyHint === undefined) return null;
  return translate(locale, 'activity.detail_link', { name, hint: keyHint });
}

/** What changed and what to do, from the status that the check came to. */
function causeDetail(locale: Locale, { name, status }: Details): string | null {
  const kind = frozenFor.find((one) => one === status);
  if (name === undefined || kind === undefined) return null;
  const cause = translate(locale, `link.status_${kind}_about`);
  const remedy = translate(locale, `link.status_${kind}_remedy`);
  return translate(locale, 'activity.detail_frozen', { name, cause, remedy });
}

function changedDetail(locale: Locale, code: string, { name, before, keyHint }: Details): string | null {
  if (name === undefined || before === undefined) return null;
  if (code === 'link_renamed') return translate(locale, 'activity.detail_renamed', { name, before });
  return keyHint === undefined
    ? null
    : translate(locale, 'activity.detail_replaced', { name, before, hint: keyHint });
}

function untilDetail(locale: Locale, { confirmUntil }: Details, zone: string): string | null {
  const untilMs = instantOfText(confirmUntil ?? '');
  return untilMs === null
    ? null
    : translate(locale, 'activity.detail_until', { until: formatInstant(locale, untilMs, zone) });
}

function expiryDetail(locale: Locale, { name, expiresAt }: Details, zone: string): string | null {
  if (name === undefined || expiresAt === undefined) return null;
  if (expiresAt === 'never') return translate(locale, 'activity.detail_no_expiry', { name });
  const atMs = instantOfText(expiresAt);
  return atMs === null
    ? null
    : translate(locale, 'activity.detail_expires', { name, at: formatInstant(locale, atMs, zone) });
}

/** Epoch milliseconds of an ISO 8601 instant in UTC, as the API writes them. */
function instantOfText(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/.exec(text);
  const [, date = '', hour, minute, second, fraction = '0'] = match ?? [];
  if (match === null || !parseCivilDate(date).ok) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return dayNumberOfText(date) * dayMs + seconds * 1000 + Number(fraction);
}
