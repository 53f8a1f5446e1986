// The tape: the latest public trades of the book, newest first.
import type { PortalBook, TapeRow } from '@mandato/lonja/api-contract/trade-contract';
import { formatDecimal } from '@mandato/ui/amount';
import { classNames } from '@mandato/ui/class-names';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { decimalsOf } from './amount-text.ts';
import { Panel } from './panel.tsx';

export interface TapePanelProps {
  book: PortalBook;
  tape: readonly TapeRow[];
  className?: string | undefined;
}

export function TapePanel({ book, tape, className }: TapePanelProps) {
  const { text, locale } = useWords();
  const { base, quote } = bookCurrencies(book.book);
  const decimals = decimalsOf(book.tickSize);
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  return (
    <Panel title={text('tape.title')} className={className}>
      {tape.length === 0 ? (
        <p className="px-3 py-6 text-center text-sm text-soft">{text('tape.empty')}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
          tabIndex={0}
          aria-label={text('tape.list')}
          className="h-full overflow-y-auto px-3 -outline-offset-3"
        >
          <table className="w-full text-[0.8125rem] tabular-nums">
            <thead className="sticky top-0 z-10 bg-surface text-soft text-xs">
              <tr>
                <th scope="col" className="py-1 text-left font-normal">{`${text('book.price')} ${quote}`}</th>
                <th
                  scope="col"
                  className="py-1 text-right font-normal"
                >{`${text('book.amount')} ${base}`}</th>
                <th scope="col" className="py-1 text-right font-normal">
                  {text('tape.time')}
                </th>
              </tr>
            </thead>
            <tbody>
              {tape.map((row) => (
                <tr key={row.id}>
                  <td
                    className={classNames(
                      'py-px font-medium',
                      row.takerSide === 'buy' ? 'text-success-ink' : 'text-danger-ink',
                    )}
                  >
                    {formatDecimal({ value: row.price, locale, fractionDigitsMin: decimals })}
                    <span className="sr-only">
                      {' '}
                      {text(row.takerSide === 'buy' ? 'tape.bought' : 'tape.sold')}
                    </span>
                  </td>
                  <td className="py-px text-right">
                    {formatDecimal({ value: row.amount, locale, fractionDigitsMin: 5, fractionDigitsMax: 5 })}
                  </td>
                  <td className="py-px text-right text-soft">{clock.format(row.atMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
