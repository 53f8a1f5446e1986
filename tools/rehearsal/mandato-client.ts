// Speaks Mandato's typed API as its web pages do, keeping its cookies between calls.

import type { apiContract } from '@mandato/server/api-contract/api-contract';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';

export type MandatoClient = ContractRouterClient<typeof apiContract>;

/** One browser's worth of session at Mandato. Refusals reject with an ORPCError whose `code` is ours. */
export function mandatoClient(baseUrl: string): MandatoClient {
  const cookies = new Map<string, string>();
  const link = new RPCLink({
    url: `${baseUrl}/api/rpc`,
    fetch: async (request, init) => {
      const headers = new Headers(request.headers);
      headers.set('origin', baseUrl);
      if (cookies.size > 0) headers.set('cookie', [...cookies.values()].join('; '));
      const response = await fetch(new Request(request, { headers }), init);
      for (const set of response.headers.getSetCookie()) {
        const pair = set.split(';')[0] ?? '';
        cookies.set(pair.split('=')[0] ?? '', pair);
      }
      return response;
    },
  });
  return createORPCClient(link);
}
