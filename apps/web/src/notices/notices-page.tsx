// All notices, newest first; opening the page marks them as read, and what is also sent out is set here.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queries } from '../session/api.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { noticeListQuery } from './notice-queries.ts';
import { NoticeRow } from './notice-row.tsx';
import { NoticeSettingsCard } from './notice-settings-card.tsx';

export function NoticesPage() {
  const { text } = useWords();
  const list = useInfiniteQuery(noticeListQuery);
  usePageTitle(text('notice.title'));
  useMarkRead(list.data?.pages[0]?.[0]?.noticeId);
  return (
    <>
      <PageHeader title={text('notice.title')} description={text('notice.intro')} />
      <div className="flex flex-col gap-6">
        <Waiting query={list}>
          {({ pages }) => {
            const rows = pages.flat();
            return (
              <Card>
                {rows.length === 0 ? (
                  <EmptyState icon="bell" title={text('notice.empty')} />
                ) : (
                  <ul className="divide-y divide-line">
                    {rows.map((row) => (
                      <NoticeRow key={row.noticeId} notice={row} />
                    ))}
                  </ul>
                )}
                {list.hasNextPage ? (
                  <Button
                    variant="secondary"
                    className="mt-5"
                    busy={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                  >
                    {text('notice.older')}
                  </Button>
                ) : null}
              </Card>
            );
          }}
        </Waiting>
        <NoticeSettingsCard />
      </div>
    </>
  );
}

/** Tells the server that this one and all before it were shown; the bell hears of it at once. */
function useMarkRead(newest: string | undefined): void {
  const client = useQueryClient();
  const { mutate } = useMutation(
    queries.notices.markRead.mutationOptions({
      onSuccess: ({ count }) => client.setQueryData(queries.notices.unread.queryKey(), { count }),
    }),
  );
  useEffect(() => {
    if (newest !== undefined) mutate({ upTo: newest });
  }, [newest, mutate]);
}
