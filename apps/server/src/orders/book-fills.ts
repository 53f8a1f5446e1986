// Books what an exchange says it traded for an order: each trade once, in double entry, within its transaction.

import { booked } from '@mandato/invest-core/portfolio/booked';
import type { Fill } from '@mandato/invest-core/venue/venue';
import { moneyOfUnits } from '@mandato/primitives/money';
import type { FillRow, IntentRow, LedgerRow } from '../store/schema/order-schema.ts';
import type { OrderTx } from './order-store.ts';

/** The intent with its new sums, and all its fills. */
export interface Bookkeeping {
  readonly intent: IntentRow;
  readonly rows: readonly FillRow[];
}

/** Whether every fill is a buy in the intent's own book; anything else is not ours to book. */
export function areFillsOfIntent(intent: IntentRow, fills: readonly Fill[]): boolean {
  return fills.every((fill) => fill.side === 'buy' && fill.book === intent.book);
}

/** Books those of `fills` that are new; booking the same again changes nothing. */
export async function bookFills(
  tx: OrderTx,
  intent: IntentRow,
  found: { readonly orderId: string; readonly fills: readonly Fill[] },
): Promise<Bookkeeping> {
  const inserted = await tx.insertFills(found.fills.map((fill) => rowOf(intent, found.orderId, fill)));
  const rows = await tx.fillsOf(intent.intentId);
  if (inserted.length === 0) return { intent, rows };
  await tx.insertLedger(inserted.flatMap((fill) => entriesOf(intent, fill)));
  const before = { spent: intent.spent, bought: intent.bought };
  const { spent, bought } = booked(rows.map(fillOf(intent)), intent);
  const after = { ...intent, spent: BigInt(spent), bought: BigInt(bought) };
  await tx.setIntentTotals(intent.intentId, after);
  await useReservation(tx, intent, {
    spent: after.spent - before.spent,
    bought: after.bought - before.bought,
  });
  return { intent: after, rows };
}

/** The dearest price among `rows`, quote units per whole base; null without any. */
export function dearestPrice(rows: readonly FillRow[]): bigint | null {
  return rows.reduce<bigint | null>(
    (dearest, { price }) => (dearest === null || price > dearest ? price : dearest),
    null,
  );
}

/** What was set aside becomes spent, in one step: the sum of both never rises by booking. */
async function useReservation(
  tx: OrderTx,
  intent: IntentRow,
  added: { readonly spent: bigint; readonly bought: bigint },
): Promise<void> {
  const left = (await tx.lockReservation(intent.intentId)) ?? 0n;
  const used = left < added.spent ? left : added.spent;
  if (used > 0n) await tx.setReservationLeft(intent.intentId, left - used);
  await tx.addToPlan(intent.planId, { spent: added.spent, bought: added.bought, reserved: -used });
}

function rowOf(intent: IntentRow, orderId: string, fill: Fill): FillRow {
  return {
    exchange: intent.exchange,
    tradeId: fill.tradeId,
    intentId: intent.intentId,
    planId: intent.planId,
    orderId,
    venueOrderId: fill.venueOrderId,
    price: fill.price,
    quantity: BigInt(fill.quantity),
    notional: BigInt(fill.notional),
    fee: BigInt(fill.fee),
    feeAsset: fill.feeAsset,
    liquidity: fill.liquidity,
    atMs: fill.atMs,
  };
}

function fillOf(intent: IntentRow): (row: FillRow) => Fill {
  return (row) => ({
    tradeId: row.tradeId,
    venueOrderId: row.venueOrderId,
    book: intent.book,
    side: 'buy',
    liquidity: row.liquidity,
    price: row.price,
    quantity: moneyOfUnits(row.quantity),
    notional: moneyOfUnits(row.notional),
    fee: moneyOfUnits(row.fee),
    feeAsset: row.feeAsset,
    atMs: row.atMs,
  });
}

/** Quote leaves the plan, base comes to it, the fee leaves it; the exchange is the other side of all three. */
function entriesOf(intent: IntentRow, fill: FillRow): LedgerRow[] {
  const journalId = `${fill.exchange}:${fill.tradeId}`;
  const plan = `plan:${intent.planId}`;
  const market = `exchange:${fill.exchange}:trades`;
  const fees = `exchange:${fill.exchange}:fees`;
  const lines = [
    { account: plan, currency: intent.quote, amount: -fill.notional },
    { account: market, currency: intent.quote, amount: fill.notional },
    { account: plan, currency: intent.base, amount: fill.quantity },
    { account: market, currency: intent.base, amount: -fill.quantity },
    { account: plan, currency: fill.feeAsset, amount: -fill.fee },
    { account: fees, currency: fill.feeAsset, amount: fill.fee },
  ];
  return lines.map((entry, line) => ({ journalId, line, ...entry }));
}
