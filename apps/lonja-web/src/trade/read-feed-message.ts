// Reads one frame of the stream; whatever is not what it should be is nothing.
import type { TapeRow } from '@mandato/lonja/api-contract/trade-contract';
import { type BookDiff, type BookMessage, unitsOf } from './live-book.ts';

export type FeedMessage =
  | { readonly kind: 'subscribed' }
  | ({ readonly kind: 'diffs' } & BookMessage)
  | { readonly kind: 'trades'; readonly trades: readonly TapeRow[] };

/** `subscribed` only for the depth feed: from then on nothing of it is missed. */
export function readFeedMessage(data: unknown, book: string): FeedMessage | null {
  const frame = parseObject(data);
  if (frame === null || frame['book'] !== book) return null;
  if (frame['action'] === 'subscribe') {
    return frame['type'] === 'diff-orders' && frame['error'] === undefined ? { kind: 'subscribed' } : null;
  }
  const payload: readonly unknown[] = Array.isArray(frame['payload']) ? frame['payload'] : [];
  const entries = payload.filter(isObject);
  if (frame['type'] === 'trades') {
    return { kind: 'trades', trades: entries.map(readTrade) };
  }
  const { sequence } = frame;
  if (frame['type'] !== 'diff-orders' || typeof sequence !== 'number') return null;
  return { kind: 'diffs', sequence, diffs: entries.map(readDiff) };
}

function readTrade({ i, r, a, t, x }: Fields): TapeRow {
  return {
    id: number(i),
    price: text(r),
    amount: text(a),
    takerSide: t === 1 ? 'sell' : 'buy',
    atMs: number(x),
  };
}

// An order is there as long as it is `open` and says how much is left.
function readDiff({ o, r, a, t, s, d }: Fields): BookDiff {
  const isOpen = s === 'open' && typeof a === 'string';
  return {
    orderId: text(o),
    side: t === 1 ? 'sell' : 'buy',
    price: unitsOf(text(r)),
    amount: isOpen ? unitsOf(a) : null,
    createdAtMs: number(d),
  };
}

interface Fields {
  readonly [name: string]: unknown;
  readonly o?: unknown;
  readonly i?: unknown;
  readonly r?: unknown;
  readonly a?: unknown;
  readonly t?: unknown;
  readonly s?: unknown;
  readonly d?: unknown;
  readonly x?: unknown;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function parseObject(data: unknown): Fields | null {
  try {
    const value: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
