// The tables of plans: a person's standing instructions, what they have spent so far, and the switch that stops all.

import type { PlanSchedule, PlanState } from '@mandato/invest-core/plan/plan';
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** Epoch milliseconds. */
const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** 10^-8 units of the currency that the neighbouring column names. */
const units = (name: string) => bigint(name, { mode: 'bigint' });

/** Terms, state and running totals of a plan. Slot times are of the market clock. */
export const plans = pgTable(
  'plans',
  {
    planId: text('plan_id').primaryKey(),
    userId: text('user_id').notNull(),
    linkId: text('link_id').notNull(),
    exchange: text('exchange').notNull(),
    book: text('book').notNull(),
    base: text('base').notNull(),
    quote: text('quote').notNull(),
    /** Quote units spent at each slot. */
    notional: units('notional').notNull(),
    schedule: jsonb('schedule').$type<PlanSchedule>().notNull(),
    startsOn: text('starts_on').notNull(),
    /** Quote units; null is no limit. */
    budgetMax: units('budget_max'),
    missedSlots: text('missed_slots', { enum: ['skip', 'buy_once'] }).notNull(),
    stateKind: text('state_kind', { enum: ['active', 'paused', 'stopped'] }).notNull(),
    state: jsonb('state').$type<PlanState>().notNull(),
    /** Every slot up to here has its row. */
    answeredUntilMs: epochMs('answered_until_ms').notNull(),
    /** Null once the plan is stopped. */
    nextSlotAtMs: epochMs('next_slot_at_ms'),
    /** Quote units of all booked fills, fees in quote included. */
    spent: units('spent').notNull(),
    /** Quote units set aside for orders that have not ended; spent + reserved never exceeds the budget. */
    reserved: units('reserved').notNull(),
    /** Base units, net of fees in base. */
    bought: units('bought').notNull(),
    ordersDone: integer('orders_done').notNull(),
    createdAtMs: epochMs('created_at_ms').notNull(),
  },
  (plan) => [
    index('plans_by_user').on(plan.userId, plan.createdAtMs),
    index('plans_by_link').on(plan.linkId),
    index('plans_due').on(plan.nextSlotAtMs, plan.linkId).where(sql`${plan.nextSlotAtMs} is not null`),
    check('plan_totals_not_negative', sql`${plan.spent} >= 0 and ${plan.reserved} >= 0`),
  ],
);

export type PlanRow = typeof plans.$inferSelect;

/** The kill switches: read inside every transaction after which something may be sent. Scope `all`, `account:…`, `plan:…`. */
export const controls = pgTable('controls', {
  scope: text('scope').primaryKey(),
  isKilled: boolean('is_killed').notNull(),
  /** By the wall clock. */
  changedAtMs: epochMs('changed_at_ms').notNull(),
  /** Rises with every change, so that an attempt can name the state it was journaled under. */
  generation: integer('generation').notNull(),
});
