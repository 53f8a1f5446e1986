import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTerminal,
  type OrderEvent,
  type OrderEventKind,
  type OrderState,
  type OrderStateKind,
} from './order-state.ts';
import { confirmUntilMs } from './settle-rule.ts';
import { recordedOrder, retryDelayMaxMs, retryDelayMs, transition } from './transition.ts';

const atMs = 1_000_000;
const nonce = '1795000000000000001';

const states: { readonly [Kind in OrderStateKind]: Extract<OrderState, { kind: Kind }> } = {
  recorded: { kind: 'recorded', attempt: 1, notBeforeMs: atMs, validUntilMs: atMs + 3_600_000 },
  submitting: { kind: 'submitting', attempt: 1, nonce, journaledAtMs: atMs, validUntilMs: atMs + 3_600_000 },
  acknowledged: { kind: 'acknowledged', attempt: 1, venueOrderId: 'V', tradeCount: 1, sinceMs: atMs },
  being_confirmed: {
    kind: 'being_confirmed',
    attempt: 1,
    nonce,
    journaledAtMs: atMs,
    cause: 'timeout',
    sinceMs: atMs,
    confirmUntilMs: confirmUntilMs(atMs),
    lookups: [],
  },
  closing: { kind: 'closing', attempt: 1, venueOrderId: 'V', tradeCount: 1, unchangedSinceMs: atMs },
  done: { kind: 'done', attempt: 1, venueOrderId: 'V', tradeCount: 1, atMs },
  skipped: { kind: 'skipped', attempt: 1, reason: { kind: 'proven_absent' }, atMs },
  held: { kind: 'held', attempt: 1, evidence: { kind: 'unreadable_too_long', sinceMs: atMs }, atMs },
  late: { kind: 'late', attempt: 1, venueOrderId: 'V', tradeCount: 1, atMs },
};

const events: { readonly [Kind in OrderEventKind]: Extract<OrderEvent, { kind: Kind }> } = {
  claimed: { kind: 'claimed', nonce, atMs },
  accepted: { kind: 'accepted', venueOrderId: 'V', atMs },
  already_exists: { kind: 'already_exists', atMs },
  rejected: { kind: 'rejected', code: 'funds_insufficient', venueCode: '0379', atMs },
  denied: { kind: 'denied', code: 'kill_switch_on', atMs },
  not_sent: { kind: 'not_sent', cause: 'connection_refused', atMs },
  lost: { kind: 'lost', cause: 'timeout', atMs },
  restarted: { kind: 'restarted', atMs },
  looked_up: { kind: 'looked_up', lookup: { atMs, orders: 'absent', trades: 'absent' }, atMs },
  found: { kind: 'found', venueOrderId: 'V', gone: false, atMs },
  gone: { kind: 'gone', atMs },
  fills_read: { kind: 'fills_read', venueOrderId: 'V', tradeCount: 2, atMs },
  trades_complete: { kind: 'trades_complete', atMs },
  proven_absent: { kind: 'proven_absent', atMs },
  skipped_by: { kind: 'skipped_by', reason: { kind: 'expired' }, atMs },
  held_by: {
    kind: 'held_by',
    evidence: { kind: 'contradiction', state: 'closing', event: 'accepted' },
    atMs,
  },
  cancel_sent: { kind: 'cancel_sent', atMs },
  looked_for_again: { kind: 'looked_for_again', nonce, journaledAtMs: atMs, atMs },
  closed_by_person: { kind: 'closed_by_person', atMs },
};

const stateList = Object.values(states);
const eventList = Object.values(events);

/** Where each event leads; `-` stays, nothing is impossible. */
const table: { readonly [S in OrderStateKind]: { readonly [E in OrderEventKind]?: OrderStateKind | '-' } } = {
  recorded: { claimed: 'submitting', skipped_by: 'skipped', held_by: 'held', restarted: '-' },
  submitting: {
    accepted: 'acknowledged',
    already_exists: 'acknowledged',
    rejected: 'skipped',
    denied: 'skipped',
    not_sent: 'recorded',
    lost: 'being_confirmed',
    restarted: 'being_confirmed',
  },
  acknowledged: {
    found: '-',
    gone: 'closing',
    fills_read: '-',
    trades_complete: 'done',
    looked_up: '-',
    held_by: 'held',
    cancel_sent: '-',
    restarted: '-',
  },
  being_confirmed: {
    looked_up: '-',
    found: 'acknowledged',
    already_exists: 'acknowledged',
    fills_read: 'acknowledged',
    proven_absent: 'skipped',
    held_by: 'held',
    restarted: '-',
  },
  closing: {
    fills_read: '-',
    found: '-',
    gone: '-',
    looked_up: '-',
    trades_complete: 'done',
    held_by: 'held',
    restarted: '-',
  },
  done: { found: '-', looked_up: '-', fills_read: 'late', restarted: '-' },
  skipped: { found: 'late', fills_read: 'late', already_exists: 'late', looked_up: '-', restarted: '-' },
  held: {
    found: 'late',
    fills_read: 'late',
    already_exists: 'late',
    looked_up: '-',
    looked_for_again: 'being_confirmed',
    closed_by_person: 'skipped',
    restarted: '-',
  },
  late: { found: '-', looked_up: '-', fills_read: 'late', restarted: '-' },
};

function tradesOf(state: OrderState): number | null {
  return 'tradeCount' in state ? state.tradeCount : null;
}

describe('transition()', () => {
  const pairs = stateList.flatMap((state) => eventList.map((event) => [state.kind, event.kind] as const));

  it.each(pairs)('transition() of %s by %s is what the table says', (stateKind, eventKind) => {
    const answer = transition(states[stateKind], events[eventKind]);
    const wanted = table[stateKind][eventKind];
    if (wanted === undefined) {
      expect(answer).toEqual({ kind: 'impossible', state: stateKind, event: eventKind });
      return;
    }
    const kind = wanted === '-' ? stateKind : wanted;
    expect(answer).toMatchObject({
      kind: wanted === '-' ? 'stayed' : 'moved',
      state: { kind, attempt: expect.any(Number) },
    });
  });

  const walks = fc.array(fc.constantFrom(...eventList), { maxLength: 40 });

  function walked(list: readonly OrderEvent[]): readonly OrderState[] {
    const passed = [recordedOrder({ atMs, validUntilMs: atMs + 3_600_000 })];
    for (const event of list) {
      const answer = transition(passed.at(-1) ?? states.recorded, event);
      if (answer.kind !== 'impossible') passed.push(answer.state);
    }
    return passed;
  }

  it('transition() never sends again after an outcome was unknown or the exchange answered', () => {
    fc.assert(
      fc.property(walks, (list) => {
        const kinds = walked(list).map(({ kind }) => kind);
        const firstSettled = kinds.findIndex((kind) => kind !== 'recorded' && kind !== 'submitting');
        if (firstSettled < 0) return;
        expect(kinds.slice(firstSettled)).not.toContain('recorded');
        expect(kinds.slice(firstSettled)).not.toContain('submitting');
      }),
    );
  });

  const steps = walks.map((list) => {
    const passed = walked(list);
    return passed.slice(1).map((state, position) => ({ before: passed[position] ?? state, state }));
  });

  it('transition() leaves a terminal state only for late, and a held one where a person says so', () => {
    fc.assert(
      fc.property(steps, (list) => {
        for (const { before, state } of list.filter((step) => isTerminal(step.before))) {
          const ways = before.kind === 'held' ? ['being_confirmed', 'skipped'] : [];
          expect([before.kind, 'late', ...ways]).toContain(state.kind);
        }
      }),
    );
  });

  it('transition() forgets no trade and never counts an attempt back', () => {
    fc.assert(
      fc.property(steps, (list) => {
        for (const { before, state } of list) {
          expect(state.attempt).toBeGreaterThanOrEqual(before.attempt);
          expect(tradesOf(state) ?? Infinity).toBeGreaterThanOrEqual(tradesOf(before) ?? 0);
        }
      }),
    );
  });

  it('transition() gives a new attempt a new number and a later time, and none beyond the validity', () => {
    expect(transition(states.submitting, events.not_sent)).toEqual({
      kind: 'moved',
      state: { kind: 'recorded', attempt: 2, notBeforeMs: atMs + 2_000, validUntilMs: atMs + 3_600_000 },
    });
    expect(transition({ ...states.submitting, validUntilMs: atMs + 2_000 }, events.not_sent)).toEqual({
      kind: 'moved',
      state: { kind: 'skipped', attempt: 1, reason: { kind: 'not_sent', cause: 'connection_refused' }, atMs },
    });
  });

  it('transition() goes straight to closing when a look-up shows the order already gone', () => {
    for (const state of [states.acknowledged, states.being_confirmed]) {
      const answer = transition(state, { ...events.found, gone: true });
      expect(answer.kind === 'moved' && answer.state.kind).toBe('closing');
    }
  });

  it('transition() calls an order that ended without a trade unfilled, and none done without a trade', () => {
    expect(transition({ ...states.closing, tradeCount: 0 }, events.trades_complete)).toMatchObject({
      state: { kind: 'skipped', reason: { kind: 'unfilled' } },
    });
    expect(transition({ ...states.acknowledged, tradeCount: 0 }, events.trades_complete).kind).toBe(
      'impossible',
    );
  });

  it('transition() says that an order was cancelled only where that was asked for', () => {
    const asked = transition({ ...states.acknowledged, tradeCount: 0 }, events.cancel_sent);
    if (asked.kind !== 'stayed') throw new Error('a cancellation moves nothing by itself');
    const gone = transition(asked.state, events.gone);
    if (gone.kind !== 'moved') throw new Error('an order that is gone is closing');
    expect(transition(gone.state, events.trades_complete)).toMatchObject({
      state: { kind: 'skipped', reason: { kind: 'cancelled' } },
    });
    const bought = transition(gone.state, { ...events.fills_read, tradeCount: 1 });
    expect(bought.kind === 'stayed' && transition(bought.state, events.trades_complete)).toMatchObject({
      state: { kind: 'done' },
    });
  });

  it('transition() keeps the evidence of look-ups, the newest twenty', () => {
    let state: OrderState = states.being_confirmed;
    for (let count = 1; count <= 25; count += 1) {
      const answer = transition(state, {
        kind: 'looked_up',
        atMs: count,
        lookup: { atMs: count, orders: 'absent', trades: 'unread' },
      });
      if (answer.kind === 'stayed') state = answer.state;
    }
    expect(state.kind === 'being_confirmed' && state.lookups.map((lookup) => lookup.atMs)).toEqual(
      Array.from({ length: 20 }, (_, position) => position + 6),
    );
  });

  it('retryDelayMs() doubles from two seconds and ends at five minutes', () => {
    expect([1, 2, 3].map(retryDelayMs)).toEqual([2_000, 4_000, 8_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (attempt) => {
        expect(retryDelayMs(attempt)).toBeLessThanOrEqual(retryDelayMaxMs);
        expect(retryDelayMs(attempt + 1)).toBeGreaterThanOrEqual(retryDelayMs(attempt));
      }),
    );
  });
});
