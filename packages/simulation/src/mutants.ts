// Bugs planted one at a time, to prove that the simulation would see them; each is a wrong rule that looked right to someone.

import type { OrderEvent, OrderState } from '@mandato/invest-core/order/order-state';
import { type Transition, transition } from '@mandato/invest-core/order/transition';
import type { Venue } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { OrderStore, OrderTx } from '@mandato/server/orders/order-store';
import { bookkeepingMutants } from './mutants-of-books.ts';
import { pairMutants, ruleMutants } from './mutants-of-rules.ts';
import { type Mutation, noMutation } from './mutation.ts';
import type { ConfigName } from './sim-config.ts';
import { greenQuote, pictureOf } from './sim-market.ts';
import type { Swarm } from './swarm.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One planted bug. `plant` makes it fresh for each run. */
export interface Mutant {
  readonly name: string;
  /** What somebody thought was good enough. */
  readonly belief: string;
  readonly plant: () => Mutation;
  /** Seeds in which it can show at all; every seed when left out. */
  readonly shows?: (swarm: Swarm) => boolean;
  /** Where it can show; `assumed` when left out. */
  readonly config?: ConfigName;
}

/** Every bug that is planted. */
export function mutants(): readonly Mutant[] {
  return [
    ...answerMutants,
    ...lookMutants,
    ...sendMutants,
    ...bookkeepingMutants,
    ...ruleMutants,
    ...pairMutants,
  ];
}

/** The table, hearing another event than the one that happened. */
function hearing(hear: (state: OrderState, event: OrderEvent) => OrderEvent): Partial<Mutation> {
  return { policy: { transition: (state, event) => transition(state, hear(state, event)) } };
}

function mutant(name: string, belief: string, change: Partial<Mutation>): Mutant {
  return { name, belief, plant: () => ({ ...noMutation, ...change }) };
}

/** The exchange's answers to placements, read differently. */
function answering(read: (status: number, body: string) => boolean): Partial<Mutation> {
  return {
    answer: async (intent, coming): Promise<VenueAnswer> => {
      const answer = await coming;
      if (intent.kind !== 'place_market_buy' || answer.kind !== 'answered') return answer;
      if (!read(answer.status, answer.body)) return answer;
      return { ...answer, status: 400, body: '{"success":false,"error":{"code":"0310","message":"no"}}' };
    },
  };
}

const answerMutants: readonly Mutant[] = [
  mutant(
    'naive_retry',
    'no answer means that it was not placed',
    hearing((_, event) =>
      event.kind === 'lost' ? { kind: 'not_sent', cause: 'connection_refused', atMs: event.atMs } : event,
    ),
  ),
  mutant('same_id_retry', 'the exchange refuses an id twice, so sending again is safe', {
    venue: (venue): Venue => ({
      ...venue,
      placeOrder: async (order, nonce) => {
        const first = await venue.placeOrder(order, nonce);
        if (first.kind !== 'lost') return first;
        return venue.placeOrder(order, (BigInt(nonce) + 1n).toString());
      },
    }),
  }),
  mutant(
    'lost_is_failed',
    'no answer means that it failed',
    hearing((_, event) =>
      event.kind === 'lost'
        ? { kind: 'rejected', code: 'rejected_otherwise', venueCode: '0000', atMs: event.atMs }
        : event,
    ),
  ),
  mutant(
    'lost_is_accepted',
    'no answer means that it is under way',
    hearing((_, event) =>
      event.kind === 'lost' ? { kind: 'accepted', venueOrderId: 'unknown', atMs: event.atMs } : event,
    ),
  ),
  mutant(
    'crash_is_not_sent',
    'what was being sent when the process died never left',
    hearing((state, event) =>
      event.kind === 'restarted' && state.kind === 'submitting'
        ? { kind: 'not_sent', cause: 'egress_unavailable', atMs: event.atMs }
        : event,
    ),
  ),
  mutant(
    'nonce_error_is_final',
    'a refused nonce means a refused order',
    answering((status, body) => status === 401 && body.includes('020')),
  ),
  mutant(
    'server_error_is_final',
    'a 5xx means a refused order',
    answering((status) => status >= 500),
  ),
  mutant(
    'rate_limit_is_final',
    'a 429 or 420 means a refused order',
    answering((status) => status === 429 || status === 420),
  ),
  mutant(
    'odd_answer_is_final',
    'an answer that cannot be read is a failure',
    answering((status, body) => status === 200 && body.startsWith('<')),
  ),
  mutant('accepted_is_bought', 'an accepted order is a bought one', {
    policy: {
      transition: (state, event): Transition => {
        if (state.kind !== 'submitting' || event.kind !== 'accepted') return transition(state, event);
        const { attempt } = state;
        const { venueOrderId, atMs } = event;
        return { kind: 'moved', state: { kind: 'done', attempt, venueOrderId, tradeCount: 0, atMs } };
      },
    },
  }),
];

/** After the proof of absence the order is sent again. */
const resendingAfterProof = (state: OrderState, event: OrderEvent): Transition => {
  if (event.kind !== 'proven_absent' || state.kind !== 'being_confirmed') return transition(state, event);
  const { atMs } = event;
  return {
    kind: 'moved',
    state: {
      kind: 'recorded',
      attempt: state.attempt + 1,
      notBeforeMs: atMs,
      validUntilMs: atMs + 6 * 3_600_000,
    },
  };
};

const withoutTrades = (venue: Venue): Venue => ({
  ...venue,
  readOrderTrades: async () => ({ kind: 'read', value: { kind: 'none_found' } }),
});

const lookMutants: readonly Mutant[] = [
  mutant('open_orders_then_resend', 'what is not among open orders was not placed', {
    policy: { requestWindowMs: 0, settleTimeMs: 0, transition: resendingAfterProof },
    venue: withoutTrades,
  }),
  mutant('look_then_resend', 'two looks at once in both places prove that it was not placed', {
    policy: { requestWindowMs: 0, settleTimeMs: 0, transition: resendingAfterProof },
  }),
  mutant('no_settle_time', 'once the request is too old, an empty look is a proof', {
    policy: { settleTimeMs: 0 },
  }),
  mutant('no_fence', 'a request that was sent has arrived or never will', { policy: { requestWindowMs: 0 } }),
  mutant('read_back_open_only', 'the open orders say what became of an order', { venue: withoutTrades }),
  mutant('close_without_grace', 'the trades that are listed are all there are', {
    policy: { areTradesComplete: () => true },
  }),
  mutant('unread_is_empty', 'a look that failed saw nothing', {
    venue: (venue): Venue => ({
      ...venue,
      findOrder: async (orderId, nonce) => {
        const found = await venue.findOrder(orderId, nonce);
        return found.kind === 'unread' ? { kind: 'read', value: null } : found;
      },
      readOrderTrades: async (orderId, nonce) => {
        const found = await venue.readOrderTrades(orderId, nonce);
        return found.kind === 'unread' ? { kind: 'read', value: { kind: 'none_found' } } : found;
      },
    }),
  }),
  mutant(
    'looks_forgotten',
    'the last look is enough to remember',
    hearing((state, event) =>
      event.kind === 'looked_up' && state.kind === 'being_confirmed'
        ? { ...event, lookup: { ...event.lookup, trades: 'unread' } }
        : event,
    ),
  ),
  mutant('crash_is_forgotten', 'nobody needs to look after what a dead process was sending', {
    policy: {
      transition: (state, event) =>
        event.kind === 'restarted' ? { kind: 'stayed', state } : transition(state, event),
    },
  }),
];

const sendMutants: readonly Mutant[] = [
  mutant('no_send_deadline', 'a journaled order may leave whenever its process gets to it', {
    policy: { sendDeadlineMs: Number.POSITIVE_INFINITY },
  }),
  mutant('sent_twice', 'sending an order once more does no harm', {
    venue: (venue): Venue => ({
      ...venue,
      placeOrder: async (order, nonce) => {
        const first = await venue.placeOrder(order, nonce);
        if (first.kind === 'accepted') await venue.placeOrder(order, (BigInt(nonce) + 1n).toString());
        return first;
      },
    }),
  }),
  mutant('market_gate_off', 'a price is a price', {
    deps: (deps) => ({
      ...deps,
      venueFor: async (linkId) => {
        const link = await deps.venueFor(linkId);
        if (link === null) return null;
        const readMarket = async () =>
          ({ kind: 'read', value: pictureOf(greenQuote, deps.marketClock.nowMs()) }) as const;
        return { ...link, publicVenue: { ...link.publicVenue, readMarket } };
      },
    }),
  }),
  {
    ...mutant('others_work_taken_over', 'what somebody else is sending when we start is lost', {
      deps: (deps) => ({ ...deps, isOnlyProcess: true }),
    }),
    shows: ({ workers, isAtOnce, plansPerUser, network, process }) =>
      workers > 1 &&
      isAtOnce &&
      plansPerUser > 1 &&
      network.replyLost > 0.04 &&
      process.othersCrashAtPoint > 0.03,
  },
  mutant('wrong_key', 'all links are alike', {
    deps: (deps) => ({
      ...deps,
      venueFor: (linkId) => deps.venueFor(linkId === 'link-2' ? 'link-1' : linkId),
    }),
  }),
  mutant('kill_when_planning_only', 'an order that was recorded before the kill may still leave', {
    tx: (tx) => {
      let isJournal = false;
      return {
        ...tx,
        lockIntent: (intentId) => {
          isJournal = true;
          return tx.lockIntent(intentId);
        },
        readKillSwitch: (of) =>
          isJournal ? Promise.resolve({ isKilled: false, generation: 0 }) : tx.readKillSwitch(of),
      };
    },
  }),
  mutant('kill_ignored', 'nobody needs a kill switch', {
    tx: (tx) => ({ ...tx, readKillSwitch: async () => ({ isKilled: false, generation: 0 }) }),
  }),
  {
    ...mutant('account_stop_ignored', 'only the switch of everybody stops anybody', {
      tx: (tx) => ({ ...tx, readKillSwitch: (of) => tx.readKillSwitch({ ...of, userId: '' }) }),
    }),
    shows: ({ process }) => process.stops > 0,
  },
  {
    ...mutant('plan_stop_ignored', 'whoever wants to stop one plan can pause it', {
      tx: (tx) => ({ ...tx, readKillSwitch: (of) => tx.readKillSwitch({ ...of, planId: '' }) }),
    }),
    shows: ({ process }) => process.stops > 0,
  },
  {
    ...mutant('open_orders_left', 'a stop is for orders that have not been sent', {
      store: (store) => ({ ...store, isStopped: async () => false }),
    }),
    shows: ({ exchange }) => exchange.rests > 0,
  },
  {
    ...mutant('stop_heard_late', 'an order that rests hears of a stop when it is looked at again', {
      store: (store) => ({ ...store, stopGeneration: async () => 0 }),
    }),
    shows: ({ exchange }) => exchange.rests > 0.1,
  },
  {
    name: 'sent_before_journal',
    belief: 'the journal can be written after sending',
    plant: () => ({
      ...noMutation,
      store: (store, time) => ({
        ...store,
        transaction: (work) => pretendToJournal(store, time, work),
      }),
    }),
  },
  mutant('lane_free_for_all', 'two calls with one key at once do no harm', {
    tx: (tx) => ({
      ...tx,
      claimLane: async (linkId, by) => {
        const claimed = await tx.claimLane(linkId, by);
        return claimed ?? tx.claimLane(linkId, { ...by, nowMs: by.nowMs + 3_600_000 });
      },
    }),
  }),
];

class Undone extends Error {}

/** Answers what `work` answers; where it would journal an attempt, the writing itself comes later. */
async function pretendToJournal<T>(
  store: OrderStore,
  time: VirtualTime,
  work: (tx: OrderTx) => Promise<T>,
): Promise<T> {
  const pretended: { value: T }[] = [];
  try {
    return await store.transaction(async (tx) => {
      let isJournal = false;
      const insertAttempt = async () => {
        isJournal = true;
      };
      const value = await work({ ...tx, insertAttempt });
      if (!isJournal) return value;
      pretended.push({ value });
      throw new Undone();
    });
  } catch (error) {
    const [first] = pretended;
    if (first === undefined || !(error instanceof Undone)) throw error;
    time.after(300, () => void store.transaction(work));
    return first.value;
  }
}
