// What the trading screen asks of the portal, and how often.
import { queryOptions } from '@tanstack/react-query';
import { askPortal } from '../session/ask-portal.ts';

export const marketQuery = queryOptions({
  queryKey: ['market'],
  queryFn: () => askPortal('market', {}),
  refetchInterval: 5_000,
});

/** Kept fresh by `useDesk`. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: () => askPortal('desk', {}),
});

export function candlesQuery(book: string, seconds: number) {
  return queryOptions({
    queryKey: ['candles', book, seconds],
    queryFn: () => askPortal('candles', { book, seconds }),
    refetchInterval: 5_000,
  });
}
