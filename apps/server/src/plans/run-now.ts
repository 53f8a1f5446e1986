// One extra buy of a plan, because its owner asked for it: the same request never buys twice.

import { runNowSlotKey } from '@mandato/invest-core/plan/slots';
import { invariant } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import {
  type BookRulesCache,
  type LookFailure,
  lookAtMarket,
  type MarketLook,
} from '../orders/look-at-market.ts';
import { isLinkUsable, type PipelineDeps } from '../orders/order-deps.ts';
import type { OrderTx } from '../orders/order-store.ts';
import { recordOrder, recordSkipped, type SlotToRecord } from '../orders/record-order.ts';
import type { IntentRow } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';

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
  deps: PipelineDeps,
  cache: BookRulesCache,
  request: RunNowRequest,
): Promise<Result<IntentRow, RunNowRefusal>> {
  const slotKey = runNowSlotKey(request.requestId);
  const plan = await deps.store.findOwnPlan(request);
  if (plan === null) return err('plan_unknown');
  const settled = await deps.store.transaction((tx) => settledAlready(tx, plan, slotKey));
  if (settled !== null) return settled;
  const link = await deps.venueFor(plan.linkId);
  if (!isLinkUsable(link)) return err('link_not_active');
  const { book, quote, notional } = plan;
  const look = await lookAtMarket(deps, cache, { link, nonce: deps.nextNonce(), book, quote, notional });
  if (!look.ok && look.error.isPassing && !look.error.isMarketRed)
    return err(look.error.isOurs ? 'signer_unavailable' : 'exchange_unreachable');
  return deps.store.transaction(async (tx) => {
    const locked = await tx.lockOwnPlan(request);
    if (locked === null) return err('plan_unknown');
    const meanwhile = await settledAlready(tx, locked, slotKey);
    if (meanwhile !== null) return meanwhile;
    return ok(await recordNow(tx, deps, { plan: locked, slotKey, look }));
  });
}

/** What there is to say without a look at the market: the earlier row of this request, or a refusal. */
async function settledAlready(
  tx: OrderTx,
  plan: PlanRow,
  slotKey: string,
): Promise<Result<IntentRow, RunNowRefusal> | null> {
  const earlier = await tx.findIntentOfSlot(plan.planId, slotKey);
  if (earlier !== null) return ok(earlier);
  const refusal = await standingRefusal(tx, plan);
  return refusal === null ? null : err(refusal);
}

async function recordNow(
  tx: OrderTx,
  deps: PipelineDeps,
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

async function standingRefusal(tx: OrderTx, plan: PlanRow): Promise<RunNowRefusal | null> {
  if (plan.stateKind === 'stopped') return 'plan_stopped';
  if (plan.stateKind === 'paused') return 'plan_not_active';
  return (await tx.hasOpenIntent(plan.planId)) ? 'order_in_progress' : null;
}
