// Reads a page of user_trades for what tells whose order each trade is of; amounts are read with the order itself.

import { parseWireTime } from '@mandato/bitso-wire/wire-time';
import type { OwnTrade } from '@mandato/invest-core/venue/venue';
import { fieldsOf } from './read-body.ts';

/**
 * Null when any row has no id or time: a page that is read in part would hide the trades behind it. Amounts are not
 * looked at, so that a row of years ago, with currencies that are gone, cannot stop the reading (bitso-api 10.3).
 */
export function parseOwnTrades(payload: unknown): readonly OwnTrade[] | null {
  if (!Array.isArray(payload)) return null;
  const trades = payload.map(parseOwnTrade).filter((trade) => trade !== null);
  return trades.length === payload.length ? trades : null;
}

function parseOwnTrade(row: unknown): OwnTrade | null {
  const { tid, origin_id: originId, created_at: at } = fieldsOf(row) ?? {};
  const tradeId = typeof tid === 'number' ? String(tid) : tid;
  if (typeof tradeId !== 'string' || !/^[0-9]+$/.test(tradeId) || typeof at !== 'string') return null;
  const atMs = parseWireTime(at);
  if (!atMs.ok) return null;
  return { tradeId, orderId: typeof originId === 'string' ? originId : null, atMs: atMs.value };
}
