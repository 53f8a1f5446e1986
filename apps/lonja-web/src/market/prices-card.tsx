// The last price of each book, asked again every few seconds from the public API.
import type { PortalHome } from '@mandato/lonja/api-contract/portal-contract';
import { Amount } from '@mandato/ui/amount';
import { Badge } from '@mandato/ui/badge';
import { Card } from '@mandato/ui/card';
import { DataTable } from '@mandato/ui/data-table';
import { EmptyState } from '@mandato/ui/empty-state';
import { Icon } from '@mandato/ui/icon';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { bookCurrencies, bookName } from './book-name.ts';
import { DialNotes } from './dial-notes.tsx';
import { askTickers } from './read-tickers.ts';

type Book = PortalHome['books'][number];

export function PricesCard({ books }: { books: readonly Book[] }) {
  const { text, locale } = useWords();
  const tickers = useQuery({ queryKey: ['tickers'], queryFn: askTickers, refetchInterval: 5_000 });
  const lastOf = (row: Book) => tickers.data?.find(({ book }) => book === row.book)?.last ?? row.last;
  return (
    <Card title={text('home.prices')}>
      <DialNotes dials={books.flatMap(({ dials }) => dials)} className="mb-4" />
      <DataTable
        caption={text('home.prices')}
        rows={books}
        rowKey={(row) => row.book}
        empty={
          <EmptyState icon="chart" title={text('home.noPrices')}>
            {text('home.noPricesText')}
          </EmptyState>
        }
        columns={[
          {
            id: 'book',
            header: text('home.book'),
            isRowHeader: true,
            cell: (row) => <BookCell book={row} />,
          },
          {
            id: 'last',
            header: text('home.last'),
            align: 'end',
            cell: (row) => {
              const last = lastOf(row);
              if (last === null) {
                const isGone = row.dials.includes('delist');
                return <span className="text-soft">{isGone ? '–' : text('home.noPrice')}</span>;
              }
              return (
                <Amount
                  value={last}
                  currency={bookCurrencies(row.book).quote}
                  locale={locale}
                  fractionDigitsMin={2}
                />
              );
            },
          },
          {
            id: 'change',
            header: text('home.change'),
            align: 'end',
            cell: (row) => <Change percent={row.change24Percent} />,
          },
        ]}
      />
    </Card>
  );
}

function BookCell({ book: { book, dials } }: { book: Book }) {
  const { text } = useWords();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {bookName(book)}
      {dials.includes('delist') ? <Badge tone="warning">{text('dials.badge.delist')}</Badge> : null}
      {dials.includes('price') ? <Badge tone="warning">{text('dials.badge.price')}</Badge> : null}
    </span>
  );
}

function Change({ percent }: { percent: string | null }) {
  const { locale } = useWords();
  if (percent === null) return <span className="text-soft">–</span>;
  const isFlat = !/[1-9]/.test(percent);
  const isDown = percent.startsWith('-');
  const tone = isFlat ? 'text-soft' : isDown ? 'text-danger-ink' : 'text-success-ink';
  return (
    <span className={`inline-flex items-center gap-1 ${tone}`}>
      {isFlat ? null : <Icon name={isDown ? 'trending-down' : 'trending-up'} className="size-4" />}
      <span>
        <Amount value={percent} locale={locale} isSigned fractionDigitsMin={2} fractionDigitsMax={2} /> %
      </span>
    </span>
  );
}
