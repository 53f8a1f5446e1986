// What the order pipeline is given: the store, the clocks, the exchanges, and who it is.

import { createHash } from 'node:crypto';
import { mayPlaceOrders } from '@mandato/invest-core/link/link-status';
import type { Clock } from '@mandato/primitives/ports';
import type { Jobs } from '../jobs/jobs.ts';
import type { NonceSource } from '../links/nonce-source.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import type { Db } from '../store/database.ts';
import type { OrderPolicy } from './order-policy.ts';
import type { OrderStore } from './order-store.ts';
import type { Timers } from './timers.ts';

/** The exchange of a link with the link's status, or null when the link does not exist any more. */
export type VenueFor = (linkId: string) => Promise<LinkedVenue | null>;

/** The part of a logger that is used here. Never given a secret. */
export interface OrderLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What works orders on. Nothing else reaches the pipeline from outside, so all of it can be simulated. */
export interface PipelineDeps {
  readonly store: OrderStore;
  readonly venueFor: VenueFor;
  /** One for the whole process; also reads are signed with a nonce. */
  readonly nextNonce: NonceSource;
  /** Slots, and the times that people read. */
  readonly marketClock: Clock;
  /** Deadlines, validity, look-ups. */
  readonly wallClock: Clock;
  /** Never steps; measures how long a journal commit took. */
  readonly monotonicMs: () => number;
  readonly timers: Timers;
  readonly installId: string;
  /** Fresh for each start: whose sending an order is. */
  readonly owner: string;
  /** Nobody else works on this store: what another owner was sending, an earlier start of this process was. */
  readonly isOnlyProcess: boolean;
  readonly logger: OrderLogger;
  readonly policy: OrderPolicy;
}

/** What the API's own work on plans is given as well. */
export interface OrderDeps extends PipelineDeps {
  readonly db: Db;
  /** Wakes other processes on the same database; null where there are none. */
  readonly jobs: Jobs | null;
}

/** SHA-256 by the platform, for order ids. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** Whether orders may be tried through a link; an exchange that was out of reach may be back. */
export function isLinkUsable(link: LinkedVenue | null): link is LinkedVenue {
  return link !== null && mayPlaceOrders({ kind: link.status });
}
