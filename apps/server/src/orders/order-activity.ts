// Tells a person, in the transaction of the change itself, what became of an order.

import type { OrderState } from '@mandato/invest-core/order/order-state';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import type { ActivityCode } from '../activity/record-activity.ts';
import type { IntentRow } from '../store/schema/order-schema.ts';
import type { OrderTx } from './order-store.ts';

/** Adds the activity line of `intent` having come to its present state; some states are nobody's news. */
export async function recordOrderActivity(tx: OrderTx, intent: IntentRow, atMs: number): Promise<void> {
  const code = activityCodeOf(intent.state);
  if (code === null) return;
  await tx.recordActivity({
    userId: intent.userId,
    atMs,
    code,
    details: detailsOf(intent),
    planId: intent.planId,
    orderId: intent.orderId,
    linkId: intent.linkId,
  });
}

function activityCodeOf(state: OrderState): ActivityCode | null {
  switch (state.kind) {
    case 'recorded':
      return state.attempt === 1 ? 'order_recorded' : null;
    case 'submitting':
    case 'acknowledged':
    case 'closing':
      return null;
    case 'being_confirmed':
      return 'order_being_confirmed';
    case 'done':
      return 'order_done';
    case 'skipped':
      return state.reason.kind === 'missed' ? 'slot_missed' : 'order_skipped';
    case 'held':
      return 'order_held';
    case 'late':
      return 'order_late';
  }
}

function detailsOf(intent: IntentRow): Record<string, string> {
  const { state } = intent;
  const details: Record<string, string> = {
    book: intent.book,
    base: intent.base,
    quote: intent.quote,
    notional: formatMoneyTrimmed(intent.notional),
    slotKey: intent.slotKey,
  };
  if (intent.reason !== null) details['reason'] = intent.reason;
  if (state.kind === 'skipped' && state.reason.kind === 'rejected')
    details['venueCode'] = state.reason.venueCode;
  if (state.kind === 'being_confirmed') {
    details['cause'] = state.cause;
    details['confirmUntil'] = new Date(state.confirmUntilMs).toISOString();
  }
  if (state.kind === 'done' || state.kind === 'late') {
    details['spent'] = formatMoneyTrimmed(intent.spent);
    details['bought'] = formatMoneyTrimmed(intent.bought);
  }
  return details;
}
