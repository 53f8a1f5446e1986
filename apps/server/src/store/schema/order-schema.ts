// The tables of orders: intents, their attempts, lanes, reservations, fills and the double-entry ledger.

import type { OrderState } from '@mandato/invest-core/order/order-state';
import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { plans } from './plan-schema.ts';

const epochMs = (name: string) => bigint(name, { mode: 'number' });
const units = (name: string) => bigint(name, { mode: 'bigint' });

const stateKinds = [
  'recorded',
  'submitting',
  'acknowledged',
  'being_confirmed',
  'closing',
  'done',
  'skipped',
  'held',
  'late',
] as const;

/** One row for each due slot of each plan, with frozen terms. This row is also the outbox: nothing is sent without it. */
export const intents = pgTable(
  'intents',
  {
    /** The order id without its attempt number. */
    intentId: text('intent_id').primaryKey(),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.planId),
    slotKey: text('slot_key').notNull(),
    userId: text('user_id').notNull(),
    linkId: text('link_id').notNull(),
    exchange: text('exchange').notNull(),
    book: text('book').notNull(),
    base: text('base').notNull(),
    quote: text('quote').notNull(),
    /** Quote units to spend, at most. */
    notional: units('notional').notNull(),
    /** Base units; what is left below one lot counts as used up. */
    lotSize: units('lot_size').notNull(),
    /** Of the slot, by the market clock. */
    dueAtMs: epochMs('due_at_ms').notNull(),
    /** No attempt from here on, by the wall clock. */
    validUntilMs: epochMs('valid_until_ms').notNull(),
    /** `state.kind`, repeated for indexes. Times inside the state are of the wall clock. */
    stateKind: text('state_kind', { enum: stateKinds }).notNull(),
    state: jsonb('state').$type<OrderState>().notNull(),
    /** The order id of the current attempt. */
    orderId: text('order_id').notNull().unique(),
    venueOrderId: text('venue_order_id'),
    reason: text('reason'),
    /** Who is sending it, while it is submitting. */
    owner: text('owner'),
    /** When to look at it next, by the wall clock; null once it has ended. */
    nextWorkAtMs: epochMs('next_work_at_ms'),
    spent: units('spent').notNull(),
    bought: units('bought').notNull(),
    /** By the market clock, as are the times that people read. */
    recordedAtMs: epochMs('recorded_at_ms').notNull(),
    endedAtMs: epochMs('ended_at_ms'),
  },
  (intent) => [
    unique('intents_once_per_slot').on(intent.planId, intent.slotKey),
    index('intents_by_plan').on(intent.planId, intent.recordedAtMs),
    // With the link and the id, so that a pass over what is due need not read the rows themselves.
    index('intents_due')
      .on(intent.nextWorkAtMs, intent.linkId, intent.intentId)
      .where(sql`${intent.nextWorkAtMs} is not null`),
    // What is promised on a link: an order stops mattering to that when it has ended.
    index('intents_open_by_link').on(intent.linkId).where(sql`${intent.nextWorkAtMs} is not null`),
    // What the start of the only process, or of a lane's next holder, has to look for.
    index('intents_submitting').on(intent.intentId).where(sql`${intent.stateKind} = 'submitting'`),
  ],
);

export type IntentRow = typeof intents.$inferSelect;

/** One sending of an intent, journaled with its nonce before anything leaves. Times by the wall clock. */
export const attempts = pgTable(
  'attempts',
  {
    intentId: text('intent_id')
      .notNull()
      .references(() => intents.intentId),
    n: integer('n').notNull(),
    orderId: text('order_id').notNull().unique(),
    linkId: text('link_id').notNull(),
    nonce: text('nonce').notNull(),
    laneEpoch: integer('lane_epoch').notNull(),
    killGeneration: integer('kill_generation').notNull(),
    journaledAtMs: epochMs('journaled_at_ms').notNull(),
    sentAtMs: epochMs('sent_at_ms'),
    outcome: text('outcome'),
    evidence: jsonb('evidence').$type<Record<string, unknown>>(),
    /** When to look once more for an order that must not exist; null when no look is left. */
    sweepAtMs: epochMs('sweep_at_ms'),
    sweepsDone: integer('sweeps_done').notNull().default(0),
  },
  (attempt) => [
    primaryKey({ columns: [attempt.intentId, attempt.n] }),
    unique('attempts_nonce_once').on(attempt.linkId, attempt.nonce),
    index('attempts_to_sweep').on(attempt.sweepAtMs).where(sql`${attempt.sweepAtMs} is not null`),
  ],
);

export type AttemptRow = typeof attempts.$inferSelect;

/** How far the trades of an account's book were looked through for orders of ours. Times by the wall clock. */
export const ownTradePasses = pgTable(
  'own_trade_passes',
  {
    linkId: text('link_id').notNull(),
    book: text('book').notNull(),
    /** Everything up to this trade is known; null before the first. */
    afterTradeId: text('after_trade_id'),
    /** When to look again; moved on before a look begins, so that no two processes make the same one. */
    nextAtMs: epochMs('next_at_ms').notNull(),
  },
  (pass) => [
    primaryKey({ columns: [pass.linkId, pass.book] }),
    index('own_trade_passes_due').on(pass.nextAtMs),
  ],
);

export type OwnTradePassRow = typeof ownTradePasses.$inferSelect;

/** One state-changing call in flight per credential; a holder that is gone loses the lane when its lease ends. */
export const lanes = pgTable('lanes', {
  linkId: text('link_id').primaryKey(),
  epoch: integer('epoch').notNull(),
  holderIntentId: text('holder_intent_id'),
  owner: text('owner'),
  leaseUntilMs: epochMs('lease_until_ms').notNull(),
  /** The highest nonce ever journaled for this credential. */
  nonceHigh: bigint('nonce_high', { mode: 'bigint' }).notNull(),
});

/** Budget set aside for an intent; `left` shrinks as fills are booked and is zero once the intent has ended. */
export const reservations = pgTable(
  'reservations',
  {
    intentId: text('intent_id')
      .primaryKey()
      .references(() => intents.intentId),
    planId: text('plan_id').notNull(),
    currency: text('currency').notNull(),
    amount: units('amount').notNull(),
    left: units('left').notNull(),
  },
  (reservation) => [
    index('reservations_by_plan').on(reservation.planId),
    check(
      'reservation_within',
      sql`${reservation.left} >= 0 and ${reservation.left} <= ${reservation.amount}`,
    ),
  ],
);

export type ReservationRow = typeof reservations.$inferSelect;

/** Our share of a match, as the exchange reported it, booked once. */
export const fills = pgTable(
  'fills',
  {
    exchange: text('exchange').notNull(),
    tradeId: text('trade_id').notNull(),
    intentId: text('intent_id')
      .notNull()
      .references(() => intents.intentId),
    planId: text('plan_id').notNull(),
    orderId: text('order_id').notNull(),
    venueOrderId: text('venue_order_id').notNull(),
    /** Quote units per whole base. */
    price: units('price').notNull(),
    quantity: units('quantity').notNull(),
    notional: units('notional').notNull(),
    fee: units('fee').notNull(),
    feeAsset: text('fee_asset').notNull(),
    liquidity: text('liquidity', { enum: ['maker', 'taker'] }).notNull(),
    atMs: epochMs('at_ms').notNull(),
  },
  (fill) => [
    primaryKey({ columns: [fill.exchange, fill.tradeId] }),
    index('fills_by_intent').on(fill.intentId),
    index('fills_by_plan').on(fill.planId),
  ],
);

export type FillRow = typeof fills.$inferSelect;

/** Double entry: the amounts of one journal and one currency always sum to zero. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    /** `exchange:tradeId`. */
    journalId: text('journal_id').notNull(),
    line: integer('line').notNull(),
    account: text('account').notNull(),
    currency: text('currency').notNull(),
    amount: units('amount').notNull(),
  },
  (entry) => [
    uniqueIndex('ledger_entries_line').on(entry.journalId, entry.line),
    index('ledger_entries_by_account').on(entry.account, entry.currency),
  ],
);

export type LedgerRow = typeof ledgerEntries.$inferSelect;
