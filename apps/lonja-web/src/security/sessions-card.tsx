// Where the person is logged in: browser, address, when; one or all others can be logged out from here.
import type { PortalSessionRow } from '@mandato/lonja/api-contract/security-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { classNames } from '@mandato/ui/class-names';
import { DataTable } from '@mandato/ui/data-table';
import { useStatus } from '@mandato/ui/status-region';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { securityQuery } from './security-query.ts';

export function SessionsCard({ sessions }: { sessions: readonly PortalSessionRow[] }) {
  const { text, moment, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const end = usePortalCall('endSession', (answer) => {
    client.setQueryData(securityQuery.queryKey, answer);
    say({ tone: 'success', text: text('sessions.ended') });
  });
  const endOthers = usePortalCall('endOtherSessions', (answer) => {
    client.setQueryData(securityQuery.queryKey, answer);
    say({ tone: 'success', text: text('sessions.othersEnded') });
  });
  const nameOf = ({ browser }: PortalSessionRow) => browser || text('sessions.unknown');
  const when = (iso: string) => <time dateTime={iso}>{moment(iso)}</time>;
  return (
    <Card
      title={text('sessions.title')}
      actions={
        sessions.length > 1 ? (
          <Button variant="secondary" size="small" busy={endOthers.isBusy} onClick={() => endOthers.send({})}>
            {text('sessions.endOthers')}
          </Button>
        ) : undefined
      }
    >
      {(end.refusal ?? endOthers.refusal) === null ? null : (
        <Banner tone="danger" className="mb-4">
          {refusal(end.refusal ?? endOthers.refusal)}
        </Banner>
      )}
      <DataTable
        caption={text('sessions.title')}
        rows={sessions}
        rowKey={({ sessionId }) => sessionId}
        columns={[
          {
            id: 'browser',
            header: text('sessions.browser'),
            isRowHeader: true,
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {nameOf(row)}
                {row.isCurrent ? <Badge tone="accent">{text('sessions.current')}</Badge> : null}
              </span>
            ),
          },
          {
            id: 'address',
            header: text('sessions.address'),
            cell: ({ address }) => (
              // Only the long form of an address may be broken.
              <span
                className={classNames(
                  'font-mono text-sm',
                  address.includes(':') ? 'break-all' : 'whitespace-nowrap',
                )}
              >
                {address || '–'}
              </span>
            ),
          },
          { id: 'started', header: text('sessions.started'), cell: ({ startedAt }) => when(startedAt) },
          { id: 'seen', header: text('sessions.seen'), cell: ({ seenAt }) => when(seenAt) },
          {
            id: 'end',
            header: text('sessions.end'),
            align: 'end',
            isLabelHidden: true,
            cell: (row) =>
              row.isCurrent ? null : (
                <Button
                  variant="quiet"
                  size="small"
                  className="max-sm:-ml-3"
                  aria-label={text('sessions.endNamed', { browser: nameOf(row) })}
                  onClick={() => end.send({ sessionId: row.sessionId })}
                >
                  {text('sessions.end')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
