// What this Lonja was started with; it does not change while it runs.
import { queryOptions } from '@tanstack/react-query';
import { askPortal } from './ask-portal.ts';

export const featuresQuery = queryOptions({
  queryKey: ['features'],
  queryFn: () => askPortal('features', {}),
  staleTime: Number.POSITIVE_INFINITY,
});
