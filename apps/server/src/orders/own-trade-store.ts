// Where each account's looking through its own trades stands, and what the journal knows of the trades that it meets.

import type { OrderStateKind } from '@mandato/invest-core/order/order-state';
import type { OwnTrade } from '@mandato/invest-core/venue/venue';
import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import {
  attempts,
  fills,
  intents,
  type OwnTradePassRow,
  ownTradePasses,
} from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';

/** What is known of the order that a trade is of. */
export interface KnownOrder {
  readonly intentId: string;
  readonly stateKind: OrderStateKind;
}

/** What the journal knows of some trades. */
export interface KnownTrades {
  /** By order id. */
  readonly orders: ReadonlyMap<string, KnownOrder>;
  /** Ids of trades that are booked. */
  readonly booked: ReadonlySet<string>;
}

/** Where passes stand. */
export interface OwnTradeStore {
  /** Up to `countMax` passes that are due at `nowMs` of the wall clock, the longest waiting first. */
  passesDue(nowMs: number, countMax: number): Promise<readonly OwnTradePassRow[]>;
  /** Moves the pass on to `untilMs`; false when another process did so first. */
  claimPass(pass: OwnTradePassRow, untilMs: number): Promise<boolean>;
  /** What is behind `afterTradeId` is looked through at `nextAtMs`. */
  movePass(pass: OwnTradePassRow, to: Pick<OwnTradePassRow, 'afterTradeId' | 'nextAtMs'>): Promise<void>;
  /** What is known of `trades`, which are of `linkId`. */
  knownTrades(linkId: string, trades: readonly OwnTrade[]): Promise<KnownTrades>;
}

/** The store on SQL. Every book of a plan has its pass from its first look on. */
export function ownTradeStore(db: Db): OwnTradeStore {
  return {
    async passesDue(nowMs, countMax) {
      const wanted = await db.selectDistinct({ linkId: plans.linkId, book: plans.book }).from(plans);
      if (wanted.length > 0)
        await db
          .insert(ownTradePasses)
          .values(wanted.map((of) => ({ ...of, afterTradeId: null, nextAtMs: nowMs })))
          .onConflictDoNothing();
      return db
        .select()
        .from(ownTradePasses)
        .where(lte(ownTradePasses.nextAtMs, nowMs))
        .orderBy(asc(ownTradePasses.nextAtMs), asc(ownTradePasses.linkId), asc(ownTradePasses.book))
        .limit(countMax);
    },
    async claimPass(pass, untilMs) {
      const claimed = await db
        .update(ownTradePasses)
        .set({ nextAtMs: untilMs })
        .where(and(isPass(pass), eq(ownTradePasses.nextAtMs, pass.nextAtMs)))
        .returning({ book: ownTradePasses.book });
      return claimed.length > 0;
    },
    async movePass(pass, { afterTradeId, nextAtMs }) {
      await db.update(ownTradePasses).set({ afterTradeId, nextAtMs }).where(isPass(pass));
    },
    knownTrades: (linkId, trades) => readKnownTrades(db, linkId, trades),
  };
}

function isPass({ linkId, book }: OwnTradePassRow) {
  return and(eq(ownTradePasses.linkId, linkId), eq(ownTradePasses.book, book));
}

async function readKnownTrades(db: Db, linkId: string, trades: readonly OwnTrade[]): Promise<KnownTrades> {
  const orderIds = [...new Set(trades.map(({ orderId }) => orderId).filter((id) => id !== null))];
  if (orderIds.length === 0) return { orders: new Map(), booked: new Set() };
  const { intentId, stateKind, exchange } = intents;
  const orders = await db
    .select({ orderId: attempts.orderId, intentId, stateKind, exchange })
    .from(attempts)
    .innerJoin(intents, eq(intents.intentId, attempts.intentId))
    .where(and(inArray(attempts.orderId, orderIds), eq(attempts.linkId, linkId)));
  const tradeIds = trades.map(({ tradeId }) => tradeId);
  const exchanges = [...new Set(orders.map((order) => order.exchange))];
  const booked =
    exchanges.length === 0
      ? []
      : await db
          .select({ tradeId: fills.tradeId })
          .from(fills)
          .where(and(inArray(fills.exchange, exchanges), inArray(fills.tradeId, tradeIds)));
  return {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    booked: new Set(booked.map(({ tradeId }) => tradeId)),
  };
}
