// The one code that a person's sentence is looked up by, for an order that ended without buying or needs a person.

import type { ApprovalDenial } from '../risk/approve.ts';
import type { RejectionCode } from '../venue/venue.ts';
import type { DenialCode } from '../venue/venue-answer.ts';
import type { HeldEvidence, NotSentReason, OrderState, SkipReason } from './order-state.ts';

/** Every reason an order can carry; two sources that mean the same share a code. */
export type OrderReasonCode =
  | 'slot_missed_while_away'
  | 'slot_missed_while_paused'
  | 'link_not_usable'
  | 'slot_expired'
  | 'notional_below_minimum'
  | 'notional_above_maximum'
  | 'book_unknown'
  | 'unfilled'
  | 'cancelled'
  | 'proven_absent'
  | 'closed_by_person'
  | ApprovalDenial
  | DenialCode
  | RejectionCode
  | NotSentReason
  | HeldEvidence['kind'];

/** The reason of a state, or null where there is nothing to explain. */
export function orderReasonCode(state: OrderState): OrderReasonCode | null {
  if (state.kind === 'skipped') return skipReasonCode(state.reason);
  return state.kind === 'held' ? state.evidence.kind : null;
}

/** The code of a skip reason. */
export function skipReasonCode(reason: SkipReason): OrderReasonCode {
  switch (reason.kind) {
    case 'missed':
      return reason.cause === 'away' ? 'slot_missed_while_away' : 'slot_missed_while_paused';
    case 'expired':
      return 'slot_expired';
    case 'plan_not_active':
    case 'link_not_usable':
    case 'unfilled':
    case 'cancelled':
    case 'proven_absent':
    case 'closed_by_person':
      return reason.kind;
    case 'not_sent':
      return reason.cause;
    case 'book_rules':
    case 'not_approved':
    case 'denied':
    case 'rejected':
      return reason.code;
  }
}
