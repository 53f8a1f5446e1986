// What the account holds, beside the market that it trades in.
import type { PortalBook, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';
import { DataTable } from '@mandato/ui/data-table';
import { useWords } from '../messages/use-words.ts';
import { amountText } from './amount-text.ts';
import { unitsOf } from './live-book.ts';

type Balance = TradingDesk['balances'][number];

export interface BalancesTableProps {
  balances: readonly Balance[];
  books: readonly PortalBook[];
}

export function BalancesTable({ balances, books }: BalancesTableProps) {
  const { text, locale } = useWords();
  const amount = (value: string, currency: string) => (
    <span className="whitespace-nowrap tabular-nums">{amountText(value, currency, locale)}</span>
  );
  return (
    <div className="[&_table]:text-[0.8125rem]">
      <DataTable
        caption={text('mine.balances')}
        rows={balances}
        rowKey={({ currency }) => currency}
        columns={[
          {
            id: 'currency',
            header: text('home.currency'),
            isRowHeader: true,
            cell: ({ currency }) => currency.toUpperCase(),
          },
          {
            id: 'available',
            header: text('home.available'),
            align: 'end',
            cell: (row) => amount(row.available, row.currency),
          },
          {
            id: 'locked',
            header: text('home.locked'),
            align: 'end',
            cell: (row) => amount(row.locked, row.currency),
          },
          {
            id: 'total',
            header: text('home.total'),
            align: 'end',
            cell: (row) => amount(row.total, row.currency),
          },
          {
            id: 'worth',
            header: text('home.worthColumn'),
            align: 'end',
            cell: (row) => {
              const worth = worthOf(row, books);
              return worth === null ? text('home.noPrice') : amount(worth, 'MXN');
            },
          },
        ]}
      />
    </div>
  );
}

/** In pesos at the last price, to the cent; null without a price. */
function worthOf({ currency, total }: Balance, books: readonly PortalBook[]): string | null {
  const units = unitsOf(total);
  const last =
    currency === 'mxn' ? '1' : (books.find(({ book }) => book === `${currency}_mxn`)?.last ?? null);
  if (units === 0n) return '0';
  if (last === null) return null;
  const cent = unitsPerWhole / 100n;
  const worth = divideDown(units * unitsOf(last), unitsPerWhole);
  return formatMoneyTrimmed(worth - (worth % cent));
}
