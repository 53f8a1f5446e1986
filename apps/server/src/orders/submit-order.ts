// Sends a recorded order once: journals the attempt with its nonce first, and sends soon after or not at all.

import type { OrderEvent, SkipReason } from '@mandato/invest-core/order/order-state';
import { approve } from '@mandato/invest-core/risk/approve';
import type { PlaceOutcome } from '@mandato/invest-core/venue/venue';
import { formatMoneyTrimmed, moneyOfUnits } from '@mandato/primitives/money';
import { laneNonce } from '../links/nonce-source.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import type { IntentRow } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import { applyEvent } from './apply-event.ts';
import type { KillSwitch } from './kill-switch.ts';
import { type BookRulesCache, lookAtMarket, type MarketLook } from './look-at-market.ts';
import { isLinkUsable, type PipelineDeps } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';

/** An order recorded longer ago than this is approved again on fresh prices before it is sent. */
const approvalMaxAgeMs = 10_000;

/** How long to wait when another process holds the lane, or the exchange cannot be read. */
const laneRetryMs = 250;
const lookRetryMs = 2_000;

/** The order moved, or is to be tried again at `atMs` (wall clock). */
export type Submission = { readonly kind: 'moved' } | { readonly kind: 'wait'; readonly atMs: number };

type Journaled =
  | {
      readonly kind: 'journaled';
      readonly intent: IntentRow;
      readonly nonce: string;
      readonly startedMs: number;
    }
  | Submission;

/** Claims, journals and sends the order of `intentId`, and records the answer. */
export async function submitOrder(
  deps: PipelineDeps,
  cache: BookRulesCache,
  recorded: IntentRow,
): Promise<Submission> {
  const link = await deps.venueFor(recorded.linkId);
  if (!isLinkUsable(link)) return skip(deps, recorded, { kind: 'link_not_usable' });
  const look = await freshLook(deps, cache, { recorded, link });
  if (look.kind === 'wait') return look;
  if (look.kind === 'red') return skip(deps, recorded, look.reason);
  await deps.policy.reach('before_journal', recorded.intentId);
  const journaled = await deps.store.transaction(
    (tx) => journal(tx, deps, { recorded, look: look.look }),
    recorded.linkId,
  );
  if (journaled.kind !== 'journaled') return journaled;
  await deps.policy.reach('journaled', recorded.intentId);
  const { intent, nonce } = journaled;
  const sentAtMs = deps.wallClock.nowMs();
  const isTooLate = deps.monotonicMs() - journaled.startedMs > deps.policy.sendDeadlineMs;
  const event = isTooLate
    ? ({ kind: 'not_sent', cause: 'send_deadline_passed', atMs: sentAtMs } as const)
    : eventOf(await send(deps, { link, intent, nonce }), deps.wallClock.nowMs());
  await deps.policy.reach('answered', recorded.intentId);
  await deps.store.transaction(
    (tx) => recordAnswer(tx, deps, { intent, event, sentAtMs: isTooLate ? null : sentAtMs }),
    recorded.linkId,
  );
  await deps.policy.reach('answer_recorded', recorded.intentId);
  return { kind: 'moved' };
}

/** Ends a recorded order without a sending. */
async function skip(
  deps: PipelineDeps,
  { intentId, linkId }: IntentRow,
  reason: SkipReason,
): Promise<Submission> {
  await deps.store.transaction(async (tx) => {
    const intent = await tx.lockIntent(intentId);
    if (intent?.state.kind !== 'recorded') return;
    await applyEvent(tx, deps, {
      intent,
      event: { kind: 'skipped_by', reason, atMs: deps.wallClock.nowMs() },
    });
  }, linkId);
  return { kind: 'moved' };
}

type FreshLook =
  | { readonly kind: 'looked'; readonly look: MarketLook | null }
  | { readonly kind: 'red'; readonly reason: SkipReason }
  | { readonly kind: 'wait'; readonly atMs: number };

/** Fresh prices for an order whose approval is old; null where the approval is recent enough. */
async function freshLook(
  deps: PipelineDeps,
  cache: BookRulesCache,
  { recorded, link }: { readonly recorded: IntentRow; readonly link: LinkedVenue },
): Promise<FreshLook> {
  const nowMs = deps.wallClock.nowMs();
  if (recorded.state.kind !== 'recorded' || nowMs >= recorded.validUntilMs)
    return { kind: 'looked', look: null };
  const isRecent = recorded.state.attempt === 1 && nowMs - recorded.state.notBeforeMs <= approvalMaxAgeMs;
  if (isRecent) return { kind: 'looked', look: null };
  const { book, quote, notional } = recorded;
  const look = await lookAtMarket(deps, cache, { link, nonce: deps.nextNonce(), book, quote, notional });
  if (!look.ok && look.error.isMarketRed) return { kind: 'red', reason: look.error.reason };
  return look.ok ? { kind: 'looked', look: look.value } : { kind: 'wait', atMs: nowMs + lookRetryMs };
}

/** The last checks and the journal entry, in one transaction: after it the order may have been sent. */
async function journal(
  tx: OrderTx,
  deps: PipelineDeps,
  { recorded, look }: { readonly recorded: IntentRow; readonly look: MarketLook | null },
): Promise<Journaled> {
  const startedMs = deps.monotonicMs();
  const intent = await tx.lockIntent(recorded.intentId);
  const nowMs = deps.wallClock.nowMs();
  if (intent?.state.kind !== 'recorded') return { kind: 'moved' };
  if (nowMs < intent.state.notBeforeMs) return { kind: 'wait', atMs: intent.state.notBeforeMs };
  const plan = await tx.readPlan(intent.planId);
  const killSwitch = await tx.readKillSwitch(intent);
  const reason = await standingReason(tx, { intent, plan, killSwitch, look, nowMs });
  if (reason !== null) {
    await applyEvent(tx, deps, { intent, event: { kind: 'skipped_by', reason, atMs: nowMs } });
    return { kind: 'moved' };
  }
  const lane = await tx.claimLane(intent.linkId, {
    intentId: intent.intentId,
    owner: deps.owner,
    nonce: laneNonce(deps.nextNonce()),
    nowMs,
  });
  if (lane === null) return { kind: 'wait', atMs: nowMs + laneRetryMs };
  await tx.insertAttempt({
    intentId: intent.intentId,
    n: intent.state.attempt,
    orderId: intent.orderId,
    linkId: intent.linkId,
    nonce: lane.nonce,
    laneEpoch: lane.epoch,
    killGeneration: killSwitch.generation,
    journaledAtMs: nowMs,
  });
  const claimed = await applyEvent(tx, deps, {
    intent,
    event: { kind: 'claimed', nonce: lane.nonce, atMs: nowMs },
  });
  return { kind: 'journaled', intent: claimed, nonce: lane.nonce, startedMs };
}

interface Standing {
  readonly intent: IntentRow;
  readonly plan: PlanRow | null;
  readonly killSwitch: KillSwitch;
  readonly look: MarketLook | null;
  readonly nowMs: number;
}

/** Why the order may not be sent any more, or null. */
async function standingReason(tx: OrderTx, standing: Standing): Promise<SkipReason | null> {
  const { intent, plan, killSwitch, look, nowMs } = standing;
  if (killSwitch.isKilled) return { kind: 'not_approved', code: 'kill_switch_on' };
  if (plan === null || plan.state.kind !== 'active') return { kind: 'plan_not_active' };
  if (nowMs >= intent.validUntilMs) return { kind: 'expired' };
  if (look === null) return null;
  const promised = await tx.promisedOnLink(intent.linkId, intent.quote);
  const approved = approve(
    {
      planId: intent.planId,
      linkId: intent.linkId,
      slotKey: intent.slotKey,
      book: intent.book,
      notional: moneyOfUnits(intent.notional),
      validUntilMs: intent.validUntilMs,
    },
    {
      nowMs,
      killSwitchOn: false,
      planState: plan.state,
      // Its own share of the budget has been set aside since it was recorded.
      budgetLeft: null,
      available: moneyOfUnits(look.available - promised + intent.notional),
      quote: look.quote,
    },
  );
  return approved.ok ? null : { kind: 'not_approved', code: approved.error };
}

async function send(
  deps: PipelineDeps,
  { link, intent, nonce }: { readonly link: LinkedVenue; readonly intent: IntentRow; readonly nonce: string },
): Promise<PlaceOutcome> {
  const notional = formatMoneyTrimmed(intent.notional);
  const { orderId, book } = intent;
  const answer = link.venue
    .placeOrder({ kind: 'place_market_buy', orderId, book, notional }, nonce)
    .catch((error: unknown): PlaceOutcome => {
      deps.logger.error({ orderId, error }, 'sending an order broke off');
      return { kind: 'lost', cause: 'signer_stopped', venueCode: null };
    });
  let cancelDeadline = () => {};
  const deadline = new Promise<PlaceOutcome>((resolve) => {
    const lose = () => resolve({ kind: 'lost', cause: 'timeout', venueCode: null });
    cancelDeadline = deps.timers.after(deps.policy.answerDeadlineMs, lose);
  });
  return Promise.race([answer, deadline]).finally(cancelDeadline);
}

/** The answer as the order's table understands it. */
function eventOf(outcome: PlaceOutcome, atMs: number): OrderEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'accepted', venueOrderId: outcome.venueOrderId, atMs };
    case 'already_exists':
      return { kind: 'already_exists', atMs };
    case 'rejected':
      return { kind: 'rejected', code: outcome.code, venueCode: outcome.venueCode, atMs };
    case 'denied':
      // Nothing was signed, and in a minute it may be: the slot is worth waiting for.
      if (outcome.code === 'orders_per_minute_exceeded')
        return { kind: 'not_sent', cause: 'rate_limited_here', atMs };
      if (outcome.code === 'price_reference_stale') return { kind: 'not_sent', cause: outcome.code, atMs };
      return { kind: 'denied', code: outcome.code, atMs };
    case 'not_sent':
      return { kind: 'not_sent', cause: outcome.cause, atMs };
    case 'lost':
      return { kind: 'lost', cause: outcome.cause, atMs };
  }
}

interface Answered {
  readonly intent: IntentRow;
  readonly event: OrderEvent;
  readonly sentAtMs: number | null;
}

/** Binds the answer to its attempt, not to whatever the intent does by now. */
async function recordAnswer(
  tx: OrderTx,
  deps: PipelineDeps,
  { intent, event, sentAtMs }: Answered,
): Promise<void> {
  const current = await tx.lockIntent(intent.intentId);
  await tx.leaveLane(intent.linkId, intent.intentId);
  const isOurs = current?.state.kind === 'submitting' && current.orderId === intent.orderId;
  // Somebody gave this sending up as lost: what was found out since then must not be overwritten.
  if (current === null || !isOurs) return;
  await tx.updateAttempt(intent.orderId, { outcome: event.kind, sentAtMs, evidence: { ...event } });
  await applyEvent(tx, deps, { intent: current, event });
}
