// What an account holds, currency by currency: one table, wherever it stands.
import { Amount } from '@mandato/ui/amount';
import { DataTable } from '@mandato/ui/data-table';
import type { ReactNode } from 'react';
import { useWords } from '../messages/use-words.ts';
import { type Balance, orderBalances } from './order-balances.ts';
import { ShownAmount } from './shown-amount.tsx';

export interface BalancesTableProps {
  balances: readonly Balance[];
  empty?: ReactNode;
}

export function BalancesTable({ balances, empty }: BalancesTableProps) {
  const { text, locale } = useWords();
  const amountColumn = (id: 'available' | 'locked' | 'total') => ({
    id,
    header: text(`home.${id}`),
    align: 'end' as const,
    cell: (row: Balance) => (
      <ShownAmount value={row[id]} actual={row.actual?.[id] ?? null} currency={row.currency} />
    ),
  });
  return (
    <DataTable
      caption={text('home.balances')}
      rows={orderBalances(balances)}
      rowKey={({ currency }) => currency}
      empty={empty}
      columns={[
        {
          id: 'currency',
          header: text('home.currency'),
          isRowHeader: true,
          cell: ({ currency }) => currency.toUpperCase(),
        },
        amountColumn('available'),
        amountColumn('locked'),
        amountColumn('total'),
        {
          id: 'worth',
          header: text('home.worthColumn'),
          align: 'end',
          cell: ({ worthMxn }) =>
            worthMxn === null ? (
              <span className="text-soft">{text('home.noPrice')}</span>
            ) : (
              <Amount value={worthMxn} locale={locale} fractionDigitsMin={2} fractionDigitsMax={2} />
            ),
        },
      ]}
    />
  );
}
