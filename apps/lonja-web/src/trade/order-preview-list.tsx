// What the order comes to, exactly, by the book as it is now: value, average, fee, what is paid and what comes in.
import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { amountText } from './amount-text.ts';
import { unitsOf } from './live-book.ts';
import { adversePercent, hasPrice, hasStop, type OrderDraft, type ReadDraft } from './order-draft.ts';
import type { OrderPreview } from './preview-order.ts';

export interface OrderPreviewListProps {
  draft: OrderDraft;
  read: ReadDraft;
  book: PortalBook;
}

export function OrderPreviewList({ draft, read, book }: OrderPreviewListProps) {
  const words = useWords();
  const { text, locale } = words;
  const { base, quote } = bookCurrencies(book.book);
  const { preview } = read;
  const received = draft.side === 'buy' ? base : quote;
  const paid = draft.side === 'buy' ? quote : base;
  const money = (units: bigint | undefined, currency: string) =>
    units === undefined ? '–' : `${amountText(formatMoneyTrimmed(units), currency, locale)} ${currency}`;
  const value = preview === null ? undefined : preview.now.notional + preview.later.notional;
  const fee = preview === null ? undefined : preview.now.fee + preview.later.fee;
  const rows = [
    { id: 'value', term: text('order.value'), detail: money(value, quote) },
    ...(hasPrice(draft.kind)
      ? []
      : [{ id: 'average', term: text('order.average'), detail: averageOf(preview, { quote, locale }) }]),
    { id: 'fee', term: text('order.feeUpTo'), detail: money(fee, received) },
    { id: 'pays', term: text('order.youPay'), detail: money(preview?.pays, paid) },
  ];
  return (
    <div className="flex flex-col gap-2">
      <dl className="flex flex-col gap-1 rounded-lg bg-sunken px-3 py-2 text-[0.8125rem] tabular-nums">
        {rows.map(({ id, term, detail }) => (
          <div key={id} className="flex justify-between gap-3">
            <dt className="text-soft">{term}</dt>
            <dd className="text-right">{detail}</dd>
          </div>
        ))}
        <div className="mt-0.5 flex justify-between gap-3 border-line border-t pt-1.5 font-semibold">
          <dt>{text('order.youGet')}</dt>
          <dd className="text-right">{money(preview?.gets, received)}</dd>
        </div>
      </dl>
      {remarksOf({ draft, read, book }, words).map((remark) => (
        <p
          key={remark.text}
          className={remark.isWarning ? 'font-medium text-warning-ink text-xs' : 'text-soft text-xs'}
        >
          {remark.text}
        </p>
      ))}
    </div>
  );
}

interface Remark {
  readonly text: string;
  readonly isWarning: boolean;
}

function remarksOf({ draft, read, book }: OrderPreviewListProps, words: Words): readonly Remark[] {
  const { text } = words;
  const { preview, price } = read;
  const far =
    hasPrice(draft.kind) && price.kind === 'number'
      ? adversePercent(draft.side, price.units, unitsOf(book.last ?? '0'))
      : 0n;
  const warnings = far >= 5n ? [{ text: text('order.far', { percent: String(far) }), isWarning: true }] : [];
  if (preview === null) return warnings;
  if (hasStop(draft.kind)) return [...warnings, { text: text('order.afterTrigger'), isWarning: false }];
  return [...warnings, howItFills(preview, { draft, book }, words)];
}

function howItFills(
  { now, later, isTooThin }: OrderPreview,
  { draft, book }: { readonly draft: OrderDraft; readonly book: PortalBook },
  { text, locale }: Words,
): Remark {
  const { base } = bookCurrencies(book.book);
  const amount = (units: bigint) => amountText(formatMoneyTrimmed(units), base, locale);
  if (isTooThin)
    return { text: text('order.tooThin', { amount: amount(now.quantity), base }), isWarning: true };
  if (now.quantity === 0n) return { text: text('order.allLater'), isWarning: false };
  if (draft.timeInForce === 'postonly' && hasPrice(draft.kind))
    return { text: text('order.wouldTake'), isWarning: true };
  if (later.quantity === 0n) return { text: text('order.allNow'), isWarning: false };
  return {
    text: text('order.nowAndLater', { now: amount(now.quantity), later: amount(later.quantity), base }),
    isWarning: false,
  };
}

function averageOf(
  preview: OrderPreview | null,
  { quote, locale }: { quote: string; locale: string },
): string {
  if (preview === null || preview.now.quantity === 0n) return '–';
  const average = divideHalfEven(preview.now.notional * unitsPerWhole, preview.now.quantity);
  // To the cent: it is shown and never computed with.
  const cents = divideHalfEven(average, 1_000_000n) * 1_000_000n;
  return `${amountText(formatMoneyTrimmed(cents), quote, locale)} ${quote}`;
}
