// Reads one row of user_trades or order_trades: signed texts become positive exact amounts.

import { parseWireTime } from '@mandato/bitso-wire/wire-time';
import type { Fill } from '@mandato/invest-core/venue/venue';
import { moneyOfUnits } from '@mandato/primitives/money';
import { fieldsOf } from './read-body.ts';
import { readPrice, readUnits } from './wire-amount.ts';

/** Null when anything of it is missing or odd: money is never booked from a guess (bitso-api 10.3). */
export function parseFill(row: unknown): Fill | null {
  const fields = fieldsOf(row) ?? {};
  const { tid, oid, book, side, maker_side: makerSide, fees_currency: feeAsset, created_at: at } = fields;
  const tradeId = typeof tid === 'number' ? String(tid) : tid;
  if (typeof tradeId !== 'string' || tradeId === '' || typeof oid !== 'string') return null;
  if (typeof book !== 'string' || typeof feeAsset !== 'string' || typeof at !== 'string') return null;
  if (side !== 'buy' && side !== 'sell') return null;
  if (makerSide !== 'buy' && makerSide !== 'sell') return null;
  const atMs = parseWireTime(at);
  const amounts = readAmounts(fields, side);
  if (!atMs.ok || amounts === null) return null;
  return {
    tradeId,
    venueOrderId: oid,
    book,
    side,
    liquidity: makerSide === side ? 'maker' : 'taker',
    ...amounts,
    feeAsset,
    atMs: atMs.value,
  };
}

// A buy adds base and takes quote, a sell the reverse: other signs are a row that we do not understand.
function readAmounts(
  fields: Readonly<Record<string, unknown>>,
  side: 'buy' | 'sell',
): Pick<Fill, 'price' | 'quantity' | 'notional' | 'fee'> | null {
  const price = readPrice(fields['price']);
  const major = readUnits(fields['major']);
  const minor = readUnits(fields['minor']);
  const fee = readUnits(fields['fees_amount']);
  if (price === null || major === null || minor === null || fee === null) return null;
  const direction = side === 'buy' ? 1n : -1n;
  if (major * direction <= 0n || minor * direction > 0n) return null;
  return {
    price,
    quantity: moneyOfUnits(major * direction),
    notional: moneyOfUnits(-minor * direction),
    // Documentation shows fees as negative, the wire as positive.
    fee: moneyOfUnits(fee < 0n ? -fee : fee),
  };
}

/** Reads a list of rows, or null when any row is not understood. */
export function parseFills(payload: unknown): readonly Fill[] | null {
  if (!Array.isArray(payload)) return null;
  const fills = payload.map(parseFill).filter((fill) => fill !== null);
  return fills.length === payload.length ? fills : null;
}
