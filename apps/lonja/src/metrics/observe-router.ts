// A router that is watched: every answer is counted, timed and, when asked for, logged without its content.

import { performance } from 'node:perf_hooks';
import type { Router } from '../http/router.ts';
import { parseTarget } from '../http/wire-request.ts';
import { routeLabel } from './route-label.ts';

/** What may be told of a request: no header, no query, no id. */
export interface Observed {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The same router; `note` hears of every request that came over a socket. */
export function observeRouter(router: Router, note: (observed: Observed) => void): Router {
  return {
    handle: (request, peerAddress) => router.handle(request, peerAddress),
    serve: async (request) => {
      const startedMs = performance.now();
      const reply = await router.serve(request);
      note({
        method: methods.includes(request.method) ? request.method : 'other',
        route: routeLabel(parseTarget(request.target)),
        status: reply.status,
        seconds: (performance.now() - startedMs) / 1_000,
      });
      return reply;
    },
  };
}
