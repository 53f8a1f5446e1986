// The whole activity list, newest first; older lines on asking.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { wholeActivityQuery } from './activity-queries.ts';
import { ActivityRow } from './activity-row.tsx';

export function ActivityPage() {
  const { text } = useWords();
  const activity = useInfiniteQuery(wholeActivityQuery);
  usePageTitle(text('activity.title'));
  return (
    <>
      <PageHeader title={text('activity.title')} description={text('activity.intro')} />
      <Waiting query={activity}>
        {({ pages }) => {
          const rows = pages.flat();
          return (
            <Card>
              {rows.length === 0 ? (
                <EmptyState icon="activity" title={text('activity.empty')} />
              ) : (
                <ul className="divide-y divide-line">
                  {rows.map((row) => (
                    <ActivityRow key={row.activityId} activity={row} />
                  ))}
                </ul>
              )}
              {activity.hasNextPage ? (
                <Button
                  variant="secondary"
                  className="mt-5"
                  busy={activity.isFetchingNextPage}
                  onClick={() => void activity.fetchNextPage()}
                >
                  {text('activity.older')}
                </Button>
              ) : null}
            </Card>
          );
        }}
      </Waiting>
    </>
  );
}
