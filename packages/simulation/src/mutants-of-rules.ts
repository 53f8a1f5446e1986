// Planted bugs of the rules around orders: whose plan it is, what is written down first, how often to ask, what a disk is.

import type { Venue } from '@mandato/invest-core/venue/venue';
import type { Mutant } from './mutants.ts';
import { type Mutation, noMutation } from './mutation.ts';

function mutant(name: string, belief: string, change: Partial<Mutation>): Mutant {
  return { name, belief, plant: () => ({ ...noMutation, ...change }) };
}

const askMany = async <T>(ask: () => Promise<T>): Promise<T> => {
  const [first] = await Promise.all([ask(), ...Array.from({ length: 19 }, ask)]);
  return first;
};

export const ruleMutants: readonly Mutant[] = [
  mutant('known_id_is_enough', 'whoever knows the id of a plan owns it', {
    tx: (tx) => ({ ...tx, lockOwnPlan: ({ planId }) => tx.lockPlan(planId) }),
  }),
  mutant('order_untold', 'the audit trail need not say what was going to be done', {
    tx: (tx) => ({
      ...tx,
      recordActivity: async (line) => {
        if (line.code !== 'order_recorded') await tx.recordActivity(line);
      },
    }),
  }),
  mutant('pause_while_sending', 'a paused plan still sends what it has recorded', {
    tx: (tx) => ({
      ...tx,
      readPlan: async (planId) => {
        const plan = await tx.readPlan(planId);
        return plan === null ? null : { ...plan, state: { kind: 'active' }, stateKind: 'active' };
      },
    }),
  }),
  mutant('asks_all_the_time', 'asking twenty times brings the answer sooner', {
    venue: (venue): Venue => {
      let nonce = 0n;
      const fresh = (from: string) => {
        nonce = BigInt(from) > nonce ? BigInt(from) : nonce + 1n;
        return nonce.toString();
      };
      return {
        ...venue,
        readOrderTrades: (orderId, from) => askMany(() => venue.readOrderTrades(orderId, fresh(from))),
      };
    },
  }),
  {
    ...mutant('disk_says_written', 'a commit is durable when the database says so', { isSynced: false }),
    shows: ({ process }) => process.powerLosses > 0,
  },
  {
    name: 'one_press_two_buys',
    belief: 'every press of a button is a wish of its own',
    plant: () => {
      let presses = 0;
      return {
        ...noMutation,
        tx: (tx) => ({
          ...tx,
          hasOpenIntent: async () => false,
          insertIntent: (intent) => {
            if (!intent.slotKey.startsWith('now-')) return tx.insertIntent(intent);
            presses += 1;
            const intentId = `${intent.intentId}${presses}`;
            const slotKey = `${intent.slotKey}-${presses}`;
            return tx.insertIntent({ ...intent, intentId, slotKey, orderId: `${intentId}-1` });
          },
        }),
      };
    },
    shows: ({ process }) => process.personActs > 3,
  },
];

/** Bugs that another rule makes harmless, each with that rule taken away as well: together they have to be seen. */
export const pairMutants: readonly Mutant[] = [
  {
    ...mutant(
      'pair_no_fence_and_reads_apart',
      'with nonces by order, any later read fences; a second key reads as well',
      {
        policy: { requestWindowMs: 0, settleTimeMs: 30_000 },
        readsHaveOwnKey: true,
      },
    ),
    config: 'ordered',
    shows: ({ network }) => network.slow > 0.02 && network.slowMeanMs > 40_000,
  },
  {
    ...mutant(
      'pair_no_epoch_and_no_state',
      'neither who holds the lane nor what the order does by now matters to an answer',
      {
        tx: (tx) => ({
          ...tx,
          lockIntent: async (intentId) => {
            const intent = await tx.lockIntent(intentId);
            if (intent?.state.kind !== 'being_confirmed') return intent;
            const { attempt, nonce, journaledAtMs } = intent.state;
            const state = {
              kind: 'submitting',
              attempt,
              nonce,
              journaledAtMs,
              validUntilMs: intent.validUntilMs,
            } as const;
            return { ...intent, state, stateKind: 'submitting' };
          },
          updateIntent: async (intent, from) =>
            (await tx.updateIntent(intent, from)) || tx.updateIntent(intent, 'being_confirmed'),
        }),
      },
    ),
    shows: ({ workers, process }) => workers > 1 && process.pauses > 2,
  },
];
