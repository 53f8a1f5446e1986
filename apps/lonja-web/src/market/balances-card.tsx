// What the account holds, on the first page.
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { useWords } from '../messages/use-words.ts';
import { BalancesTable } from './balances-table.tsx';
import type { Balance } from './order-balances.ts';

export function BalancesCard({ balances }: { balances: readonly Balance[] }) {
  const { text } = useWords();
  return (
    <Card title={text('home.balances')}>
      <BalancesTable
        balances={balances}
        empty={
          <EmptyState icon="wallet" title={text('home.noBalances')}>
            {text('home.noBalancesText')}
          </EmptyState>
        }
      />
    </Card>
  );
}
