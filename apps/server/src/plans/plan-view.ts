// Turns rows of plans and orders into what the API shows; amounts become plain decimal text, times ISO 8601.

import type { Lookup } from '@mandato/invest-core/order/order-state';
import { invariant } from '@mandato/primitives/invariant';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import * as z from 'zod';
import { exchangeIdSchema } from '../api-contract/link-contract.ts';
import type { OrderView, PlanView } from '../api-contract/plan-contract.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import {
  type AttemptRow,
  attempts,
  type FillRow,
  fills,
  type IntentRow,
  intents,
} from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';

type LinkRow = typeof links.$inferSelect;

const ordersShownMax = 1_000;

/** The person's plan, or null when there is none of that id or it is somebody else's. */
export async function ownPlan(
  db: Db,
  of: { readonly userId: string; readonly planId: string },
): Promise<PlanRow | null> {
  const [plan] = await db
    .select()
    .from(plans)
    .where(and(eq(plans.planId, of.planId), eq(plans.userId, of.userId)));
  return plan ?? null;
}

/** All plans of a person, newest first. */
export async function plansOf(db: Db, userId: string): Promise<PlanView[]> {
  const rows = await db
    .select({ plan: plans, link: links })
    .from(plans)
    .leftJoin(links, eq(links.linkId, plans.linkId))
    .where(eq(plans.userId, userId))
    .orderBy(desc(plans.createdAtMs), desc(plans.planId));
  return rows.map(({ plan, link }) => planView(plan, link));
}

/** A plan as the API shows it. */
export async function viewOfPlan(db: Db, plan: PlanRow): Promise<PlanView> {
  const [link] = await db.select().from(links).where(eq(links.linkId, plan.linkId));
  return planView(plan, link ?? null);
}

/** A plan's orders with their fills, newest first. */
export async function ordersOfPlan(db: Db, planId: string): Promise<OrderView[]> {
  const rows = await db
    .select()
    .from(intents)
    .where(eq(intents.planId, planId))
    .orderBy(desc(intents.recordedAtMs), desc(intents.dueAtMs))
    .limit(ordersShownMax);
  return withFills(db, rows);
}

/** One order with its fills. */
export async function viewOfOrder(db: Db, intent: IntentRow): Promise<OrderView> {
  const [view] = await withFills(db, [intent]);
  invariant(view !== undefined, 'one row makes one view');
  return view;
}

async function withFills(db: Db, rows: readonly IntentRow[]): Promise<OrderView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ intentId }) => intentId);
  const found = await db
    .select()
    .from(fills)
    .where(inArray(fills.intentId, ids))
    .orderBy(fills.atMs, fills.tradeId);
  const byIntent = new Map<string, FillRow[]>();
  for (const fill of found) {
    const list = byIntent.get(fill.intentId) ?? [];
    list.push(fill);
    byIntent.set(fill.intentId, list);
  }
  const sent = await newestAttempts(db, rows);
  return rows.map((row) =>
    orderView(row, { own: byIntent.get(row.intentId) ?? [], attempt: sent.get(row.intentId) ?? null }),
  );
}

/** The newest attempt of each held order: what it sent, and what was found when it was looked for. */
async function newestAttempts(db: Db, rows: readonly IntentRow[]): Promise<ReadonlyMap<string, AttemptRow>> {
  const held = rows.filter(({ stateKind }) => stateKind === 'held').map(({ intentId }) => intentId);
  if (held.length === 0) return new Map();
  const found = await db
    .select()
    .from(attempts)
    .where(inArray(attempts.intentId, held))
    .orderBy(asc(attempts.n));
  return new Map(found.map((attempt) => [attempt.intentId, attempt]));
}

function planView(plan: PlanRow, link: LinkRow | null): PlanView {
  const { hour, minute, zone, ...days } = plan.schedule;
  return {
    planId: plan.planId,
    linkId: plan.linkId,
    exchange: exchangeIdSchema.parse(plan.exchange),
    book: plan.book,
    base: plan.base,
    quote: plan.quote,
    notional: formatMoneyTrimmed(plan.notional),
    schedule: days,
    time: `${twoDigits(hour)}:${twoDigits(minute)}`,
    zone,
    startsOn: plan.startsOn,
    budget: plan.budgetMax === null ? null : formatMoneyTrimmed(plan.budgetMax),
    missedSlots: plan.missedSlots,
    state: plan.stateKind,
    pausedBecause: pausedBecause(plan, link),
    nextSlotAt: plan.stateKind === 'active' && plan.nextSlotAtMs !== null ? isoOf(plan.nextSlotAtMs) : null,
    spent: formatMoneyTrimmed(plan.spent),
    bought: formatMoneyTrimmed(plan.bought),
    ordersDone: plan.ordersDone,
    createdAt: isoOf(plan.createdAtMs),
  };
}

/** Why a plan does not run although its owner neither paused nor stopped it. */
function pausedBecause({ state }: PlanRow, link: LinkRow | null): string | null {
  const isWorking = link?.status === 'active' || link?.status === 'unreachable';
  const isUsable = isWorking && link.frozenAt === null && link.pausedAt === null;
  switch (state.kind) {
    case 'active':
      return isUsable ? null : 'link_not_usable';
    case 'paused':
      return state.reason === 'paused_by_person' ? null : state.reason;
    case 'stopped':
      return state.reason === 'stopped_by_person' ? null : state.reason;
  }
}

function orderView(
  intent: IntentRow,
  { own, attempt }: { readonly own: readonly FillRow[]; readonly attempt: AttemptRow | null },
): OrderView {
  return {
    orderId: intent.orderId,
    planId: intent.planId,
    slotKey: intent.slotKey,
    book: intent.book,
    notional: formatMoneyTrimmed(intent.notional),
    state: intent.stateKind,
    reason: intent.reason,
    confirmUntil: intent.state.kind === 'being_confirmed' ? isoOf(intent.state.confirmUntilMs) : null,
    confirming: confirmingView(intent),
    held: heldView(intent, attempt),
    cancelAskedAt: cancelAskedAt(intent),
    venueOrderId: intent.venueOrderId,
    fills: own.map((fill) => ({
      tradeId: fill.tradeId,
      price: formatMoneyTrimmed(fill.price),
      quantity: formatMoneyTrimmed(fill.quantity),
      notional: formatMoneyTrimmed(fill.notional),
      fee: formatMoneyTrimmed(fill.fee),
      feeAsset: fill.feeAsset,
      at: isoOf(fill.atMs),
    })),
    spent: formatMoneyTrimmed(intent.spent),
    bought: formatMoneyTrimmed(intent.bought),
    recordedAt: isoOf(intent.recordedAtMs),
    endedAt: intent.endedAtMs === null ? null : isoOf(intent.endedAtMs),
  };
}

function confirmingView({ state }: IntentRow): OrderView['confirming'] {
  if (state.kind !== 'being_confirmed') return null;
  const { cause, sinceMs, lookups } = state;
  const last = lookups.at(-1);
  return {
    cause,
    since: isoOf(sinceMs),
    looks: lookups.length,
    lastLook: last === undefined ? null : lookView(last),
  };
}

function heldView({ state }: IntentRow, attempt: AttemptRow | null): OrderView['held'] {
  if (state.kind !== 'held') return null;
  const { evidence, atMs } = state;
  return {
    since: isoOf(atMs),
    contradiction:
      evidence.kind === 'contradiction' ? { state: evidence.state, event: evidence.event } : null,
    sentAt: attempt === null ? null : isoOf(attempt.sentAtMs ?? attempt.journaledAtMs),
    looks: looksOf(attempt?.evidence ?? null).map(lookView),
  };
}

function cancelAskedAt({ state }: IntentRow): string | null {
  const asked = state.kind === 'acknowledged' || state.kind === 'closing' ? state.cancelSentMs : undefined;
  return asked === undefined ? null : isoOf(asked);
}

/** The looks that were kept as evidence; whatever is not one is left out. */
function looksOf(evidence: Readonly<Record<string, unknown>> | null): readonly Lookup[] {
  const looks = lookListSchema.safeParse(evidence?.['proof']);
  return looks.success ? looks.data : [];
}

const placeSchema = z.enum(['absent', 'unread']);
const lookListSchema = z.array(z.object({ atMs: z.number(), orders: placeSchema, trades: placeSchema }));

function lookView({ atMs, orders, trades }: Lookup) {
  return { at: isoOf(atMs), orders, trades };
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}
