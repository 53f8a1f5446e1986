// Where the order of an intent stands; a field exists only in the states that have it.

import type { ApprovalDenial } from '../risk/approve.ts';
import type { RejectionCode } from '../venue/venue.ts';
import type { DenialCode, LostCause, NotSentCause } from '../venue/venue-answer.ts';

/** Why nothing was bought for an intent. */
export type SkipReason =
  | { readonly kind: 'missed'; readonly cause: 'away' | 'paused' }
  | { readonly kind: 'plan_not_active' }
  | { readonly kind: 'link_not_usable' }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'book_rules';
      readonly code: 'notional_below_minimum' | 'notional_above_maximum' | 'book_unknown';
    }
  | { readonly kind: 'not_approved'; readonly code: ApprovalDenial }
  | { readonly kind: 'denied'; readonly code: DenialCode }
  | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly venueCode: string }
  | { readonly kind: 'not_sent'; readonly cause: NotSentReason }
  | { readonly kind: 'unfilled' }
  /** We asked for its cancellation because buying was stopped, and it ended without a trade. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'proven_absent' }
  /** A person looked at the exchange and says that it is not there. */
  | { readonly kind: 'closed_by_person' };

/** Why an attempt certainly left nothing at the exchange. */
export type NotSentReason =
  | NotSentCause
  | 'send_deadline_passed'
  | 'rate_limited_here'
  | 'price_reference_stale';

/** Why the outcome of an attempt is not known. */
export type UnknownCause = LostCause | 'answer_ambiguous' | 'restarted' | 'looked_for_again';

/** One complete look for an order that may not exist: among open orders, and among trades. */
export interface Lookup {
  readonly atMs: number;
  readonly orders: 'absent' | 'unread';
  readonly trades: 'absent' | 'unread';
}

/** Why a person has to decide. */
export type HeldEvidence =
  | { readonly kind: 'unreadable_too_long'; readonly sinceMs: number }
  | { readonly kind: 'contradiction'; readonly state: string; readonly event: string };

/** `attempt` counts sendings from 1; `nonce` is the one signed for that sending. */
export type OrderState =
  /** Written down, not sent; may be claimed from `notBeforeMs` until `validUntilMs`. */
  | {
      readonly kind: 'recorded';
      readonly attempt: number;
      readonly notBeforeMs: number;
      readonly validUntilMs: number;
    }
  /** Journaled: from here on it may have been sent. */
  | {
      readonly kind: 'submitting';
      readonly attempt: number;
      readonly nonce: string;
      readonly journaledAtMs: number;
      readonly validUntilMs: number;
    }
  /** At the exchange; `venueOrderId` is null when only its existence was shown. */
  | {
      readonly kind: 'acknowledged';
      readonly attempt: number;
      readonly venueOrderId: string | null;
      readonly tradeCount: number;
      readonly sinceMs: number;
      /** When its cancellation was last journaled; absent where none ever was. */
      readonly cancelSentMs?: number;
    }
  /** The answer was lost; look-ups go on until at least `confirmUntilMs`. */
  | {
      readonly kind: 'being_confirmed';
      readonly attempt: number;
      readonly nonce: string;
      readonly journaledAtMs: number;
      readonly cause: UnknownCause;
      readonly sinceMs: number;
      readonly confirmUntilMs: number;
      readonly lookups: readonly Lookup[];
    }
  /** No longer open at the exchange; its trades are being read until they are complete. */
  | {
      readonly kind: 'closing';
      readonly attempt: number;
      readonly venueOrderId: string | null;
      readonly tradeCount: number;
      /** Since when no further trade has shown up. */
      readonly unchangedSinceMs: number;
      readonly cancelSentMs?: number;
    }
  | {
      readonly kind: 'done';
      readonly attempt: number;
      readonly venueOrderId: string | null;
      readonly tradeCount: number;
      readonly atMs: number;
    }
  | { readonly kind: 'skipped'; readonly attempt: number; readonly reason: SkipReason; readonly atMs: number }
  | {
      readonly kind: 'held';
      readonly attempt: number;
      readonly evidence: HeldEvidence;
      readonly atMs: number;
    }
  /** An order turned up after its intent had ended without one; it is booked, and its plan pauses. */
  | {
      readonly kind: 'late';
      readonly attempt: number;
      readonly venueOrderId: string | null;
      readonly tradeCount: number;
      readonly atMs: number;
    };

export type OrderStateKind = OrderState['kind'];

/** What can happen to an order; `atMs` is when. */
export type OrderEvent = { readonly atMs: number } & (
  | { readonly kind: 'claimed'; readonly nonce: string }
  | { readonly kind: 'accepted'; readonly venueOrderId: string }
  /** The exchange already holds an order with this id: proof that it exists. */
  | { readonly kind: 'already_exists' }
  | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly venueCode: string }
  | { readonly kind: 'denied'; readonly code: DenialCode }
  | { readonly kind: 'not_sent'; readonly cause: NotSentReason }
  | { readonly kind: 'lost'; readonly cause: UnknownCause }
  /** Our process started and found this order as it is. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'looked_up'; readonly lookup: Lookup }
  /** A look-up showed the order; `gone` when it is completed or cancelled. */
  | { readonly kind: 'found'; readonly venueOrderId: string | null; readonly gone: boolean }
  /** The order that was acknowledged is no longer among the open ones. */
  | { readonly kind: 'gone' }
  /** `tradeCount` trades of the order are known and booked now. */
  | { readonly kind: 'fills_read'; readonly venueOrderId: string; readonly tradeCount: number }
  | { readonly kind: 'trades_complete' }
  | { readonly kind: 'proven_absent' }
  | { readonly kind: 'skipped_by'; readonly reason: SkipReason }
  | { readonly kind: 'held_by'; readonly evidence: HeldEvidence }
  /** Its cancellation was journaled and is sent now; whether it traded before, its trades will say. */
  | { readonly kind: 'cancel_sent' }
  /** A person wants a held order looked for again; nonce and time are those of its newest attempt. */
  | { readonly kind: 'looked_for_again'; readonly nonce: string; readonly journaledAtMs: number }
  /** A person closes a held order as one that does not exist. */
  | { readonly kind: 'closed_by_person' }
);

export type OrderEventKind = OrderEvent['kind'];

/** Whether the order needs no further work (sweeps apart). */
export function isTerminal(state: OrderState): boolean {
  return isTerminalKind(state.kind);
}

/** As `isTerminal`, where only the kind of the state is at hand. */
export function isTerminalKind(kind: OrderStateKind): boolean {
  return kind === 'done' || kind === 'skipped' || kind === 'held' || kind === 'late';
}
