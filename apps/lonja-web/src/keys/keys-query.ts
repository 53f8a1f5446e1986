// The account's API keys, as the portal lists them.
import { queryOptions } from '@tanstack/react-query';
import { askPortal } from '../session/ask-portal.ts';

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => askPortal('listKeys', {}),
});
