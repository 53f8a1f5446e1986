// What becomes of the slots that came due while nobody was there: each is answered for once, with its reason.

import type { MissedSlotsRule, PlanTiming } from './plan.ts';
import { dueSlots, type Slot, slotValidUntilMs } from './slots.ts';

/** A slot to buy now, until `validUntilMs`; or one that passed, and why. */
export type SlotDecision =
  | { readonly kind: 'buy'; readonly slot: Slot; readonly validUntilMs: number }
  | { readonly kind: 'missed'; readonly slot: Slot; readonly cause: 'away' | 'paused' };

/** The span (fromMs, nowMs] whose slots have no row yet. */
export interface DueSpan {
  /** The last moment up to which every slot was answered for. */
  readonly fromMs: number;
  readonly nowMs: number;
  /** A slot that is noticed within this time of being due is on time, not missed. */
  readonly onTimeMs: number;
  /** Slots of a plan that was paused meanwhile are never bought, whatever its rule for missed ones. */
  readonly isPaused: boolean;
}

/** A slot noticed within two minutes of being due was not missed. */
export const onTimeDefaultMs = 2 * 60_000;

/**
 * Decides every slot of the span, oldest first. A slot on time is bought. Of those missed, `skip` buys none and
 * `buy_once` only the newest, if it is still valid; never several in a burst.
 */
export function decideDueSlots(
  timing: PlanTiming & { readonly missedSlots: MissedSlotsRule },
  span: DueSpan,
): readonly SlotDecision[] {
  const due = dueSlots(timing, span.fromMs, span.nowMs);
  return due.map((slot, position) => {
    if (span.isPaused) return { kind: 'missed', slot, cause: 'paused' };
    const validUntilMs = slotValidUntilMs(timing, slot);
    const isNewest = position === due.length - 1;
    const isOnTime = span.nowMs - slot.atMs <= span.onTimeMs;
    const mayBuy = isNewest && span.nowMs < validUntilMs && (isOnTime || timing.missedSlots === 'buy_once');
    return mayBuy ? { kind: 'buy', slot, validUntilMs } : { kind: 'missed', slot, cause: 'away' };
  });
}
