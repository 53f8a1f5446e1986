// A planted bug, as changes to what the pipeline is given; the pipeline's own code stays as it is.

import type { Venue } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import type { PipelineDeps } from '@mandato/server/orders/order-deps';
import type { OrderPolicy } from '@mandato/server/orders/order-policy';
import type { OrderStore, OrderTx } from '@mandato/server/orders/order-store';
import type { VirtualTime } from './virtual-time.ts';

export interface Mutation {
  readonly policy: Partial<OrderPolicy>;
  /** False: a commit is answered before it is on the disk. */
  readonly isSynced: boolean;
  /** True: reads are signed with a key of their own, whose nonces have nothing to do with those of orders. */
  readonly readsHaveOwnKey: boolean;
  readonly deps: (deps: PipelineDeps) => PipelineDeps;
  readonly store: (store: OrderStore, time: VirtualTime) => OrderStore;
  readonly tx: (tx: OrderTx) => OrderTx;
  readonly venue: (venue: Venue) => Venue;
  readonly answer: (intent: VenueIntent, answer: Promise<VenueAnswer>) => Promise<VenueAnswer>;
}

/** Nothing planted. */
export const noMutation: Mutation = {
  policy: {},
  isSynced: true,
  readsHaveOwnKey: false,
  deps: (deps) => deps,
  store: (store) => store,
  tx: (tx) => tx,
  venue: (venue) => venue,
  answer: (_intent, answer) => answer,
};
