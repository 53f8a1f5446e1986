// The order book: prices of both sides around the spread, depth as bars, each price a button that fills the form.
import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { formatDecimal } from '@mandato/ui/amount';
import { classNames } from '@mandato/ui/class-names';
import { type KeyboardEvent, useRef, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { decimalsOf } from './amount-text.ts';
import { type Level, levelsOf, type Side } from './live-book.ts';
import type { MarketView } from './market-feed.ts';
import { Panel } from './panel.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

export interface BookPanelProps {
  book: PortalBook;
  view: MarketView;
  /** Price levels of each side. */
  levelsMax: number;
  /** Prices at which the person has open orders. */
  ownPrices: ReadonlySet<bigint>;
  onPrice: (price: bigint) => void;
  className?: string | undefined;
}

export function BookPanel({ book, view, levelsMax, ownPrices, onPrice, className }: BookPanelProps) {
  const { text } = useWords();
  const { base, quote } = bookCurrencies(book.book);
  const bids = levelsOf(view.bids, levelsMax);
  const asks = levelsOf(view.asks, levelsMax);
  const deepest = [bids.at(-1)?.sum ?? 0n, asks.at(-1)?.sum ?? 0n].reduce((one, other) =>
    one > other ? one : other,
  );
  const body = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const keys = [
    ...asks.toReversed().map((level) => keyOf('sell', level)),
    ...bids.map((level) => keyOf('buy', level)),
  ];
  // One stop for the tab key; the arrow keys do the rest.
  const stop = chosen !== null && keys.includes(chosen) ? chosen : stopBeside(chosen, { asks, bids });
  const levelAt = (key: string | undefined) => {
    const button = body.current?.querySelector(`[data-level="${key ?? ''}"]`);
    return button instanceof HTMLElement ? button : null;
  };
  // A price that is traded away while the keyboard is on it.
  const keptFocus = useKeptFocus(stop, () => levelAt(stop));
  function move(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = keys[keys.indexOf(stop ?? '') + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    setChosen(next);
    levelAt(next)?.focus();
  }
  const rows = (side: Side, levels: readonly Level[]) =>
    levels.map((level) => (
      <LevelRow
        key={keyOf(side, level)}
        {...{ side, level, deepest, book }}
        isOwn={ownPrices.has(level.price)}
        isStop={keyOf(side, level) === stop}
        onPrice={() => {
          setChosen(keyOf(side, level));
          onPrice(level.price);
        }}
      />
    ));
  return (
    <Panel title={text('book.title')} className={className} bodyClassName="flex flex-col overflow-hidden">
      <p className="sr-only">{text('book.hint')}</p>
      <div
        className={classNames(columns, 'shrink-0 border-line border-b px-3 py-1 text-soft text-xs')}
        aria-hidden="true"
      >
        <span>{`${text('book.price')} ${quote}`}</span>
        <span className="text-right">{`${text('book.amount')} ${base}`}</span>
        <span className="text-right">{text('book.total')}</span>
      </div>
      {keys.length === 0 ? (
        <p className="px-3 py-6 text-center text-sm text-soft">{text('book.empty')}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are what is pressed; this moves between them.
        <div ref={body} onKeyDown={move} {...keptFocus} className="flex min-h-0 flex-1 flex-col py-0.5">
          <ul
            aria-label={text('book.asks')}
            className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden"
          >
            {rows('sell', asks.toReversed())}
          </ul>
          <Spread book={book} bid={bids[0]?.price ?? null} ask={asks[0]?.price ?? null} />
          <ul aria-label={text('book.bids')} className="min-h-0 flex-1 overflow-hidden">
            {rows('buy', bids)}
          </ul>
        </div>
      )}
    </Panel>
  );
}

const columns = 'grid grid-cols-[1.15fr_1fr_1fr] gap-x-2';

/** The best price on the side of one that is gone; on the bids' side for a start. */
function stopBeside(
  gone: string | null,
  { asks, bids }: { readonly asks: readonly Level[]; readonly bids: readonly Level[] },
): string | undefined {
  const [ask, bid] = [asks[0], bids[0]];
  const isAsk = bid === undefined || (gone?.startsWith('sell') === true && ask !== undefined);
  const level = isAsk ? ask : bid;
  return level === undefined ? undefined : keyOf(isAsk ? 'sell' : 'buy', level);
}

function keyOf(side: Side, { price }: Level): string {
  return `${side}-${price}`;
}

interface LevelRowProps {
  side: Side;
  level: Level;
  deepest: bigint;
  book: PortalBook;
  isOwn: boolean;
  isStop: boolean;
  onPrice: () => void;
}

function LevelRow({ side, level, deepest, book, isOwn, isStop, onPrice }: LevelRowProps) {
  const { text, locale } = useWords();
  const { base } = bookCurrencies(book.book);
  const price = priceText(level.price, book, locale);
  const amount = amountOf(level.amount, locale);
  const width = deepest === 0n ? 0 : Number((level.sum * 1000n) / deepest) / 10;
  return (
    <li>
      <button
        type="button"
        data-level={keyOf(side, level)}
        tabIndex={isStop ? 0 : -1}
        onClick={onPrice}
        aria-label={text('book.use', { price, amount, base })}
        className={classNames(
          columns,
          'relative w-full items-center px-3 py-px text-left text-[0.8125rem] leading-5 tabular-nums -outline-offset-3 hover:bg-sunken',
        )}
      >
        <span
          aria-hidden="true"
          style={{ width: `${width}%` }}
          className={classNames(
            'absolute inset-y-px right-0',
            side === 'buy' ? 'bg-success-soft' : 'bg-danger-soft',
          )}
        />
        <span
          className={classNames(
            'relative font-medium',
            side === 'buy' ? 'text-success-ink' : 'text-danger-ink',
          )}
        >
          {isOwn ? (
            <span aria-hidden="true" className="-left-2.5 absolute top-1.5 size-1.5 rounded-full bg-accent" />
          ) : null}
          {price}
        </span>
        <span className="relative text-right">{amount}</span>
        <span className="relative text-right text-soft">{amountOf(level.sum, locale)}</span>
      </button>
    </li>
  );
}

function Spread({ book, bid, ask }: { book: PortalBook; bid: bigint | null; ask: bigint | null }) {
  const { text, locale } = useWords();
  if (bid === null || ask === null) return null;
  const middle = (bid + ask) / 2n;
  // In hundredths of a percent.
  const share = ((ask - bid) * 10_000n * unitsPerWhole) / middle;
  return (
    <p className="my-0.5 flex shrink-0 items-baseline justify-between gap-2 border-line border-y bg-sunken px-3 py-1 text-xs tabular-nums">
      <span className="text-soft">{text('book.spread')}</span>
      <span>
        {priceText(ask - bid, book, locale)}
        <span className="ml-2 text-soft">
          {formatDecimal({
            value: formatMoneyTrimmed(share / 100n),
            locale,
            fractionDigitsMin: 2,
            fractionDigitsMax: 2,
          })}{' '}
          %
        </span>
      </span>
    </p>
  );
}

function priceText(price: bigint, book: PortalBook, locale: string): string {
  const fractionDigitsMin = decimalsOf(book.tickSize);
  return formatDecimal({ value: formatMoneyTrimmed(price), locale, fractionDigitsMin });
}

// Five decimals line up in a narrow column; what an order needs is exact in the form.
function amountOf(units: bigint, locale: string): string {
  return formatDecimal({
    value: formatMoneyTrimmed(units),
    locale,
    fractionDigitsMin: 5,
    fractionDigitsMax: 5,
  });
}
