// The cache of what was asked; a lost session anywhere leads to the log-in page.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { refusalOf } from './refusal.ts';
import { sessionQuery } from './session-query.ts';

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
    queryCache: new QueryCache({ onError: (error) => noticeLostSession(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => noticeLostSession(client, error) }),
  });
  return client;
}

/** The pages' guards see the new session and move the person on. */
function noticeLostSession(client: QueryClient, error: Error): void {
  const code = refusalOf(error)?.code;
  if (code === 'session_expired') client.setQueryData(sessionQuery.queryKey, { kind: 'anonymous' });
  if (code === 'second_factor_needed') void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
