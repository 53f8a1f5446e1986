// The store of a tier, and what the suite does to it that the order pipeline itself never does.

import type { PipelineDeps } from '@mandato/server/orders/order-deps';
import type { OrderStore } from '@mandato/server/orders/order-store';
import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import type { MemoryTables } from '../memory-tables.ts';
import type { VirtualTime } from '../virtual-time.ts';

export interface AgreeStorage {
  readonly userId: string;
  readonly linkId: string;
  /** Its rows are those of `tables`, which are empty elsewhere. */
  readonly isInMemory: boolean;
  readonly tables: MemoryTables;
  /** The store, whose work `time` waits for. */
  readonly storeOn: (time: VirtualTime) => OrderStore;
  turn(scope: 'all' | 'account' | { readonly planId: string }, isStopped: boolean): Promise<void>;
  decide(deps: PipelineDeps, orderId: string, what: 'look_again' | 'close'): Promise<string>;
  /** What a link whose key is refused does to its plans. */
  pausePlans(atMs: number): Promise<void>;
  plans(): Promise<readonly PlanRow[]>;
  intents(): Promise<readonly IntentRow[]>;
  /** What its own check of the books finds. */
  findings(): Promise<readonly string[]>;
}
