// Where the person is logged in, and ending what should not be.
import type { SessionRow } from '@mandato/server/api-contract/account-contract';
import { Badge } from '@mandato/ui/badge';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { browserName } from './browser-name.ts';

/** Which sessions are about to be ended; null inside it means all others. */
interface Asked {
  readonly session: SessionRow | null;
}

export function SessionsCard() {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useQuery(queries.account.sessions.queryOptions());
  const end = useMutation(
    queries.account.endSessions.mutationOptions({
      onSuccess: (rows) => {
        client.setQueryData(queries.account.sessions.queryKey(), rows);
        setAsked(null);
        say({ tone: 'success', text: text('access.sessions_ended') });
      },
    }),
  );
  const what = asked?.session ?? null;
  return (
    <Card title={text('access.sessions_title')} description={text('access.sessions_intro')}>
      <Waiting query={list}>
        {(rows) => (
          <div className="flex flex-col items-start gap-5">
            <ul className="w-full divide-y divide-line">
              {rows.map((row) => (
                <SessionItem key={row.sessionId} row={row} onEnd={() => setAsked({ session: row })} />
              ))}
            </ul>
            {rows.length > 1 ? (
              <Button variant="secondary" onClick={() => setAsked({ session: null })}>
                {text('access.sessions_end_others')}
              </Button>
            ) : null}
          </div>
        )}
      </Waiting>
      <StepUpDialog
        isOpen={asked !== null}
        isBusy={end.isPending}
        refusal={refusalOf(end.error)}
        facts={[
          {
            id: 'action',
            term: text('access.fact_action'),
            detail:
              what === null
                ? text('access.sessions_end_others')
                : `${text('access.session_end')}: ${browserName(what.userAgent)} (${what.address})`,
          },
        ]}
        onProof={(stepUpCode) => end.mutate({ sessionId: what?.sessionId ?? null, stepUpCode })}
        onClose={() => {
          setAsked(null);
          end.reset();
        }}
      />
    </Card>
  );
}

function SessionItem({ row, onEnd }: { row: SessionRow; onEnd: () => void }) {
  const { text, locale } = useWords();
  const { address, userAgent, startedAt, lastSeenAt, isCurrent } = row;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">
          {userAgent === '' ? text('access.browser_unknown') : browserName(userAgent)}
        </p>
        <p className="text-soft text-sm">
          {text('access.session_started', { started: formatMoment(locale, startedAt), address })}
        </p>
        <p className="text-soft text-sm">
          {text('access.session_seen', { seen: formatMoment(locale, lastSeenAt) })}
        </p>
      </div>
      {isCurrent ? (
        <Badge tone="success">{text('access.session_current')}</Badge>
      ) : (
        <Button variant="quiet" onClick={onEnd}>
          {text('access.session_end')}
        </Button>
      )}
    </li>
  );
}
