// How an order is named in a table: its book, its side and its kind.
import type { PortalFill, PortalOrder } from '@mandato/lonja/api-contract/trade-contract';
import { classNames } from '@mandato/ui/class-names';
import type { ReactNode } from 'react';
import { bookCurrencies, bookName } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { amountText } from './amount-text.ts';

export function OrderName({
  order,
}: {
  order: Pick<PortalOrder, 'book' | 'side'> & { kind?: PortalOrder['kind'] };
}) {
  const { text } = useWords();
  return (
    <span className="whitespace-nowrap font-normal">
      <span className="font-semibold">{bookName(order.book)}</span>{' '}
      <span
        className={classNames('font-medium', order.side === 'buy' ? 'text-success-ink' : 'text-danger-ink')}
      >
        {text(`order.${order.side}`)}
      </span>{' '}
      {order.kind === undefined ? null : (
        <span className="text-soft">{text(`order.kind.${order.kind}`)}</span>
      )}
    </span>
  );
}

/** A figure, and a smaller one under it. */
export function TwoLines({ top, bottom }: { top: ReactNode; bottom?: ReactNode }) {
  return (
    <span className="whitespace-nowrap tabular-nums">
      {top}
      {bottom === undefined ? null : <span className="block font-normal text-soft text-xs">{bottom}</span>}
    </span>
  );
}

/** `buy 0.001 BTC at 1,500,000 MXN`, for buttons and messages. */
export function orderSentence(order: PortalOrder, { text, locale }: Words): string {
  const { base, quote } = bookCurrencies(order.book);
  const currency = order.amount === null ? quote : base;
  const amount = amountText(order.amount ?? order.quoteAmount ?? '0', currency, locale);
  const at = order.price === null ? '' : ` · ${amountText(order.price, '', locale)} ${quote}`;
  return `${text(`placed.${order.side}`, { amount, currency })}${at}`;
}

/** The amount that an order asked for, with its currency. */
export function askedText(order: PortalOrder, locale: string): string {
  const { base, quote } = bookCurrencies(order.book);
  if (order.amount !== null) return `${amountText(order.amount, base, locale)} ${base}`;
  return `${amountText(order.quoteAmount ?? '0', quote, locale)} ${quote}`;
}

/** A moment as day and second, in one line or in two. */
export function Moment({ atMs }: { atMs: PortalFill['atMs'] }) {
  const { locale } = useWords();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(atMs);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(atMs);
  return (
    <time dateTime={new Date(atMs).toISOString()} className="tabular-nums">
      <span className="whitespace-nowrap">{day}</span> <span className="whitespace-nowrap">{time}</span>
    </time>
  );
}
