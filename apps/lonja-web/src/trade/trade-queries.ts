// What the trading screen asks of the portal, and how often.
import { queryOptions } from '@tanstack/react-query';
import { askPortal } from '../session/ask-portal.ts';

export const marketQuery = queryOptions({
  queryKey: ['market'],
  queryFn: () => askPortal('market', {}),
  refetchInterval: 5_000,
});

/** The stream says at once when an order of ours met another; this is for all the rest. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: () => askPortal('desk', {}),
  refetchInterval: 2_000,
});

export function candlesQuery(book: string, seconds: number) {
  return queryOptions({
    queryKey: ['candles', book, seconds],
    queryFn: () => askPortal('candles', { book, seconds }),
    refetchInterval: 5_000,
  });
}
