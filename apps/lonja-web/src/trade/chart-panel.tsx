// Candles of the book: the drawing, its summary in one sentence, and the same as a table.
import {
  type PortalBook,
  type PortalCandle,
  portalCandleSizes,
  type TapeRow,
} from '@mandato/lonja/api-contract/trade-contract';
import { Button } from '@mandato/ui/button';
import { EmptyState } from '@mandato/ui/empty-state';
import { Segments } from '@mandato/ui/segments';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { Waiting } from '../shell/waiting.tsx';
import { amountText } from './amount-text.ts';
import { growCandles } from './grow-candles.ts';
import { Panel } from './panel.tsx';
import { PriceChart } from './price-chart.tsx';
import { candlesQuery } from './trade-queries.ts';

type CandleSize = (typeof portalCandleSizes)[number];

export interface ChartPanelProps {
  book: PortalBook;
  tape: readonly TapeRow[];
  className?: string | undefined;
}

export function ChartPanel({ book, tape, className }: ChartPanelProps) {
  const { text, locale } = useWords();
  const [size, setSize] = useState<CandleSize>(60);
  const [isTable, setTable] = useState(false);
  const asked = useQuery(candlesQuery(book.book, size));
  const candles = useMemo(
    () => growCandles(asked.data?.candles ?? [], asked.data === undefined ? [] : tape, size),
    [asked.data, tape, size],
  );
  return (
    <Panel
      title={text('chart.title')}
      className={className}
      bodyClassName="flex flex-col"
      actions={
        <>
          <Segments
            className="max-sm:order-last max-sm:w-full sm:ml-auto"
            legend={text('chart.size')}
            size="small"
            segments={portalCandleSizes.map((seconds) => ({
              value: String(seconds),
              label: text(`chart.size.${seconds}`),
            }))}
            value={String(size)}
            onValueChange={(value) => setSize(portalCandleSizes.find((each) => String(each) === value) ?? 60)}
          />
          <Button variant="quiet" size="small" onClick={() => setTable(!isTable)}>
            {text(isTable ? 'chart.asChart' : 'chart.asTable')}
          </Button>
        </>
      }
    >
      <Waiting query={asked}>
        {() =>
          candles.length === 0 ? (
            <EmptyState icon="chart" title={text('chart.empty')} className="m-auto">
              {text('chart.emptyText')}
            </EmptyState>
          ) : (
            <>
              <Summary candles={candles} book={book} size={size} />
              {isTable ? (
                <CandleTable candles={candles} book={book} />
              ) : (
                <div className="relative min-h-72 flex-1">
                  <PriceChart
                    candles={candles}
                    tickSize={book.tickSize}
                    shownKey={`${book.book} ${size}`}
                    locale={locale}
                  />
                </div>
              )}
              <p className="px-3 py-1 text-right text-[0.6875rem] text-soft">
                <a
                  href="https://www.tradingview.com/"
                  rel="noreferrer"
                  target="_blank"
                  className="hover:underline"
                >
                  {text('chart.credit')}
                </a>
              </p>
            </>
          )
        }
      </Waiting>
    </Panel>
  );
}

interface CandlesOf {
  candles: readonly PortalCandle[];
  book: PortalBook;
}

function Summary({ candles, book, size }: CandlesOf & { size: CandleSize }) {
  const { text, locale, moment } = useWords();
  const { quote } = bookCurrencies(book.book);
  const [first] = candles;
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return null;
  const price = (value: number) => amountText(plainNumber(value), quote, locale);
  return (
    <p className="sr-only">
      {text('chart.summary', {
        size: text(`chart.size.${size}`),
        from: moment(new Date(first.startMs).toISOString()),
        to: moment(new Date(last.startMs).toISOString()),
        open: amountText(first.open, quote, locale),
        close: amountText(last.close, quote, locale),
        low: price(Math.min(...candles.map(({ low }) => Number(low)))),
        high: price(Math.max(...candles.map(({ high }) => Number(high)))),
        currency: quote,
      })}
    </p>
  );
}

function CandleTable({ candles, book }: CandlesOf) {
  const { text, locale, moment } = useWords();
  const { base, quote } = bookCurrencies(book.book);
  const rows = candles.slice(-60).reverse();
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
      tabIndex={0}
      aria-label={text('chart.candles')}
      className="min-h-72 flex-1 overflow-auto px-3 py-1 -outline-offset-3"
    >
      <table className="w-full text-right text-[0.8125rem] tabular-nums">
        <thead className="sticky top-0 bg-surface text-soft">
          <tr>
            <th scope="col" className="py-1.5 text-left font-medium">
              {text('chart.time')}
            </th>
            {(['open', 'high', 'low', 'close'] as const).map((name) => (
              <th key={name} scope="col" className="py-1.5 pl-3 font-medium">
                {text(`chart.${name}`)}
              </th>
            ))}
            <th scope="col" className="py-1.5 pl-3 font-medium">{`${text('chart.volume')} ${base}`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.startMs} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap py-1 text-left font-normal">
                {moment(new Date(row.startMs).toISOString())}
              </th>
              {(['open', 'high', 'low', 'close'] as const).map((name) => (
                <td key={name} className="py-1 pl-3">
                  {amountText(row[name], quote, locale)}
                </td>
              ))}
              <td className="py-1 pl-3">{amountText(row.volume, base, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function plainNumber(value: number): string {
  return value.toFixed(8).replace(/\.?0+$/, '');
}
