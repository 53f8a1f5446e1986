// One process of the simulation: the real pipeline on simulated ports, which may die, stall and start again.

import type { PublicVenue, Quote, ReadOutcome } from '@mandato/invest-core/venue/venue';
import { nonceSource } from '@mandato/server/links/nonce-source';
import type { LinkedVenue } from '@mandato/server/links/venue-for-link';
import type { BookRulesCache } from '@mandato/server/orders/look-at-market';
import type { OrderLogger, PipelineDeps } from '@mandato/server/orders/order-deps';
import type { FaultPoint, OrderPolicy } from '@mandato/server/orders/order-policy';
import type { DueOrder, OrderStore, OrderTx } from '@mandato/server/orders/order-store';
import { type Pipeline, preparePipeline } from '@mandato/server/plans/start-plans';
import { bitsoVenue } from '@mandato/venue-bitso/bitso-venue';
import type { CallMeter } from './call-meter.ts';
import type { CalmWatch } from './calm-watch.ts';
import type { Draws } from './draws.ts';
import type { Findings } from './findings.ts';
import type { MemoryTables } from './memory-tables.ts';
import { strikeAtMoment } from './moment-faults.ts';
import type { Mutation } from './mutation.ts';
import type { OwnWorld } from './own-world.ts';
import { canary } from './sim-exchange.ts';
import { pictureOf, simRules } from './sim-market.ts';
import type { SimNetwork, SimRequest } from './sim-network.ts';
import { type SimStorage, StorageFailed } from './sim-storage.ts';
import type { Swarm } from './swarm.ts';
import type { Cancel, VirtualTime } from './virtual-time.ts';
import type { Actor, CommitWatch } from './watch-commits.ts';
import { WatchedTx } from './watched-tx.ts';

/** Everything that all workers of a run share. */
export interface SimWorld {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly swarm: Swarm;
  readonly tables: MemoryTables;
  /** The pipeline's store on those tables. */
  readonly store: OrderStore;
  readonly network: SimNetwork;
  readonly watch: Pick<CommitWatch, 'watched' | 'onDeath' | 'onPowerBack' | 'acknowledgedAtMs'>;
  readonly storage: SimStorage;
  readonly meter: CallMeter;
  readonly calm: CalmWatch;
  readonly policy: OrderPolicy;
  readonly findings: Findings;
  readonly mutation: Mutation;
  readonly startMs: number;
  readonly workers: readonly SimWorker[];
  isQuiet: boolean;
  /** How often something struck at a moment of an order; see `momentStrikesMax`. */
  momentStrikes: number;
  quote: Quote;
  /** Since when quotes have been such that nobody may buy; null while they are fine. */
  redSinceMs: number | null;
  readonly own?: OwnWorld;
}

/** A commit of which nobody can say whether it happened. */
class CommitLost extends Error {
  override readonly name = 'CommitLost';
}

/** What is never answered; a new one each time, for one that all shared would keep whoever waits for it. */
const never = () => new Promise<never>(() => undefined);

const nothing = () => undefined;

const textOfBigint = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

export class SimWorker {
  readonly name: string;
  readonly #world: SimWorld;
  readonly #skewMs: number;
  #incarnation = 0;
  #pausedUntilMs = 0;
  #starts = 0;
  #api: { readonly deps: PipelineDeps; readonly cache: BookRulesCache; readonly port: WorkerPort } | null =
    null;
  isUp = false;

  constructor(name: string, world: SimWorld) {
    this.name = name;
    this.#world = world;
    const { clockSkewMs } = world.swarm.process;
    this.#skewMs = clockSkewMs === 0 ? 0 : world.draws.below(`skew ${name}`, 2 * clockSkewMs) - clockSkewMs;
  }

  /** Starts the process: everything in its memory is new. */
  start(): void {
    if (this.isUp) return;
    this.#incarnation += 1;
    this.#starts += 1;
    this.isUp = true;
    this.#pausedUntilMs = 0;
    const port = new WorkerPort(this, this.#world, this.#incarnation);
    this.#world.time.note(`${this.name} starts`);
    const deps = this.#world.mutation.deps(this.#deps(port));
    preparePipeline(deps, { isAccelerated: true, ownTrades: null }).then(
      (pipeline) => {
        this.#api = { deps, cache: pipeline.cache, port };
        this.#tick(port, pipeline);
      },
      // A process that cannot start is started again, as a supervisor would.
      () => this.crash('could not start'),
    );
  }

  /** The process is gone; what it had asked for is never answered. Another one starts soon. */
  crash(why: string, backWithinMs = 120_000): void {
    if (!this.isUp) return;
    const { time, draws, isQuiet, calm } = this.#world;
    this.isUp = false;
    this.#api = null;
    this.#incarnation += 1;
    this.#world.watch.onDeath(this.name);
    time.note(`${this.name} dies: ${why}`);
    const pauseMs = isQuiet ? 1_000 : 1_000 + draws.below(`restart ${this.name}`, backWithinMs);
    calm.until(time.nowMs + pauseMs);
    time.after(pauseMs, () => this.start());
  }

  /** What answers the requests of `userId` in this process; null while it is not there. */
  apiFor(userId: string): { readonly deps: PipelineDeps; readonly cache: BookRulesCache } | null {
    if (this.#api === null) return null;
    const { deps, cache, port } = this.#api;
    return { deps: { ...deps, store: port.store({ owner: deps.owner, userId }) }, cache };
  }

  /** The process stands still for `ms`: nothing is delivered to it meanwhile. */
  pause(ms: number): void {
    this.#world.time.note(`${this.name} stands still for ${ms} ms`);
    this.#pausedUntilMs = this.#world.time.nowMs + ms;
    this.#world.calm.until(this.#pausedUntilMs);
  }

  /** Runs `call` when this incarnation lives and moves. */
  hand(incarnation: number, call: () => void): void {
    if (incarnation !== this.#incarnation) return;
    const { time } = this.#world;
    if (time.nowMs < this.#pausedUntilMs) time.at(this.#pausedUntilMs, () => this.hand(incarnation, call));
    else call();
  }

  isAlive(incarnation: number): boolean {
    return incarnation === this.#incarnation;
  }

  #tick(port: WorkerPort, pipeline: Pipeline): void {
    const { time, draws } = this.#world;
    let isPassing = false;
    const tick = () => {
      if (!isPassing) {
        isPassing = true;
        void this.#pass(pipeline).finally(() => {
          isPassing = false;
        });
      }
      port.deliver(this.#untilNextTickMs(time.nowMs) + draws.below('tick', 1_000, this.name), tick);
    };
    port.deliver(1, tick);
  }

  /** A whole pass where something is due; where nothing is, only the look that says that somebody was there. */
  #pass({ loop, runner, watch }: Pipeline): Promise<void> {
    const { time } = this.#world;
    if (this.#world.own !== undefined) return loop.passAll();
    if (this.#nextDueMs(time.nowMs) <= time.nowMs + Math.max(0, this.#skewMs)) return loop.passAll();
    const take = (order: DueOrder) => runner.take(order);
    return watch.pass(take, { isWoken: false }).catch(() => undefined);
  }

  /** Until something is due, as a watcher that polls every second would see it; at most half a minute. */
  #untilNextTickMs(nowMs: number): number {
    if (this.#world.own !== undefined) return this.#world.own.passEveryMs();
    const dueMs = this.#nextDueMs(nowMs);
    return dueMs > nowMs ? dueMs - nowMs : 2_000;
  }

  #nextDueMs(nowMs: number): number {
    const { tables, swarm, startMs } = this.#world;
    const { nextSlotAtMs } = tables.earliestSlot();
    // A silence of half a minute means being away; where no plan is left, nobody can be away from one.
    let dueMs = nowMs + (nextSlotAtMs === null ? 300_000 : 28_500);
    if (nextSlotAtMs !== null)
      dueMs = Math.min(dueMs, startMs + Math.ceil((nextSlotAtMs - startMs) / swarm.marketRate));
    for (const { nextWorkAtMs } of tables.waitingIntents.values())
      dueMs = Math.min(dueMs, nextWorkAtMs ?? dueMs);
    for (const { sweepAtMs } of tables.waitingAttempts.values()) dueMs = Math.min(dueMs, sweepAtMs ?? dueMs);
    return dueMs;
  }

  /** The market's moment by this worker's clock. */
  marketNowMs(): number {
    const { time, swarm, startMs } = this.#world;
    return startMs + (time.nowMs + this.#skewMs - startMs) * swarm.marketRate;
  }

  #deps(port: WorkerPort): PipelineDeps {
    const { time, swarm, mutation } = this.#world;
    const wallClock = { nowMs: () => time.nowMs + this.#skewMs };
    const owner = `${this.name}/${this.#starts}`;
    return {
      store: port.store({ owner, userId: null }),
      venueFor: async (linkId) => (port.isAlive() ? port.link(linkId) : never()),
      nextNonce: nonceSource(wallClock),
      marketClock: { nowMs: () => this.marketNowMs() },
      wallClock,
      monotonicMs: () => time.nowMs,
      timers: {
        sleep: (ms) => new Promise((resolve) => port.deliver(ms, resolve)),
        after: (ms, call) => {
          let isCancelled = false;
          const cancel = port.deliver(ms, () => isCancelled || call());
          return () => {
            isCancelled = true;
            cancel();
          };
        },
      },
      installId: 'sim',
      owner,
      isOnlyProcess: swarm.workers === 1,
      logger: port.logger,
      policy: {
        ...this.#world.policy,
        marketAgeMaxMs: this.#world.policy.marketAgeMaxMs * swarm.marketRate,
        // Here several processes work on one link at once, which share their calls; nobody tells them to take turns.
        callsPerMinuteMax: Math.floor(this.#world.policy.callsPerMinuteMax / swarm.workers),
        reach: (point, intentId) => port.reach(point, intentId),
        ...mutation.policy,
      },
    };
  }
}

/** What one incarnation of a worker reaches the world through; dead when the incarnation is. */
class WorkerPort {
  readonly #worker: SimWorker;
  readonly #world: SimWorld;
  readonly #incarnation: number;
  readonly #links = new Map<string, LinkedVenue>();

  constructor(worker: SimWorker, world: SimWorld, incarnation: number) {
    this.#worker = worker;
    this.#world = world;
    this.#incarnation = incarnation;
  }

  isAlive(): boolean {
    return this.#worker.isAlive(this.#incarnation);
  }

  deliver(ms: number, call: () => void): Cancel {
    if (!this.isAlive()) return nothing;
    return this.#world.time.after(ms, () => this.#worker.hand(this.#incarnation, call));
  }

  /** A named point of the pipeline: here a process may die, stall, or see the kill switch turned. */
  reach(point: FaultPoint, intentId: string): Promise<void> {
    if (!this.isAlive()) return never();
    switch (strikeAtMoment(this.#world, this.#worker, `${point} ${intentId}`)) {
      case 'goes_on':
        return Promise.resolve();
      case 'is_dead':
        return never();
      case 'stands_still':
        return new Promise((resolve) => this.deliver(0, resolve));
    }
  }

  get logger(): OrderLogger {
    const { time, findings } = this.#world;
    return {
      info: () => undefined,
      warn: () => undefined,
      error: (details, message) => {
        const error = 'error' in details ? details.error : null;
        const told = `${JSON.stringify(details, textOfBigint)} ${String(error)} ${message}`;
        const isLeak = told.includes(canary);
        findings.expect(!isLeak, 'V12', 'the canary of a secret is in a log');
        time.note(`${this.#worker.name} logs: ${message} ${error instanceof Error ? error.message : ''}`);
        // Whatever the store's faults do not explain is our own.
        const isFault = error instanceof CommitLost || error instanceof StorageFailed;
        if (error instanceof Error && !isFault) findings.add('own', error.message);
      },
    };
  }

  /** The store of this incarnation: reads are quick, transactions take their time and may be lost. */
  store(by: Actor): OrderStore {
    const { mutation, storage, time, store } = this.#world;
    const base = mutation.store(store, time);
    const watch = new WatchedTx(this.#world, by);
    const guarded = async <T>(read: () => Promise<T>): Promise<T> => {
      if (!this.isAlive()) return never();
      storage.expectReachable();
      return read();
    };
    const written = <T>(write: () => Promise<T>): Promise<T> =>
      guarded(() => {
        storage.expectRoom();
        return write();
      });
    return {
      transaction: (work) => this.#transaction(base, watch, work),
      findIntent: (intentId) => guarded(() => base.findIntent(intentId)),
      findOwnPlan: (ref) => guarded(() => base.findOwnPlan(ref)),
      intentsDue: (nowMs, countMax) => guarded(() => base.intentsDue(nowMs, countMax)),
      intentsSentByOthers: (other) => guarded(() => base.intentsSentByOthers(other)),
      plansByNextSlot: (countMax) => guarded(() => base.plansByNextSlot(countMax)),
      attemptsToSweep: (nowMs, countMax) => guarded(() => base.attemptsToSweep(nowMs, countMax)),
      scheduleNextSweep: (attempt, next) => written(() => base.scheduleNextSweep(attempt, next)),
      ensureKillSwitch: () => written(() => base.ensureKillSwitch()),
      isStopped: (of) => guarded(() => base.isStopped(of)),
      stopGeneration: () => guarded(() => base.stopGeneration()),
    };
  }

  #transaction<T>(base: OrderStore, watched: WatchedTx, work: (tx: OrderTx) => Promise<T>): Promise<T> {
    const { draws, swarm, isQuiet, storage } = this.#world;
    const { commitLostBefore, commitLostAfter, commitSlow } = swarm.process;
    const { name } = this.#worker;
    const isSlow = !isQuiet && draws.strikes('slow commit', commitSlow, name);
    const beginMs = isSlow
      ? draws.below('slow by commit', 4_000, name)
      : draws.below('begin commit', 10, name);
    const isLostBefore = !isQuiet && draws.strikes('lost before commit', commitLostBefore, name);
    const isLostAfter = !isQuiet && draws.strikes('lost after commit', commitLostAfter, name);
    const replyMs = draws.below('reply commit', 10, name);
    return new Promise<T>((resolve, reject) => {
      this.deliver(beginMs, () => {
        const after: (() => void)[] = [];
        const committed = base.transaction(async (tx) => {
          storage.expectReachable();
          const value = await work(watched.of(tx, after));
          storage.expectRoom();
          if (isLostBefore) throw new CommitLost('lost before it committed');
          return value;
        });
        committed.then(
          (value) => {
            for (const look of after) look();
            this.deliver(replyMs, () =>
              isLostAfter ? reject(new CommitLost('lost after it committed')) : resolve(value),
            );
          },
          (error: unknown) => this.deliver(replyMs, () => reject(error)),
        );
      });
    });
  }

  link(linkId: string): LinkedVenue {
    const { own } = this.#world;
    const known = this.#links.get(linkId);
    if (known !== undefined) return own === undefined ? known : { ...known, status: own.statusOf(linkId) };
    const asker = this.#worker.name;
    const asking = bitsoVenue({ ask: (intent, nonce) => this.#ask({ linkId, intent, nonce, asker }) });
    const link: LinkedVenue = {
      linkId,
      userId: own?.userOf(linkId) ?? `user of ${linkId}`,
      exchange: 'practice',
      status: own?.statusOf(linkId) ?? 'connected',
      venue: this.#world.mutation.venue(asking),
      publicVenue: this.#publicVenue(),
    };
    this.#links.set(linkId, link);
    return link;
  }

  #ask(request: SimRequest) {
    if (!this.isAlive()) return never();
    const answer = this.#world.network.ask(request, (ms, call) => this.deliver(ms, call));
    return this.#world.mutation.answer(request.intent, answer);
  }

  #publicVenue(): PublicVenue {
    return {
      readBooks: () => this.#publicRead(() => [simRules]),
      readQuote: () => this.#publicRead(() => this.#world.quote),
      readMarket: () =>
        this.#publicRead(() => {
          const marketMs = this.#worker.marketNowMs();
          return this.#world.own?.pictureAt(marketMs) ?? pictureOf(this.#world.quote, marketMs);
        }),
    };
  }

  #publicRead<T>(value: () => T): Promise<ReadOutcome<T>> {
    if (!this.isAlive()) return never();
    this.#world.meter.count('public', this.#worker.name, this.#world.time.nowMs);
    const ms = 5 + this.#world.draws.below('public', 100, this.#worker.name);
    return new Promise((resolve) => this.deliver(ms, () => resolve({ kind: 'read', value: value() })));
  }
}
