// The head of the trading screen: which book, its last price and its day, the person's fees, and whether it is live.
import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { formatDecimal } from '@mandato/ui/amount';
import { classNames } from '@mandato/ui/class-names';
import { Icon } from '@mandato/ui/icon';
import type { ReactNode } from 'react';
import { bookCurrencies, bookName } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { decimalsOf } from './amount-text.ts';
import { unitsOf } from './live-book.ts';
import type { MarketView } from './market-feed.ts';

export interface MarketStripProps {
  books: readonly PortalBook[];
  book: PortalBook;
  view: MarketView;
  onBook: (book: string) => void;
}

export function MarketStrip({ books, book, view, onBook }: MarketStripProps) {
  const { text, locale } = useWords();
  const { base, quote } = bookCurrencies(book.book);
  const decimals = decimalsOf(book.tickSize);
  const price = (value: string | null) =>
    value === null ? '–' : formatDecimal({ value, locale, fractionDigitsMin: decimals });
  const last = view.tape[0]?.price ?? book.last;
  const [high, low] = rangeOf(book, last);
  const direction = directionOf(view);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-xl border border-line bg-surface px-3 py-2 shadow-card">
      <span className="relative inline-flex">
        <h1 className="sr-only">{text('trade.title', { book: bookName(book.book) })}</h1>
        <select
          aria-label={text('trade.book')}
          value={book.book}
          onChange={(event) => onBook(event.currentTarget.value)}
          className="min-h-10 appearance-none rounded-lg border border-line bg-surface py-1 pr-9 pl-3 font-semibold text-lg hover:border-accent-ink"
        >
          {books.map((each) => (
            <option key={each.book} value={each.book}>
              {bookName(each.book)}
            </option>
          ))}
        </select>
        <Icon
          name="chevron-down"
          className="pointer-events-none absolute top-3 right-2.5 size-4.5 text-soft"
        />
      </span>
      <p className="tabular-nums">
        <span className="sr-only">{text('trade.last')} </span>
        <span
          className={classNames(
            'font-semibold text-xl',
            direction === 'up' ? 'text-success-ink' : direction === 'down' ? 'text-danger-ink' : undefined,
          )}
        >
          {price(last)}
        </span>
        <span className="ml-1.5 text-sm text-soft">{quote}</span>
      </p>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 max-sm:order-last max-sm:grid max-sm:w-full max-sm:grid-cols-3 max-sm:gap-x-3">
        <Fact term={text('trade.change')}>
          <Change percent={book.change24Percent} />
        </Fact>
        <Fact term={text('trade.high')}>{price(high)}</Fact>
        <Fact term={text('trade.low')}>{price(low)}</Fact>
        <Fact term={text('trade.volume')}>
          {formatDecimal({ value: book.volume, locale, fractionDigitsMax: 4 })} {base}
        </Fact>
        <Fact term={text('trade.fees')} className="max-sm:col-span-2 max-sm:tracking-tight">
          {text('trade.feesText', {
            maker: percentOf(book.makerPpm, locale),
            taker: percentOf(book.takerPpm, locale),
          })}
        </Fact>
      </dl>
      <p role="status" className="ml-auto inline-flex items-center gap-1.5 text-soft text-xs">
        <span
          aria-hidden="true"
          className={classNames(
            'size-2 rounded-full',
            view.status === 'live' ? 'bg-success-ink' : view.status === 'offline' ? 'bg-danger' : 'bg-edge',
          )}
        />
        {text(`trade.${view.status}`)}
      </p>
    </div>
  );
}

interface FactProps {
  term: string;
  className?: string | undefined;
  children: ReactNode;
}

function Fact({ term, className, children }: FactProps) {
  return (
    <div className={className}>
      <dt className="text-soft text-xs">{term}</dt>
      <dd className="whitespace-nowrap text-sm tabular-nums">{children}</dd>
    </div>
  );
}

function Change({ percent }: { percent: string | null }) {
  const { locale } = useWords();
  if (percent === null) return '–';
  const value = formatDecimal({ value: percent, locale, isSigned: true, fractionDigitsMin: 2 });
  return (
    <span className={percent.startsWith('-') ? 'text-danger-ink' : 'text-success-ink'}>{`${value} %`}</span>
  );
}

/** The day's highest and lowest, with the price of this moment: the tape is ahead of what the page asks now and then. */
function rangeOf({ high, low }: PortalBook, last: string | null): readonly [string | null, string | null] {
  if (last === null || high === null || low === null) return [high, low];
  const now = unitsOf(last);
  return [now > unitsOf(high) ? last : high, now < unitsOf(low) ? last : low];
}

function percentOf(ppm: number, locale: string): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(
    ppm / 10_000,
  );
}

function directionOf({ tape }: MarketView): 'up' | 'down' | 'flat' {
  const [last, before] = tape;
  if (last === undefined || before === undefined) return 'flat';
  const difference = Number(last.price) - Number(before.price);
  if (difference === 0) return last.takerSide === 'buy' ? 'up' : 'down';
  return difference > 0 ? 'up' : 'down';
}
