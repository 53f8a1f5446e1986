// How links are asked for: again and again, so that a freeze is seen without reloading the page.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { queries } from '../session/api.ts';

const refetchMs = 10_000;

export function linkListQuery() {
  return queries.links.list.queryOptions({ refetchInterval: refetchMs });
}

/** One of the person's links, or null when it does not exist any more. */
export function linkQuery(linkId: string) {
  return queries.links.list.queryOptions({
    refetchInterval: refetchMs,
    select: (links: readonly LinkView[]) => links.find((link) => link.linkId === linkId) ?? null,
  });
}
