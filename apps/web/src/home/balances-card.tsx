// What there is at one linked exchange, currency by currency, as the exchange says it now.
import { formatQuantityText } from '@mandato/messages/format';
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Badge } from '@mandato/ui/badge';
import { Card } from '@mandato/ui/card';
import { DataTable } from '@mandato/ui/data-table';
import { EmptyState } from '@mandato/ui/empty-state';
import { useQuery } from '@tanstack/react-query';
import { refetchAfterMs } from '../plans/plan-queries.ts';
import { queries } from '../session/api.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';

export function BalancesCard({ link }: { link: LinkView }) {
  const { text, locale } = useWords();
  const balances = useQuery(
    queries.links.balances.queryOptions({
      input: { linkId: link.linkId },
      refetchInterval: refetchAfterMs(false),
    }),
  );
  const columns = (['available', 'locked', 'total'] as const).map((part) => ({
    id: part,
    header: text(`common.${part}`),
    align: 'end' as const,
    cell: (row: { asset: string; available: string; locked: string; total: string }) => (
      <span className="tabular-nums">{formatQuantityText(locale, row[part], row.asset)}</span>
    ),
  }));
  return (
    <Card
      title={text('link.balances', { exchange: link.name })}
      actions={
        link.exchange === 'practice' ? (
          <Badge tone="accent" icon="flask">
            {text('common.practice_badge')}
          </Badge>
        ) : undefined
      }
    >
      <Waiting query={balances}>
        {(rows) => (
          <DataTable
            caption={text('link.balances', { exchange: link.name })}
            rows={rows.filter(({ total }) => /[1-9]/.test(total))}
            rowKey={(row) => row.asset}
            empty={<EmptyState icon="wallet" title={text('home.no_balance')} />}
            columns={[
              {
                id: 'asset',
                header: text('common.currency'),
                isRowHeader: true,
                cell: (row) => row.asset.toUpperCase(),
              },
              ...columns,
            ]}
          />
        )}
      </Waiting>
    </Card>
  );
}
