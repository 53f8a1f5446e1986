// Planted bugs of the books: what is set aside, what is booked, and which slot has which row.

import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import type { Mutant } from './mutants.ts';
import { type Mutation, noMutation } from './mutation.ts';

function mutant(name: string, belief: string, tx: Mutation['tx']): Mutant {
  return { name, belief, plant: () => ({ ...noMutation, tx }) };
}

export const bookkeepingMutants: readonly Mutant[] = [
  {
    name: 'no_trade_dedupe',
    belief: 'a trade that is listed again is another trade',
    plant: () => {
      let copies = 0;
      const tx: Mutation['tx'] = (inner) => ({
        ...inner,
        insertFills: async (fills) => {
          const fresh = await inner.insertFills(fills);
          const known = new Set(fresh.map(({ tradeId }) => tradeId));
          const again = fills.filter(({ tradeId }) => !known.has(tradeId));
          copies += 1;
          const copied = again.map((fill) => ({ ...fill, tradeId: `${fill.tradeId}.${copies}` }));
          return [...fresh, ...(await inner.insertFills(copied))];
        },
      });
      return { ...noMutation, tx };
    },
  },
  mutant('no_reservation', 'what is not spent yet can be spent', (tx) => ({
    ...tx,
    addToPlan: (planId, { reserved: _, ...change }) => tx.addToPlan(planId, change),
    promisedOnLink: async () => 0n,
  })),
  mutant('budget_ignored', 'a plan spends what its slots say', (tx) => ({
    ...tx,
    lockPlan: async (planId) => {
      const plan = await tx.lockPlan(planId);
      return plan === null ? null : { ...plan, budgetMax: null };
    },
  })),
  mutant('released_while_unknown', 'an order without an answer needs nothing set aside', (tx) => ({
    ...tx,
    updateIntent: async (intent, from) => {
      const isWritten = await tx.updateIntent(intent, from);
      if (intent.stateKind !== 'being_confirmed' || from === 'being_confirmed') return isWritten;
      const left = (await tx.lockReservation(intent.intentId)) ?? 0n;
      await tx.setReservationLeft(intent.intentId, 0n);
      await tx.addToPlan(intent.planId, { reserved: -left });
      return isWritten;
    },
  })),
  mutant('release_forgotten', 'what was set aside is used', (tx) => ({
    ...tx,
    setReservationLeft: async (intentId, left) => {
      if (left > 0n) await tx.setReservationLeft(intentId, left);
    },
  })),
  mutant('ledger_line_lost', 'the fee needs no second line', (tx) => ({
    ...tx,
    insertLedger: (entries) => tx.insertLedger(entries.slice(0, -1)),
  })),
  mutant('fee_not_booked', 'a fee is nobody’s business', (tx) => ({
    ...tx,
    insertLedger: (entries) => tx.insertLedger(entries.filter(({ line }) => line < 4)),
  })),
  mutant('partial_is_whole', 'an order spends what it was given', (tx) => ({
    ...tx,
    insertFills: async (fills) => {
      const intent = fills[0] === undefined ? null : await tx.lockIntent(fills[0].intentId);
      if (intent === null) return tx.insertFills(fills);
      return tx.insertFills(
        fills.map((fill, row) => (row > 0 ? fill : { ...fill, notional: intent.notional })),
      );
    },
  })),
  mutant('missed_slots_untold', 'a slot that bought nothing needs no row', (tx) => ({
    ...tx,
    insertIntent: async (intent) =>
      intent.state.kind === 'skipped' && intent.state.reason.kind === 'missed'
        ? null
        : tx.insertIntent(intent),
  })),
  mutant('work_forgotten', 'whoever sent an order will also read it back', (tx) => ({
    ...tx,
    updateIntent: (intent, from) =>
      tx.updateIntent(intent.stateKind === 'acknowledged' ? { ...intent, nextWorkAtMs: null } : intent, from),
  })),
  slotGuardInMemory(),
  {
    name: 'answer_without_state',
    belief: 'an answer settles an order whatever it does by now',
    plant: () => ({
      ...noMutation,
      tx: (tx) => {
        const first = new Map<string, IntentRow>();
        return {
          ...tx,
          lockIntent: async (intentId) => {
            const intent = await tx.lockIntent(intentId);
            if (intent === null || intent.state.kind !== 'being_confirmed') return intent;
            const { attempt, nonce, journaledAtMs } = intent.state;
            const validUntilMs = intent.validUntilMs;
            const state = { kind: 'submitting', attempt, nonce, journaledAtMs, validUntilMs } as const;
            first.set(intentId, intent);
            return { ...intent, state, stateKind: 'submitting' };
          },
          updateIntent: (intent, from) => {
            const kept = first.get(intent.intentId);
            return tx.updateIntent(intent, kept === undefined ? from : kept.stateKind);
          },
        };
      },
    }),
  },
];

/** Each process remembers by itself which slots it has answered for. */
function slotGuardInMemory(): Mutant {
  return {
    name: 'slot_guard_in_memory',
    belief: 'a process knows which slots it has answered for',
    plant: () => ({
      ...noMutation,
      tx: (tx) => ({
        ...tx,
        insertIntent: async (intent) => {
          const inserted = await tx.insertIntent(intent);
          if (inserted !== null) return inserted;
          const twin = { ...intent, intentId: `${intent.intentId}x`, slotKey: `${intent.slotKey}x` };
          return tx.insertIntent({ ...twin, orderId: `${intent.intentId}x-1` });
        },
      }),
      deps: (deps) => {
        const marks = new Map<string, { answeredUntilMs: number; nextSlotAtMs: number | null }>();
        return {
          ...deps,
          store: {
            ...deps.store,
            transaction: (work) =>
              deps.store.transaction((tx) =>
                work({
                  ...tx,
                  lockPlan: async (planId) => {
                    const plan = await tx.lockPlan(planId);
                    const mark = marks.get(planId);
                    return plan === null || mark === undefined ? plan : { ...plan, ...mark };
                  },
                  markAnswered: async (planId, mark) => {
                    marks.set(planId, mark);
                    await tx.markAnswered(planId, mark);
                  },
                }),
              ),
            plansByNextSlot: async (countMax) => {
              const plans = await deps.store.plansByNextSlot(countMax);
              return plans.map((plan) => ({ ...plan, ...marks.get(plan.planId) }));
            },
          },
        };
      },
    }),
  };
}
