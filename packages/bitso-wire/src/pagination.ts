// The parameters of a paged list: limit, marker and sort, read the same way everywhere.

import { err, ok, type Result } from '@mandato/primitives/result';

export interface Pagination {
  readonly limit: number;
  /** The id of the last row already seen, as text; null for the first page. */
  readonly marker: string | null;
  readonly sort: 'asc' | 'desc';
}

/** Query parameters by name; an absent or empty one counts as not given. */
export type Query = ReadonlyMap<string, string>;

/** Reads a page's parameters. `limit` is clamped to 1..`limitMax`; anything unreadable is `0320`. */
export function parsePagination(
  query: Query,
  bounds: { readonly limitDefault: number; readonly limitMax: number },
): Result<Pagination, '0320'> {
  const limit = parseLimit(query.get('limit') ?? '', bounds);
  if (limit === null) return err('0320');
  const sort = (query.get('sort') || 'desc').toLowerCase();
  if (sort !== 'asc' && sort !== 'desc') return err('0320');
  const marker = query.get('marker') || null;
  if (marker !== null && !/^[A-Za-z0-9]{1,40}$/.test(marker)) return err('0320');
  return ok({ limit, marker, sort });
}

/** Reads a trade id used as a marker: a positive integer, else `0320`. */
export function parseTradeMarker(marker: string | null): Result<number | null, '0320'> {
  if (marker === null) return ok(null);
  return /^[0-9]{1,15}$/.test(marker) ? ok(Number(marker)) : err('0320');
}

function parseLimit(
  text: string,
  bounds: { readonly limitDefault: number; readonly limitMax: number },
): number | null {
  if (text === '') return bounds.limitDefault;
  if (!/^[+-]?[0-9]{1,15}$/.test(text)) return null;
  return Math.min(bounds.limitMax, Math.max(1, Number(text)));
}
