// What is asked of the notices: how many are new, often enough to be seen, and the list page by page.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, queries } from '../session/api.ts';

const pageLength = 30;
const lookEveryMs = 15_000;

export function unreadQuery() {
  return queries.notices.unread.queryOptions({ refetchInterval: lookEveryMs });
}

/** Not asked again by itself: what is new stays marked as new while the page is open. */
export const noticeListQuery = infiniteQueryOptions({
  queryKey: [...queries.notices.key(), 'whole'],
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    api.notices.list({ before: pageParam, limit: pageLength }),
  initialPageParam: startOfList(),
  getNextPageParam: (page) => (page.length < pageLength ? undefined : page.at(-1)?.noticeId),
  refetchOnWindowFocus: false,
});

function startOfList(): string | null {
  return null;
}
