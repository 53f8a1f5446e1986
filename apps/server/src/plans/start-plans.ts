// Starts the part of Mandato that acts by itself: finds due slots, works orders on, sweeps; wakes, and stops cleanly.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@mandato/primitives/ports';
import type { Jobs } from '../jobs/jobs.ts';
import type { NonceSource } from '../links/nonce-source.ts';
import { ensureKillSwitch } from '../orders/kill-switch.ts';
import { BookRulesCache } from '../orders/look-at-market.ts';
import type { OrderDeps, OrderLogger, VenueFor } from '../orders/order-deps.ts';
import { OrderRunner } from '../orders/run-orders.ts';
import { sweepLateOrders } from '../orders/sweep-late-orders.ts';
import type { Db } from '../store/database.ts';
import { SlotWatch } from './on-slot-due.ts';

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
}

export interface RunningPlans {
  /** Shared with the API, so that both see the same pipeline. */
  readonly deps: OrderDeps;
  readonly cache: BookRulesCache;
  /** Looks for due work now, if it was started. */
  wake(): void;
  /** Makes one full pass and waits until nothing is in hand; for tests and tools that drive the clock themselves. */
  runOnce(): Promise<void>;
  /** Sends nothing new and waits for the calls under way. */
  stop(): Promise<void>;
}

/** Never sleeps to a due time: clocks jump, machines sleep, and long timers overflow. */
const tickMs = 1_000;
const sandboxTickMs = 15;

/** How often orders are looked for in the store, and late ones swept. */
const orderPassMs = 250;
const sweepPassMs = 5_000;

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
  const { db, venueFor, nextNonce, marketClock, wallClock, monotonicMs, installId, logger } = needs;
  const owner = randomUUID();
  const deps: OrderDeps = {
    db,
    venueFor,
    nextNonce,
    marketClock,
    wallClock,
    monotonicMs,
    installId,
    owner,
    logger,
    jobs: needs.jobs,
  };
  const cache = new BookRulesCache(wallClock);
  const runner = new OrderRunner(deps, cache);
  const watch = new SlotWatch(deps, cache, { isAccelerated: needs.sandboxed });
  const loop = new Loop({ deps, runner, watch, tickMs: needs.sandboxed ? sandboxTickMs : tickMs });
  await ensureKillSwitch(db);
  await runner.recover();
  await needs.jobs?.onWake(() => loop.wake());
  return {
    deps,
    cache,
    start: () => loop.start(),
    wake: () => loop.wake(),
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

interface LoopParts {
  readonly deps: OrderDeps;
  readonly runner: OrderRunner;
  readonly watch: SlotWatch;
  readonly tickMs: number;
}

/** One pass at a time; a wake during a pass makes another pass follow. */
class Loop {
  readonly #deps: OrderDeps;
  readonly #runner: OrderRunner;
  readonly #watch: SlotWatch;
  readonly #tickMs: number;
  #timer: NodeJS.Timeout | null = null;
  #passing: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;
  #orderPassDueMs = 0;
  #sweepDueMs = 0;

  constructor(parts: LoopParts) {
    this.#deps = parts.deps;
    this.#runner = parts.runner;
    this.#watch = parts.watch;
    this.#tickMs = parts.tickMs;
  }

  start(): void {
    if (this.#isStopped || this.#timer !== null) return;
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
    this.#tick();
  }

  wake(): void {
    this.#isWoken = true;
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#passing;
  }

  async passAll(): Promise<void> {
    await this.#passing;
    await this.#pass({ orders: true, sweep: true });
  }

  #tick(): void {
    // A wake before the start, or after the stop, must not send anything.
    if (this.#timer === null || this.#isStopped || this.#passing !== null) return;
    const nowMs = this.#deps.monotonicMs();
    const orders = this.#isWoken || nowMs >= this.#orderPassDueMs;
    const sweep = nowMs >= this.#sweepDueMs;
    this.#isWoken = false;
    if (orders) this.#orderPassDueMs = nowMs + orderPassMs;
    if (sweep) this.#sweepDueMs = nowMs + sweepPassMs;
    this.#passing = this.#pass({ orders, sweep }).finally(() => {
      this.#passing = null;
      if (this.#isWoken) this.#tick();
    });
  }

  async #pass({ orders, sweep }: { readonly orders: boolean; readonly sweep: boolean }): Promise<void> {
    try {
      await this.#watch.pass((intentId) => this.#runner.take(intentId), { isWoken: orders });
      if (orders) await this.#runner.pass();
      if (sweep) await sweepLateOrders(this.#deps);
    } catch (error) {
      this.#deps.logger.error({ error }, 'looking for due work broke off');
    }
  }
}
