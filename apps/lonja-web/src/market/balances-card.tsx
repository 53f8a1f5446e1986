// What the account holds, currency by currency.
import { Amount } from '@mandato/ui/amount';
import { Card } from '@mandato/ui/card';
import { DataTable } from '@mandato/ui/data-table';
import { EmptyState } from '@mandato/ui/empty-state';
import { useWords } from '../messages/use-words.ts';
import { type Balance, orderBalances } from './order-balances.ts';

export function BalancesCard({ balances }: { balances: readonly Balance[] }) {
  const { text, locale } = useWords();
  const amount = (value: string, currency: string) => (
    <Amount value={value} locale={locale} fractionDigitsMin={currency === 'mxn' ? 2 : 0} />
  );
  return (
    <Card title={text('home.balances')} className="lg:col-span-2">
      <DataTable
        caption={text('home.balances')}
        rows={orderBalances(balances)}
        rowKey={(row) => row.currency}
        empty={
          <EmptyState icon="wallet" title={text('home.noBalances')}>
            {text('home.noBalancesText')}
          </EmptyState>
        }
        columns={[
          {
            id: 'currency',
            header: text('home.currency'),
            isRowHeader: true,
            cell: (row) => row.currency.toUpperCase(),
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
            cell: (row) =>
              row.worthMxn === null ? (
                <span className="text-soft">{text('home.noPrice')}</span>
              ) : (
                <Amount value={row.worthMxn} locale={locale} fractionDigitsMin={2} fractionDigitsMax={2} />
              ),
          },
        ]}
      />
    </Card>
  );
}
