// The one table of (state, event) of an order: what happens next, or that it cannot happen.

import { unreachable } from '@mandato/primitives/invariant';
import type {
  Lookup,
  OrderEvent,
  OrderEventKind,
  OrderState,
  OrderStateKind,
  SkipReason,
} from './order-state.ts';
import { confirmUntilMs } from './settle-rule.ts';

/** `moved` and `stayed` carry the state to store; `impossible` means that a belief of ours is wrong: hold the order. */
export type Transition =
  | { readonly kind: 'moved'; readonly state: OrderState }
  | { readonly kind: 'stayed'; readonly state: OrderState }
  | { readonly kind: 'impossible'; readonly state: OrderStateKind; readonly event: OrderEventKind };

/** The longest pause between two attempts that were certainly not sent. */
export const retryDelayMaxMs = 5 * 60_000;

/** No more than this many look-ups are kept as evidence; the newest prove the most. */
const lookupsKeptMax = 20;

type StateOf<Kind extends OrderStateKind> = Extract<OrderState, { kind: Kind }>;
type EventOf<Kind extends OrderEventKind> = Extract<OrderEvent, { kind: Kind }>;

/** The state of a new intent, before anything was sent. */
export function recordedOrder(recorded: {
  readonly atMs: number;
  readonly validUntilMs: number;
}): OrderState {
  return { kind: 'recorded', attempt: 1, notBeforeMs: recorded.atMs, validUntilMs: recorded.validUntilMs };
}

/** How long after attempt number `attempt` was not sent the next may be claimed: 2 s, doubling up to five minutes. */
export function retryDelayMs(attempt: number): number {
  return Math.min(2_000 * 2 ** Math.min(attempt - 1, 10), retryDelayMaxMs);
}

/** What `event` does to `state`. Pure: the same pair always gives the same answer. */
export function transition(state: OrderState, event: OrderEvent): Transition {
  if (event.kind === 'restarted') return onRestarted(state, event);
  switch (state.kind) {
    case 'recorded':
      return fromRecorded(state, event);
    case 'submitting':
      return fromSubmitting(state, event);
    case 'acknowledged':
      return fromAcknowledged(state, event);
    case 'being_confirmed':
      return fromBeingConfirmed(state, event);
    case 'closing':
      return fromClosing(state, event);
    case 'done':
    case 'late':
      return fromBooked(state, event);
    case 'held':
      return fromHeld(state, event);
    case 'skipped':
      return fromUnbooked(state, event);
    default:
      return unreachable(state);
  }
}

/** A process that starts knows nothing of an answer that may have come: what was being submitted is unknown. */
function onRestarted(state: OrderState, event: EventOf<'restarted'>): Transition {
  return state.kind === 'submitting' ? unknown(state, 'restarted', event.atMs) : stayed(state);
}

function fromRecorded(state: StateOf<'recorded'>, event: OrderEvent): Transition {
  if (event.kind === 'claimed') {
    const { attempt, validUntilMs } = state;
    return moved({
      kind: 'submitting',
      attempt,
      nonce: event.nonce,
      journaledAtMs: event.atMs,
      validUntilMs,
    });
  }
  if (event.kind === 'skipped_by') return skipped(state, event.reason, event.atMs);
  if (event.kind === 'held_by') return held(state, event);
  return impossible(state, event);
}

function fromSubmitting(state: StateOf<'submitting'>, event: OrderEvent): Transition {
  switch (event.kind) {
    case 'accepted':
      return acknowledged(state, { venueOrderId: event.venueOrderId, tradeCount: 0, atMs: event.atMs });
    case 'already_exists':
      return acknowledged(state, { venueOrderId: null, tradeCount: 0, atMs: event.atMs });
    case 'rejected':
      return skipped(state, { kind: 'rejected', code: event.code, venueCode: event.venueCode }, event.atMs);
    case 'denied':
      return skipped(state, { kind: 'denied', code: event.code }, event.atMs);
    case 'not_sent':
      return onNotSent(state, event);
    case 'lost':
      return unknown(state, event.cause, event.atMs);
    case 'claimed':
    case 'restarted':
    case 'looked_up':
    case 'found':
    case 'gone':
    case 'fills_read':
    case 'trades_complete':
    case 'proven_absent':
    case 'skipped_by':
    case 'held_by':
    case 'cancel_sent':
    case 'looked_for_again':
    case 'closed_by_person':
      return impossible(state, event);
    default:
      return unreachable(event);
  }
}

/** Certainly nothing left: another attempt, under a new id, while the slot is worth it. */
function onNotSent(state: StateOf<'submitting'>, event: EventOf<'not_sent'>): Transition {
  const notBeforeMs = event.atMs + retryDelayMs(state.attempt);
  if (notBeforeMs >= state.validUntilMs)
    return skipped(state, { kind: 'not_sent', cause: event.cause }, event.atMs);
  return moved({
    kind: 'recorded',
    attempt: state.attempt + 1,
    notBeforeMs,
    validUntilMs: state.validUntilMs,
  });
}

function fromAcknowledged(state: StateOf<'acknowledged'>, event: OrderEvent): Transition {
  switch (event.kind) {
    case 'found': {
      const venueOrderId = state.venueOrderId ?? event.venueOrderId;
      return event.gone
        ? closing({ ...state, venueOrderId }, event.atMs)
        : stayed({ ...state, venueOrderId });
    }
    case 'gone':
      return closing(state, event.atMs);
    case 'fills_read': {
      const tradeCount = Math.max(state.tradeCount, event.tradeCount);
      return stayed({ ...state, venueOrderId: state.venueOrderId ?? event.venueOrderId, tradeCount });
    }
    case 'trades_complete':
      return state.tradeCount > 0 ? done(state, event.atMs) : impossible(state, event);
    case 'looked_up':
      // It exists, so an empty look-up only says that the exchange's reads lag behind.
      return stayed(state);
    case 'held_by':
      return held(state, event);
    case 'cancel_sent':
      return stayed({ ...state, cancelSentMs: event.atMs });
    case 'claimed':
    case 'accepted':
    case 'already_exists':
    case 'rejected':
    case 'denied':
    case 'not_sent':
    case 'lost':
    case 'restarted':
    case 'proven_absent':
    case 'skipped_by':
    case 'looked_for_again':
    case 'closed_by_person':
      return impossible(state, event);
    default:
      return unreachable(event);
  }
}

function fromBeingConfirmed(state: StateOf<'being_confirmed'>, event: OrderEvent): Transition {
  switch (event.kind) {
    case 'looked_up':
      return stayed({ ...state, lookups: withLookup(state.lookups, event.lookup) });
    case 'found': {
      const adopted = { attempt: state.attempt, venueOrderId: event.venueOrderId, tradeCount: 0 };
      return event.gone
        ? closing(adopted, event.atMs)
        : acknowledged(state, { venueOrderId: event.venueOrderId, tradeCount: 0, atMs: event.atMs });
    }
    case 'already_exists':
      return acknowledged(state, { venueOrderId: null, tradeCount: 0, atMs: event.atMs });
    case 'fills_read':
      if (event.tradeCount === 0) return stayed(state);
      return acknowledged(state, {
        venueOrderId: event.venueOrderId,
        tradeCount: event.tradeCount,
        atMs: event.atMs,
      });
    case 'proven_absent':
      // No second attempt after an unknown outcome: a buy skipped is better than a buy doubled.
      return skipped(state, { kind: 'proven_absent' }, event.atMs);
    case 'held_by':
      return held(state, event);
    case 'claimed':
    case 'accepted':
    case 'rejected':
    case 'denied':
    case 'not_sent':
    case 'lost':
    case 'restarted':
    case 'gone':
    case 'trades_complete':
    case 'skipped_by':
    case 'cancel_sent':
    case 'looked_for_again':
    case 'closed_by_person':
      return impossible(state, event);
    default:
      return unreachable(event);
  }
}

function fromClosing(state: StateOf<'closing'>, event: OrderEvent): Transition {
  switch (event.kind) {
    case 'fills_read': {
      const venueOrderId = state.venueOrderId ?? event.venueOrderId;
      if (event.tradeCount <= state.tradeCount) return stayed({ ...state, venueOrderId });
      return stayed({ ...state, venueOrderId, tradeCount: event.tradeCount, unchangedSinceMs: event.atMs });
    }
    case 'found':
      return stayed({ ...state, venueOrderId: state.venueOrderId ?? event.venueOrderId });
    case 'gone':
    case 'looked_up':
      return stayed(state);
    case 'trades_complete':
      return state.tradeCount > 0
        ? done(state, event.atMs)
        : skipped(state, { kind: state.cancelSentMs === undefined ? 'unfilled' : 'cancelled' }, event.atMs);
    case 'held_by':
      return held(state, event);
    case 'claimed':
    case 'accepted':
    case 'already_exists':
    case 'rejected':
    case 'denied':
    case 'not_sent':
    case 'lost':
    case 'restarted':
    case 'proven_absent':
    case 'skipped_by':
    case 'cancel_sent':
    case 'looked_for_again':
    case 'closed_by_person':
      return impossible(state, event);
    default:
      return unreachable(event);
  }
}

/** Sweeps keep looking at what has ended: the same order again changes nothing, more trades of it are booked. */
function fromBooked(state: StateOf<'done' | 'late'>, event: OrderEvent): Transition {
  if (event.kind === 'found')
    return stayed({ ...state, venueOrderId: state.venueOrderId ?? event.venueOrderId });
  if (event.kind === 'looked_up') return stayed(state);
  if (event.kind !== 'fills_read') return impossible(state, event);
  if (event.tradeCount <= state.tradeCount) return stayed(state);
  return moved(late(state.attempt, event));
}

/** Only a person leads a held order on, and an order that turns up meanwhile is late as ever. */
function fromHeld(state: StateOf<'held'>, event: OrderEvent): Transition {
  if (event.kind === 'closed_by_person') return skipped(state, { kind: 'closed_by_person' }, event.atMs);
  if (event.kind !== 'looked_for_again') return fromUnbooked(state, event);
  const { nonce, journaledAtMs, atMs } = event;
  return unknown({ attempt: state.attempt, nonce, journaledAtMs }, 'looked_for_again', atMs);
}

/** An order that turns up after its intent ended without one is late: booked, reported, and its plan paused. */
function fromUnbooked(state: StateOf<'skipped' | 'held'>, event: OrderEvent): Transition {
  switch (event.kind) {
    case 'found':
      return moved(
        late(state.attempt, { venueOrderId: event.venueOrderId, tradeCount: 0, atMs: event.atMs }),
      );
    case 'fills_read':
      return event.tradeCount > 0 ? moved(late(state.attempt, event)) : stayed(state);
    case 'already_exists':
      return moved(late(state.attempt, { venueOrderId: null, tradeCount: 0, atMs: event.atMs }));
    case 'looked_up':
      return stayed(state);
    case 'claimed':
    case 'accepted':
    case 'rejected':
    case 'denied':
    case 'not_sent':
    case 'lost':
    case 'restarted':
    case 'gone':
    case 'trades_complete':
    case 'proven_absent':
    case 'skipped_by':
    case 'held_by':
    case 'cancel_sent':
    case 'looked_for_again':
    case 'closed_by_person':
      return impossible(state, event);
    default:
      return unreachable(event);
  }
}

function withLookup(lookups: readonly Lookup[], lookup: Lookup): readonly Lookup[] {
  return [...lookups, lookup].slice(-lookupsKeptMax);
}

interface Shown {
  readonly venueOrderId: string | null;
  readonly tradeCount: number;
  readonly atMs: number;
}

function acknowledged(from: { readonly attempt: number }, shown: Shown): Transition {
  const { venueOrderId, tradeCount, atMs } = shown;
  return moved({ kind: 'acknowledged', attempt: from.attempt, venueOrderId, tradeCount, sinceMs: atMs });
}

function unknown(
  from: Pick<StateOf<'submitting'>, 'attempt' | 'nonce' | 'journaledAtMs'>,
  cause: StateOf<'being_confirmed'>['cause'],
  atMs: number,
): Transition {
  const { attempt, nonce, journaledAtMs } = from;
  return moved({
    kind: 'being_confirmed',
    attempt,
    nonce,
    journaledAtMs,
    cause,
    sinceMs: atMs,
    confirmUntilMs: confirmUntilMs(journaledAtMs),
    lookups: [],
  });
}

function closing(
  from: Omit<Shown, 'atMs'> & { readonly attempt: number; readonly cancelSentMs?: number },
  atMs: number,
): Transition {
  const { attempt, venueOrderId, tradeCount, cancelSentMs } = from;
  const cancelled = cancelSentMs === undefined ? {} : { cancelSentMs };
  return moved({ kind: 'closing', attempt, venueOrderId, tradeCount, unchangedSinceMs: atMs, ...cancelled });
}

function done(from: StateOf<'acknowledged' | 'closing'>, atMs: number): Transition {
  const { attempt, venueOrderId, tradeCount } = from;
  return moved({ kind: 'done', attempt, venueOrderId, tradeCount, atMs });
}

function skipped(from: { readonly attempt: number }, reason: SkipReason, atMs: number): Transition {
  return moved({ kind: 'skipped', attempt: from.attempt, reason, atMs });
}

function held(from: { readonly attempt: number }, event: EventOf<'held_by'>): Transition {
  return moved({ kind: 'held', attempt: from.attempt, evidence: event.evidence, atMs: event.atMs });
}

function late(attempt: number, shown: Shown): OrderState {
  const { venueOrderId, tradeCount, atMs } = shown;
  return { kind: 'late', attempt, venueOrderId, tradeCount, atMs };
}

function moved(state: OrderState): Transition {
  return { kind: 'moved', state };
}

function stayed(state: OrderState): Transition {
  return { kind: 'stayed', state };
}

function impossible(state: OrderState, event: OrderEvent): Transition {
  return { kind: 'impossible', state: state.kind, event: event.kind };
}
