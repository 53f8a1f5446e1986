// Tier A: the pipeline's store in memory.

import { closeHeldIn, lookForHeldAgainIn } from '@mandato/server/orders/decide-held';
import { memoryOrderStore, turnKillSwitch } from '../memory-order-store.ts';
import { MemoryTables } from '../memory-tables.ts';
import type { AgreeStorage } from './agree-storage.ts';

/** Fresh tables of one person. */
export function memoryStorage(): AgreeStorage {
  const tables = new MemoryTables();
  const store = memoryOrderStore(tables);
  const [userId, linkId] = ['user', 'link-1'];
  return {
    userId,
    linkId,
    isInMemory: true,
    tables,
    storeOn: () => store,
    turn: async (scope, isStopped) => {
      if (scope === 'all') turnKillSwitch(tables, isStopped, 'all');
      else if (scope === 'account') turnKillSwitch(tables, isStopped, { kind: 'account', userId });
      else turnKillSwitch(tables, isStopped, { kind: 'plan', planId: scope.planId });
    },
    decide: (deps, orderId, what) =>
      store.transaction(async (tx) => {
        const intent = [...tables.intents.values()].find((row) => row.orderId === orderId);
        if (intent?.state.kind !== 'held') return 'order_not_held';
        if (what === 'close') await closeHeldIn(tx, deps, intent);
        else await lookForHeldAgainIn(tx, deps, { intent, attempt: tables.attempts.get(orderId) });
        return 'ok';
      }),
    pausePlans: (atMs) =>
      store.transaction(async (tx) => {
        const state = { kind: 'paused', reason: 'link_not_usable', sinceMs: atMs } as const;
        for (const planId of tables.plans.keys()) await tx.pauseActivePlan(planId, state);
      }),
    plans: async () => [...tables.plans.values()],
    intents: async () => [...tables.intents.values()],
    findings: async () => [],
  };
}
