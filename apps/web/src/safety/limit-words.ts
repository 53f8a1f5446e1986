// Limits in the words of the page.
import { formatAmountText, formatPercent } from '@mandato/messages/format';
import type { LimitsView, RaiseView } from '@mandato/server/api-contract/safety-contract';
import type { Speech } from '../words/speech.ts';

/** One line of the limits as they are shown. */
export interface LimitLine {
  readonly id: string;
  readonly term: string;
  readonly detail: string;
}

/** `first` names the currency that is shown before the others. */
export function limitLines(
  { text, locale }: Speech,
  limits: LimitsView,
  first: readonly string[],
): LimitLine[] {
  const amounts = (of: Readonly<Record<string, string>> | null) => {
    if (of === null) return text('safety.limits_none');
    const shown = first.filter((asset) => Object.hasOwn(of, asset));
    const names = shown.length > 0 ? shown : Object.keys(of);
    if (names.length === 0) return text('safety.limits_not_allowed');
    return names.map((asset) => formatAmountText(locale, of[asset] ?? '0', asset)).join(', ');
  };
  return [
    {
      id: 'books',
      term: text('safety.limits_books'),
      detail: limits.books === null ? text('safety.limits_books_any') : limits.books.join(', '),
    },
    {
      id: 'sides',
      term: text('safety.limits_sides'),
      detail: text(limits.sides?.join() === 'buy' ? 'safety.limits_buy_only' : 'safety.limits_buy_and_sell'),
    },
    { id: 'per_order', term: text('safety.limits_per_order'), detail: amounts(limits.perOrder) },
    { id: 'per_day', term: text('safety.limits_per_day'), detail: amounts(limits.perDay) },
    {
      id: 'orders',
      term: text('safety.limits_orders'),
      detail: limits.ordersPerMinute === null ? text('safety.limits_none') : String(limits.ordersPerMinute),
    },
    {
      id: 'band',
      term: text('safety.limits_band'),
      detail:
        limits.priceBandBps === null
          ? text('safety.limits_none')
          : text('safety.limits_band_detail', {
              percent: formatPercent(locale, BigInt(limits.priceBandBps)),
            }),
    },
  ];
}

/** What a plan needs raised, a sentence each. */
export function raiseLines({ text, locale }: Speech, raises: RaiseView['raises']): string[] {
  return raises.map(({ of, asset, from, to }) => {
    if (of === 'book') return text('safety.raise_book', { asset });
    const amount = (value: string) => formatAmountText(locale, value, asset).replace(/\s\S+$/u, '');
    return text(of === 'per_order' ? 'safety.raise_per_order' : 'safety.raise_per_day', {
      from: amount(from),
      to: amount(to),
      asset: asset.toUpperCase(),
    });
  });
}

/** A wait in whole hours, or minutes where it is shorter. */
export function waitWords({ text }: Pick<Speech, 'text'>, waitMs: number): string {
  if (waitMs >= 3_600_000) return text('safety.hours', { hours: String(Math.round(waitMs / 3_600_000)) });
  return text('safety.minutes', { minutes: String(Math.ceil(waitMs / 60_000)) });
}
