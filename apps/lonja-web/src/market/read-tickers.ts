// The last prices of all books from the exchange's public API; anything unreadable, and the 0 of a book without trades, counts as no price.

export interface LastPrice {
  book: string;
  /** Plain decimal text. */
  last: string;
}

/** `GET /api/v3/ticker/` without a book lists every book (Bitso does so too, undocumented). */
export async function askTickers(): Promise<readonly LastPrice[]> {
  const response = await fetch('/api/v3/ticker/');
  return readTickers(await response.json());
}

export function readTickers(body: unknown): readonly LastPrice[] {
  if (!isRecord(body) || body['success'] !== true || !Array.isArray(body['payload'])) return [];
  const rows: readonly unknown[] = body['payload'];
  return rows.flatMap((row) => {
    if (!isRecord(row)) return [];
    const { book, last } = row;
    const isPrice = typeof last === 'string' && /[1-9]/.test(last);
    return typeof book === 'string' && isPrice ? [{ book, last }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
