// Who is logged in, as the server says; asked once and replaced by every answer that changes it.
import type { Session } from '@mandato/server/api-contract/account-contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => api.account.session(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Another person or none: nothing that was read for the last one stays in memory. */
export function replaceSession(client: QueryClient, session: Session): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, session);
}
