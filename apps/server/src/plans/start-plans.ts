// Starts the part of Mandato that acts by itself: finds due slots, works orders on, sweeps; wakes, and stops cleanly.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@mandato/primitives/ports';
import type { Jobs } from '../jobs/jobs.ts';
import type { NonceSource } from '../links/nonce-source.ts';
import type { LinkShare } from '../orders/link-share.ts';
import { BookRulesCache } from '../orders/look-at-market.ts';
import { meteredVenues } from '../orders/metered-venues.ts';
import type { OrderDeps, OrderLogger, PipelineDeps, VenueFor } from '../orders/order-deps.ts';
import { defaultOrderPolicy, type OrderPolicy } from '../orders/order-policy.ts';
import { orderedReads } from '../orders/ordered-reads.ts';
import { type OwnTradeStore, ownTradeStore } from '../orders/own-trade-store.ts';
import { OrderRunner } from '../orders/run-orders.ts';
import { sqlOrderStore } from '../orders/sql-order-store.ts';
import { systemTimers } from '../orders/timers.ts';
import type { Db } from '../store/database.ts';
import { DueWorkLoop } from './due-work-loop.ts';
import { followZoneRules } from './follow-zone-rules.ts';
import { SlotWatch } from './on-slot-due.ts';
import { waitForZones } from './wait-for-zones.ts';

export interface PlansNeeds {
  readonly db: Db;
  readonly venueFor: VenueFor;
  readonly nextNonce: NonceSource;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly monotonicMs: () => number;
  readonly installId: string;
  /** The market clock runs faster than the wall clock: look for due slots every few milliseconds. */
  readonly sandboxed: boolean;
  readonly logger: OrderLogger;
  /** Wakes processes on the same database up; without it only the clock does. Stopped by whoever started it. */
  readonly jobs: Jobs | null;
  /** Nobody else works on this database, so that what was being sent is unknown at once, not after its lease. */
  readonly isOnlyProcess: boolean;
  /** Where several processes work on this database: which links are this one's turn. Stopped by whoever made it. */
  readonly share?: LinkShare | null;
  /** Rules that differ from the default: the exchange's window and settle time, once they are measured. */
  readonly policy?: Partial<OrderPolicy>;
}

export interface RunningPlans {
  /** Shared with the API, so that both see the same pipeline. */
  readonly deps: OrderDeps;
  readonly cache: BookRulesCache;
  /** Looks for due work now, if it was started. */
  wake(): void;
  /** As `wake`, and nothing that waits goes on waiting: a switch was turned. */
  rouse(): void;
  /** Makes one full pass and waits until nothing is in hand; for tests and tools that drive the clock themselves. */
  runOnce(): Promise<void>;
  /** Sends nothing new and waits for the calls under way. */
  stop(): Promise<void>;
}

/** Never sleeps to a due time: clocks jump, machines sleep, and long timers overflow. */
const tickMs = 1_000;
const sandboxTickMs = 15;

/** How long a stop waits for the exchange's answers. */
const stopMaxMs = 20_000;

/** Recovers what a previous process left, then looks for due work until `stop`. */
export async function startPlans(needs: PlansNeeds): Promise<RunningPlans> {
  const plans = await preparePlans(needs);
  plans.start();
  return plans;
}

/** As `startPlans`, but nothing is looked for, and nothing sent, before `start` or `runOnce` is called. */
export async function preparePlans(needs: PlansNeeds): Promise<RunningPlans & { start(): void }> {
  const { db, venueFor, nextNonce, marketClock, wallClock, monotonicMs, installId, logger, jobs } = needs;
  const deps: OrderDeps = {
    db,
    store: sqlOrderStore(db, jobs, needs.share ?? null),
    venueFor,
    nextNonce,
    marketClock,
    wallClock,
    monotonicMs,
    timers: systemTimers,
    installId,
    owner: randomUUID(),
    isOnlyProcess: needs.isOnlyProcess,
    logger,
    policy: { ...defaultOrderPolicy, ...needs.policy },
    jobs,
  };
  const { paused, resumed } = await waitForZones(db, marketClock.nowMs());
  const moved = await followZoneRules(db);
  const zoneRules = process.versions['tz'];
  logger.info({ zoneRules, moved, paused, resumed }, 'slots follow the zone rules of this version');
  const pipeline = await preparePipeline(deps, {
    isAccelerated: needs.sandboxed,
    ownTrades: ownTradeStore(db),
  });
  const { cache, runner, watch, loop } = pipeline;
  await jobs?.onWake(() => loop.wake());
  return {
    deps,
    cache,
    start: () => loop.start(needs.sandboxed ? sandboxTickMs : tickMs),
    wake: () => loop.wake(),
    rouse: () => loop.rouse(),
    runOnce: async () => {
      await loop.passAll();
      await watch.idle();
      await runner.idle();
    },
    stop: async () => {
      const stopped = loop.stop().then(() => Promise.all([watch.idle(), runner.stop()]));
      // What is still under way then is found submitting by the next start, and looked up.
      await Promise.race([stopped, sleep(stopMaxMs, undefined, { ref: false })]);
    },
  };
}

/** The working parts of one process, on any store and any clock. */
export interface Pipeline {
  readonly cache: BookRulesCache;
  readonly runner: OrderRunner;
  readonly watch: SlotWatch;
  readonly loop: DueWorkLoop;
}

/** Recovers what other processes left; nothing is looked for before the loop runs. */
export async function preparePipeline(
  deps: PipelineDeps,
  options: { readonly isAccelerated: boolean; readonly ownTrades: OwnTradeStore | null },
): Promise<Pipeline> {
  const cache = new BookRulesCache(deps.wallClock);
  const { monotonicMs, policy } = deps;
  const callsMax = policy.callsPerMinuteMax;
  const venueFor = meteredVenues(orderedReads(deps.venueFor, deps), { monotonicMs, callsMax });
  const metered = { ...deps, venueFor };
  const runner = new OrderRunner(metered, cache);
  const watch = new SlotWatch(metered, cache, options);
  const loop = new DueWorkLoop({ deps: metered, runner, watch, ownTrades: options.ownTrades });
  await deps.store.ensureKillSwitch();
  await runner.recover();
  return { cache, runner, watch, loop };
}
