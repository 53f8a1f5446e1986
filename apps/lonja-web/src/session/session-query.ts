// Who is logged in, as the portal says; asked once and replaced by every answer that changes it.
import type { PortalSession } from '@mandato/lonja/api-contract/session-contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { askPortal } from './ask-portal.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => askPortal('session', {}),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Another person or none: nothing that was read for the last one stays in memory. */
export function replaceSession(client: QueryClient, session: PortalSession): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, session);
}
