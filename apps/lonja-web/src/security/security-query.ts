// The state of the account's security, as the portal tells it.
import { queryOptions } from '@tanstack/react-query';
import { askPortal } from '../session/ask-portal.ts';

export const securityQuery = queryOptions({
  queryKey: ['security'],
  queryFn: () => askPortal('security', {}),
});
