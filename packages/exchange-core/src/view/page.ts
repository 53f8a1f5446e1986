// One page of an ascending list, the way Bitso pages: an exclusive marker, a direction and a limit.

/** Rows after `marker` (exclusive; null for the first page) in the direction asked for. */
export interface PageQuery {
  readonly marker: number | null;
  readonly sort: 'asc' | 'desc';
  readonly limit: number;
}

/** What a page is cut from: an array, or a list that is read like one. */
export interface Rows<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** How a list is read: the ascending number that orders it, and which rows count. */
export interface RowRule<T> {
  readonly key: (row: T) => number;
  readonly wanted: (row: T) => boolean;
}

/** The page of `rows` (ascending by `rule.key`) that `query` asks for. */
export function pageOf<T>(rows: Rows<T>, query: PageQuery, rule: RowRule<T>): readonly T[] {
  const page: T[] = [];
  const step = query.sort === 'asc' ? 1 : -1;
  for (let at = startOf(rows, query, rule); page.length < query.limit; at += step) {
    if (at < 0 || at >= rows.length) break;
    const row = rows.at(at);
    if (row === undefined) break;
    if (rule.wanted(row)) page.push(row);
  }
  return page;
}

/** The index of the first row whose key is at least `wanted`, by bisection. */
export function firstAtLeast<T>(rows: Rows<T>, wanted: number, key: (row: T) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows.at(middle);
    if (row !== undefined && key(row) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startOf<T>(rows: Rows<T>, query: PageQuery, rule: RowRule<T>): number {
  if (query.sort === 'asc') {
    return query.marker === null ? 0 : firstAtLeast(rows, query.marker + 1, rule.key);
  }
  return (query.marker === null ? rows.length : firstAtLeast(rows, query.marker, rule.key)) - 1;
}
