// What the account holds, on the first page.
import type { PortalHome } from '@mandato/lonja/api-contract/portal-contract';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { useWords } from '../messages/use-words.ts';
import { BalancesTable } from './balances-table.tsx';
import { DialNotes } from './dial-notes.tsx';
import type { Balance } from './order-balances.ts';

export interface BalancesCardProps {
  balances: readonly Balance[];
  dials: PortalHome['balanceDials'];
}

export function BalancesCard({ balances, dials }: BalancesCardProps) {
  const { text } = useWords();
  return (
    <Card title={text('home.balances')}>
      <DialNotes dials={dials} hasFigures className="mb-4" />
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
