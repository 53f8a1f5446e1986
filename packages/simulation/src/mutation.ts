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
  readonly deps: (deps: PipelineDeps) => PipelineDeps;
  readonly store: (store: OrderStore, time: VirtualTime) => OrderStore;
  readonly tx: (tx: OrderTx) => OrderTx;
  readonly venue: (venue: Venue) => Venue;
  readonly answer: (intent: VenueIntent, answer: Promise<VenueAnswer>) => Promise<VenueAnswer>;
}

/** Nothing planted. */
export const noMutation: Mutation = {
  policy: {},
  deps: (deps) => deps,
  store: (store) => store,
  tx: (tx) => tx,
  venue: (venue) => venue,
  answer: (_intent, answer) => answer,
};
