// What the dials make of a person's fills, and of what follows from them: trades that are taken back, and another fee.

import type { Fill } from '@mandato/exchange-core/engine/event';
import type { AccountId, BookId } from '@mandato/exchange-core/ids';
import { fillsOf, fillsOfOrder, signedAmounts } from '@mandato/exchange-core/view/account-view';
import type { LedgerRow } from '@mandato/exchange-core/view/ledger-view';
import { isActive, type OrderView } from '@mandato/exchange-core/view/order-view';
import { parseDecimal } from '@mandato/primitives/decimal';
import { divideDown } from '@mandato/primitives/rounding';
import type { SignedCall } from './endpoint.ts';
import { feePpmNow } from './order-conditions.ts';
import { withReusedId } from './reused-ids.ts';

/** Who looks at what, and when: a request, or a page of the portal. */
export type Seen = Pick<SignedCall, 'holds' | 'exchange' | 'account' | 'atMs'>;

const none: ReadonlySet<number> = new Set();
// By dial and account: the trades that were the latest when the dial was first met stay the ones it takes back.
const takenBack = new WeakMap<object, Map<AccountId, ReadonlySet<number>>>();
const balanceFillsMax = 1_000;

/** Fills as they are shown: without those taken back, at the fee of the moment. */
export function shownFills(call: Seen, fills: readonly Fill[]): readonly Fill[] {
  const undone = undoneTrades(call);
  return fills
    .filter(({ trade }) => !undone.has(trade.tradeId))
    .map((fill) => withReusedId(call.exchange, withShownFee(call, fill)));
}

/** An order as it is shown: what was taken back is not filled, and an order that had ended was cancelled then. */
export function shownOrder(call: Seen, order: OrderView): OrderView {
  const row = withReusedId(call.exchange, order);
  const undone = undoneTrades(call);
  if (undone.size === 0) return row;
  const fills = fillsOfOrder(call.exchange, call.account, row.orderId);
  const lost = fills.filter(({ trade }) => undone.has(trade.tradeId));
  if (lost.length === 0) return row;
  const filledQuantity = row.filledQuantity - sum(lost.map(({ trade }) => trade.quantity));
  const openStatus = filledQuantity === 0n ? 'open' : 'partially_filled';
  return {
    ...row,
    filledQuantity,
    filledNotional: row.filledNotional - sum(lost.map(({ trade }) => trade.notional)),
    status: isActive(row.status) ? openStatus : 'cancelled',
  };
}

/** Ledger rows as they are shown. */
export function shownLedger(call: Seen, rows: readonly LedgerRow[]): readonly LedgerRow[] {
  const undone = undoneTrades(call);
  return rows.flatMap((row) => {
    if (row.cause.kind !== 'fill') return [row];
    const { fill } = row.cause;
    if (undone.has(fill.trade.tradeId)) return [];
    if (row.operation !== 'fee') return [row];
    const { receivedAsset: asset, fee } = withShownFee(call, fill);
    return [{ ...row, balanceUpdates: [{ asset, amount: -fee }] }];
  });
}

/** By how much the balance shown of each asset differs from the real one, for what the dials do to fills. */
export function balanceShifts(call: Seen): ReadonlyMap<string, bigint> {
  const shifts = new Map<string, bigint>();
  if (call.holds('rollback') === null && call.holds('rules') === null) return shifts;
  const add = (asset: string, amount: bigint) => shifts.set(asset, (shifts.get(asset) ?? 0n) + amount);
  const undone = undoneTrades(call);
  for (const fill of latestFills(call, balanceFillsMax)) {
    if (!undone.has(fill.trade.tradeId)) {
      add(fill.receivedAsset, fill.fee - withShownFee(call, fill).fee);
      continue;
    }
    const { base, quote } = signedAmounts(fill);
    const isBuy = fill.side === 'buy';
    add(isBuy ? fill.receivedAsset : fill.paidAsset, -base);
    add(isBuy ? fill.paidAsset : fill.receivedAsset, -quote);
    add(fill.receivedAsset, fill.fee);
  }
  return shifts;
}

/** By how much the `drift` dial moves each asset's balance, in units of 10^-8. */
export function driftOf(call: Seen): (asset: string) => bigint {
  const drift = call.holds('drift');
  const units = drift === null ? null : parseDecimal(drift.amount, 8);
  return (asset) => (units?.ok && drift?.asset === asset ? units.value : 0n);
}

function undoneTrades(call: Seen): ReadonlySet<number> {
  const dial = call.holds('rollback');
  if (dial === null) return none;
  const ofDial = takenBack.get(dial) ?? new Map<AccountId, ReadonlySet<number>>();
  takenBack.set(dial, ofDial);
  const known = ofDial.get(call.account);
  if (known !== undefined) return known;
  const trades = new Set(latestFills(call, dial.count).map(({ trade }) => trade.tradeId));
  ofDial.set(call.account, trades);
  return trades;
}

function latestFills(call: Seen, limit: number): readonly Fill[] {
  return fillsOf(call.exchange, call.account, { book: null, marker: null, sort: 'desc', limit });
}

function withShownFee(call: Seen, fill: Fill): Fill {
  const ppm = feePpmOf(call, fill.trade.book, fill.trade.tradeId);
  if (ppm === null) return fill;
  const received = fill.side === 'buy' ? fill.trade.quantity : fill.trade.notional;
  return { ...fill, fee: divideDown(received * BigInt(ppm), 1_000_000n) };
}

function feePpmOf(call: Seen, book: BookId, tradeId: number): number | null {
  const fee = feePpmNow(call, book);
  return fee === null || tradeId < fee.sinceTradeId ? null : fee.ppm;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
