// A request's route as a label of few possible values: no id and no text of the request ever gets into it.

import type { Target } from '../http/wire-request.ts';
import { isRoutePath } from '../rest/route-table.ts';

const parts: readonly string[] = ['healthz', 'metrics', 'openapi.json', 'asyncapi.json', 'sandbox', 'portal'];

/** `/api/v3/orders/{id}` for any order, `other` for what is no route; pages are `pages`. */
export function routeLabel(target: Target | null): string {
  if (target === null) return 'other';
  const known = labels.get(target.segments);
  if (known !== undefined) return known;
  const label = labelOf(target.segments);
  labels.set(target.segments, label);
  return label;
}

// Paths that are asked for all the time come as the same segments.
const labels = new WeakMap<readonly string[], string>();

function labelOf(segments: readonly string[]): string {
  const [first = '', ...rest] = segments;
  const api = first === 'api' ? rest : segments;
  const [version, ...path] = api;
  if (version === 'v3' || version === 'v4') {
    if (!isRoutePath(version, path)) return 'other';
    return `/api/${version}/${path[0]}${path.length > 1 ? '/{id}' : ''}`;
  }
  if (first === 'api') return 'other';
  return parts.includes(first) ? `/${first}` : 'pages';
}
