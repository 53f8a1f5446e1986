// The person's own part of the audit trail: to read, and to download with a fresh proof.
import type { TrailEntryView } from '@mandato/server/api-contract/activity-contract';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { infiniteQueryOptions, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { saveFile } from './save-file.ts';
import { TrailRow } from './trail-row.tsx';

const pageLength = 50;

const trailQuery = infiniteQueryOptions({
  queryKey: [...queries.activity.key(), 'trail'],
  queryFn: ({ pageParam }: { pageParam: number | null }) =>
    api.activity.trail({ before: pageParam, limit: pageLength }),
  initialPageParam: startOfTrail(),
  getNextPageParam: (page: readonly TrailEntryView[]) =>
    page.length < pageLength ? undefined : page.at(-1)?.seq,
});

export function TrailPage() {
  const { text } = useWords();
  const trail = useInfiniteQuery(trailQuery);
  usePageTitle(text('access.trail_title'));
  return (
    <>
      <PageHeader title={text('access.trail_title')} description={text('access.trail_intro')} />
      <div className="flex flex-col items-start gap-6">
        <Download />
        <Waiting query={trail}>
          {({ pages }) => {
            const rows = pages.flat();
            return (
              <Card className="w-full">
                {rows.length === 0 ? (
                  <EmptyState icon="activity" title={text('access.trail_empty')} />
                ) : (
                  <ul className="divide-y divide-line">
                    {rows.map((row) => (
                      <TrailRow key={row.seq} entry={row} />
                    ))}
                  </ul>
                )}
                {trail.hasNextPage ? (
                  <Button
                    variant="secondary"
                    className="mt-5"
                    busy={trail.isFetchingNextPage}
                    onClick={() => void trail.fetchNextPage()}
                  >
                    {text('access.trail_older')}
                  </Button>
                ) : null}
              </Card>
            );
          }}
        </Waiting>
      </div>
    </>
  );
}

function Download() {
  const { text } = useWords();
  const say = useStatus();
  const [isAsking, setAsking] = useState(false);
  const download = useMutation(
    queries.activity.exportTrail.mutationOptions({
      onSuccess: (file) => {
        setAsking(false);
        saveFile({ ...file, type: 'application/jsonl' });
        say({ tone: 'success', text: text('access.trail_downloaded') });
      },
    }),
  );
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        {text('access.trail_download')}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        isBusy={download.isPending}
        refusal={refusalOf(download.error)}
        facts={[{ id: 'action', term: text('access.fact_action'), detail: text('access.trail_download') }]}
        onProof={(stepUpCode) => download.mutate({ stepUpCode })}
        onClose={() => {
          setAsking(false);
          download.reset();
        }}
      />
    </>
  );
}

function startOfTrail(): number | null {
  return null;
}
