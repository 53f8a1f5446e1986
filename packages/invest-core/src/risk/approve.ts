// The last look before an intent may become an order: an ApprovedIntent can only come from here.

import type { Money } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { OrderIntent } from '../order/order-intent.ts';
import type { PlanState } from '../plan/plan.ts';
import type { Quote } from '../venue/venue.ts';
import type { MarketDenial } from './market-gate.ts';

// Not exported: nobody else can write this property, so nobody else can make an ApprovedIntent.
const approval: unique symbol = Symbol('approved');

/** An intent that passed every check of `approve`. */
export interface ApprovedIntent extends OrderIntent {
  readonly [approval]: true;
}

/** Why an intent may not become an order, in order of precedence. */
export type ApprovalDenial =
  | 'kill_switch_on'
  | 'plan_not_active'
  | 'slot_expired'
  | 'notional_not_positive'
  | 'budget_used_up'
  | 'balance_insufficient'
  | MarketDenial
  | 'spread_too_wide'
  | 'quote_out_of_band';

/** What is known at the moment of approval. Amounts in the quote currency. */
export interface ApprovalContext {
  readonly nowMs: number;
  readonly killSwitchOn: boolean;
  readonly planState: PlanState;
  /** What the plan may still spend after everything spent and reserved; `null` is no total limit. */
  readonly budgetLeft: Money | null;
  readonly available: Money;
  readonly quote: Quote;
}

/** The widest spread that is bought through, in basis points of the ask: 10 %. */
const spreadMaxBps = 1_000n;

/** How far the last trade may lie outside bid and ask, in basis points of the nearer one: 20 %. */
const lastBandBps = 2_000n;

/** Approves `intent`, or answers the first reason against it. */
export function approve(
  intent: OrderIntent,
  context: ApprovalContext,
): Result<ApprovedIntent, ApprovalDenial> {
  const denial = standingDenial(intent, context) ?? quoteDenial(context.quote);
  return denial === null ? ok({ ...intent, [approval]: true }) : err(denial);
}

function standingDenial(intent: OrderIntent, context: ApprovalContext): ApprovalDenial | null {
  if (context.killSwitchOn) return 'kill_switch_on';
  if (context.planState.kind !== 'active') return 'plan_not_active';
  if (context.nowMs >= intent.validUntilMs) return 'slot_expired';
  if (intent.notional <= 0n) return 'notional_not_positive';
  if (context.budgetLeft !== null && intent.notional > context.budgetLeft) return 'budget_used_up';
  if (intent.notional > context.available) return 'balance_insufficient';
  return null;
}

/** Whether the prices look like a market: both sides there, apart, close together, and near the last trade. */
function quoteDenial(quote: Quote): ApprovalDenial | null {
  const { bid, ask, last } = quote;
  if (bid === null || ask === null || bid <= 0n || ask <= 0n) return 'quote_missing';
  if (bid >= ask) return 'quote_crossed';
  if ((ask - bid) * 10_000n > ask * spreadMaxBps) return 'spread_too_wide';
  // A book that never traded has no last price to compare with.
  if (last === null) return null;
  const isFarAbove = last * 10_000n > ask * (10_000n + lastBandBps);
  const isFarBelow = last * 10_000n < bid * (10_000n - lastBandBps);
  return isFarAbove || isFarBelow ? 'quote_out_of_band' : null;
}
