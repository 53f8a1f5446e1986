// Speaks Mandato's typed API as its web pages do, keeping the session cookie between calls.

import type { apiContract } from '@mandato/server/api-contract/api-contract';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';

export type MandatoClient = ContractRouterClient<typeof apiContract>;

/** One browser's worth of session at Mandato. Refusals reject with an ORPCError whose `code` is ours. */
export function mandatoClient(baseUrl: string): MandatoClient {
  let cookie = '';
  const link = new RPCLink({
    url: `${baseUrl}/api/rpc`,
    fetch: async (request, init) => {
      const headers = new Headers(request.headers);
      headers.set('origin', baseUrl);
      if (cookie !== '') headers.set('cookie', cookie);
      const response = await fetch(new Request(request, { headers }), init);
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? '';
      return response;
    },
  });
  return createORPCClient(link);
}
