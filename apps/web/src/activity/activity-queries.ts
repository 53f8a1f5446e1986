// What is asked of the activity list: its beginning for the home page, and all of it page by page.
import type { ActivityView } from '@mandato/server/api-contract/activity-contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { refetchAfterMs } from '../plans/plan-queries.ts';
import { api, queries } from '../session/api.ts';

const pageLength = 50;
const recentLength = 8;

export function recentActivityQuery() {
  return queries.activity.list.queryOptions({
    input: { before: null, limit: recentLength },
    refetchInterval: (query) => refetchAfterMs(hasOrderUnderWay(query.state.data ?? [])),
  });
}

export const wholeActivityQuery = infiniteQueryOptions({
  queryKey: [...queries.activity.key(), 'whole'],
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    api.activity.list({ before: pageParam, limit: pageLength }),
  initialPageParam: startOfList(),
  getNextPageParam: (page) => (page.length < pageLength ? undefined : page.at(-1)?.activityId),
  refetchInterval: (query) => refetchAfterMs(hasOrderUnderWay(query.state.data?.pages[0] ?? [])),
});

/** Whether the newest line about some order says that more is still to come. `newestFirst` as the API gives it. */
export function hasOrderUnderWay(newestFirst: readonly Pick<ActivityView, 'orderId' | 'code'>[]): boolean {
  const seen = new Set<string>();
  for (const { orderId, code } of newestFirst) {
    if (orderId === null || seen.has(orderId)) continue;
    seen.add(orderId);
    if (code === 'order_recorded' || code === 'order_being_confirmed') return true;
  }
  return false;
}

function startOfList(): string | null {
  return null;
}
