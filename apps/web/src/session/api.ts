// The typed client of Mandato's API, and its queries for the page's cache.
import type { apiContract } from '@mandato/server/api-contract/api-contract';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';

export type Api = ContractRouterClient<typeof apiContract>;

export const api: Api = createORPCClient(new RPCLink({ url: `${window.location.origin}/api/rpc` }));

/** `queries.plans.list.queryOptions()` and so on. */
export const queries = createTanstackQueryUtils(api);
