// The account's last trades: what filled, at what price, for which fee.
import type { PortalHome } from '@mandato/lonja/api-contract/portal-contract';
import { Amount } from '@mandato/ui/amount';
import { Badge } from '@mandato/ui/badge';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { type DataColumn, DataTable } from '@mandato/ui/data-table';
import { EmptyState } from '@mandato/ui/empty-state';
import { useWords, type Words } from '../messages/use-words.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { bookCurrencies, bookName } from './book-name.ts';
import { DialNotes } from './dial-notes.tsx';

type Trade = PortalHome['recentTrades'][number];

export interface TradesCardProps {
  trades: readonly Trade[];
  dials: PortalHome['tradeDials'];
}

export function TradesCard({ trades, dials }: TradesCardProps) {
  const words = useWords();
  const { text } = words;
  return (
    <Card title={text('home.trades')}>
      <DialNotes dials={dials} className="mb-4" />
      <DataTable
        caption={text('home.trades')}
        rows={trades}
        rowKey={(row) => row.tid}
        columns={columnsOf(words)}
        empty={
          <EmptyState
            icon="list"
            title={text('home.noTrades')}
            action={
              <PortalLink href={paths.keys} className={buttonClass({ variant: 'secondary' })}>
                {text('home.noTradesAction')}
              </PortalLink>
            }
          >
            {text('home.noTradesText')}
          </EmptyState>
        }
      />
    </Card>
  );
}

function columnsOf({ text, locale, moment }: Words): readonly DataColumn<Trade>[] {
  return [
    {
      id: 'book',
      header: text('home.book'),
      isRowHeader: true,
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {bookName(row.book)}
          <Badge tone={row.side === 'buy' ? 'success' : 'info'}>{text(`home.${row.side}`)}</Badge>
        </span>
      ),
    },
    {
      id: 'quantity',
      header: text('home.quantity'),
      align: 'end',
      cell: (row) => <Amount value={row.major} currency={bookCurrencies(row.book).base} locale={locale} />,
    },
    {
      id: 'price',
      header: text('home.price'),
      align: 'end',
      cell: (row) => <Amount value={row.price} locale={locale} fractionDigitsMin={2} />,
    },
    {
      id: 'notional',
      header: text('home.notional'),
      align: 'end',
      cell: (row) => (
        <Amount
          value={row.minor}
          currency={bookCurrencies(row.book).quote}
          locale={locale}
          fractionDigitsMin={2}
        />
      ),
    },
    {
      id: 'fee',
      header: text('home.fee'),
      align: 'end',
      cell: (row) => <Amount value={row.fee} currency={row.feeCurrency.toUpperCase()} locale={locale} />,
    },
    {
      id: 'when',
      header: text('home.when'),
      align: 'end',
      cell: (row) => <time dateTime={row.at}>{moment(row.at)}</time>,
    },
  ];
}
