// One extra buy of a plan, because its owner asked for it: the same request never buys twice.

import { runNowSlotKey } from '@mandato/invest-core/plan/slots';
import { invariant } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, notInArray } from 'drizzle-orm';
import {
  type BookRulesCache,
  type LookFailure,
  lookAtMarket,
  type MarketLook,
} from '../orders/look-at-market.ts';
import { isLinkUsable, type OrderDeps } from '../orders/order-deps.ts';
import type { OrderTx } from '../orders/order-store.ts';
import { recordOrder, recordSkipped, type SlotToRecord } from '../orders/record-order.ts';
import { sqlOrderTx } from '../orders/sql-order-store.ts';
import type { Db } from '../store/database.ts';
import { type IntentRow, intents } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import { lockPlan } from './change-plan.ts';
import { ownPlan } from './plan-view.ts';

/** Whoever presses the button means now: after this long it is not bought any more. */
const validForMs = 10 * 60_000;

export interface RunNowRequest {
  readonly userId: string;
  readonly planId: string;
  /** Minted by the client, once for each press. */
  readonly requestId: string;
}

export type RunNowRefusal =
  | 'plan_unknown'
  | 'plan_stopped'
  | 'plan_not_active'
  | 'link_not_active'
  | 'order_in_progress'
  | 'exchange_unreachable'
  | 'signer_unavailable';

/** Records an extra buy, or that it was skipped and why; answers the first row when the request is repeated. */
export async function runNow(
  deps: OrderDeps,
  cache: BookRulesCache,
  request: RunNowRequest,
): Promise<Result<IntentRow, RunNowRefusal>> {
  const slotKey = runNowSlotKey(request.requestId);
  const plan = await ownPlan(deps.db, request);
  if (plan === null) return err('plan_unknown');
  const earlier = await findIntent(deps.db, plan.planId, slotKey);
  if (earlier !== null) return ok(earlier);
  const standing = await standingRefusal(deps.db, plan);
  if (standing !== null) return err(standing);
  const link = await deps.venueFor(plan.linkId);
  if (!isLinkUsable(link)) return err('link_not_active');
  const { book, quote } = plan;
  const look = await lookAtMarket(cache, { link, nonce: deps.nextNonce(), book, quote });
  if (!look.ok && look.error.isPassing)
    return err(look.error.isOurs ? 'signer_unavailable' : 'exchange_unreachable');
  return deps.db.transaction(async (tx) => {
    const locked = await lockPlan(tx, request);
    if (locked === null) return err('plan_unknown');
    const meanwhile = await findIntent(tx, plan.planId, slotKey);
    if (meanwhile !== null) return ok(meanwhile);
    const refusal = await standingRefusal(tx, locked);
    if (refusal !== null) return err(refusal);
    return ok(await recordNow(sqlOrderTx(tx, deps.jobs), deps, { plan: locked, slotKey, look }));
  });
}

async function recordNow(
  tx: OrderTx,
  deps: OrderDeps,
  of: {
    readonly plan: PlanRow;
    readonly slotKey: string;
    readonly look: Result<MarketLook, LookFailure>;
  },
): Promise<IntentRow> {
  const { plan, slotKey, look } = of;
  const slot: SlotToRecord = {
    plan,
    slotKey,
    dueAtMs: deps.marketClock.nowMs(),
    validUntilMs: deps.wallClock.nowMs() + validForMs,
  };
  const intent = look.ok
    ? await recordOrder(tx, deps, { ...slot, look: look.value })
    : await recordSkipped(tx, deps, { ...slot, reason: look.error.reason });
  invariant(intent !== null, 'the locked plan had no row for this request');
  return intent;
}

async function standingRefusal(db: Db, plan: PlanRow): Promise<RunNowRefusal | null> {
  if (plan.stateKind === 'stopped') return 'plan_stopped';
  if (plan.stateKind === 'paused') return 'plan_not_active';
  const [open] = await db
    .select({ intentId: intents.intentId })
    .from(intents)
    .where(
      and(
        eq(intents.planId, plan.planId),
        notInArray(intents.stateKind, ['done', 'skipped', 'held', 'late']),
      ),
    )
    .limit(1);
  return open === undefined ? null : 'order_in_progress';
}

async function findIntent(db: Db, planId: string, slotKey: string): Promise<IntentRow | null> {
  const [intent] = await db
    .select()
    .from(intents)
    .where(and(eq(intents.planId, planId), eq(intents.slotKey, slotKey)));
  return intent ?? null;
}
