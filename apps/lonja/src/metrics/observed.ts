// What may be told of a request, in metrics and in the log: no header, no query, no id.

import type { AnsweredRequest } from '../http/router.ts';
import { routeLabel } from './route-label.ts';

export interface Observed {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Words of ours in the place of the client's. */
export function observedOf({ method, target, status, seconds }: AnsweredRequest): Observed {
  return { method: methods.has(method) ? method : 'other', route: routeLabel(target), status, seconds };
}
