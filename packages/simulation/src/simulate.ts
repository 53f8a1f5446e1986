// Runs one seed: four hours with faults, four quiet ones, and says which invariants did not hold.

import { nextSlot } from '@mandato/invest-core/plan/slots';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { CallMeter } from './call-meter.ts';
import { CalmWatch } from './calm-watch.ts';
import { checkAllEnded, checkOutcome, quietAfterMs } from './check-outcome.ts';
import { planClockFaults, turnGreen, userOf } from './clock-faults.ts';
import { type Draws, drawsOf } from './draws.ts';
import { type Finding, Findings } from './findings.ts';
import { memoryOrderStore } from './memory-order-store.ts';
import { MemoryTables } from './memory-tables.ts';
import { type Mutation, noMutation } from './mutation.ts';
import { type ConfigName, type SimConfig, simConfig } from './sim-config.ts';
import { SimExchange, simBook } from './sim-exchange.ts';
import { greenQuote } from './sim-market.ts';
import { SimNetwork } from './sim-network.ts';
import { SimPeople } from './sim-people.ts';
import { SimStops } from './sim-stops.ts';
import { SimStorage } from './sim-storage.ts';
import { SimWorker, type SimWorld } from './sim-worker.ts';
import { type Swarm, swarmOf } from './swarm.ts';
import { VirtualTime } from './virtual-time.ts';
import { CommitWatch } from './watch-commits.ts';

const hourMs = 3_600_000;
export const faultsMs = 4 * hourMs;
export const quietMs = 4 * hourMs;
/** Plans buy for a while without faults, then stop: the rest is for their orders to end, and for late ones. */
const lastBuysMs = 5 * 60_000;

/** Friday 2026-11-20T12:00:00Z. */
const startMs = 1_795_176_000_000;

export interface SimOptions {
  readonly seed: number;
  readonly config?: ConfigName;
  readonly mutation?: Mutation;
  /** Names of faults that do not strike; see `Draws.strikes`. */
  readonly without?: ReadonlySet<string>;
}

export interface SimResult {
  readonly seed: number;
  readonly swarm: Swarm;
  readonly findings: readonly Finding[];
  /** Of every event and of everything noteworthy, in order. */
  readonly traceHash: string;
  readonly trace: readonly string[];
  /** Faults that struck, in order. */
  readonly struck: readonly string[];
  readonly intents: number;
  readonly orders: number;
  readonly events: number;
  /** How many intents ended in each state. */
  readonly ended: Readonly<Record<string, number>>;
}

/** One run from its beginning to its end; the same options always give the same result. */
export async function simulate(options: SimOptions): Promise<SimResult> {
  const run = new SimRun(options);
  await run.play();
  return run.result();
}

class SimRun {
  readonly #options: SimOptions;
  readonly #swarm: Swarm;
  readonly #draws: Draws;
  readonly #time: VirtualTime;
  readonly #tables = new MemoryTables();
  readonly #findings: Findings;
  readonly #exchange: SimExchange;
  readonly #network: SimNetwork;
  readonly #world: SimWorld;
  readonly #workers: SimWorker[] = [];
  readonly #struck: string[] = [];
  readonly #calm = new CalmWatch(() => this.#time.nowMs);
  readonly #config: SimConfig;
  readonly #people: SimPeople;
  readonly #stops: SimStops;
  #isStuck = false;

  constructor(options: SimOptions) {
    this.#options = options;
    const { seed, without = new Set(), mutation = noMutation } = options;
    this.#config = simConfig(options.config ?? 'assumed');
    const swarm = this.#config.shape(swarmOf(seed));
    this.#swarm = swarm;
    const onStrike = (name: string) => {
      this.#struck.push(name);
      this.#calm.onStrike(name);
    };
    const draws = drawsOf({ seed, without, onStrike });
    this.#draws = draws;
    const time = new VirtualTime({ startMs, tieBreak: draws.source('tie') });
    this.#time = time;
    this.#findings = new Findings(
      () => time.nowMs - startMs,
      (line) => time.note(line),
    );
    this.#exchange = new SimExchange({ time, draws, swarm });
    const watch = new CommitWatch({
      time,
      tables: this.#tables,
      findings: this.#findings,
      redSinceMs: () => this.#world.redSinceMs,
    });
    const meter = new CallMeter(this.#findings);
    this.#network = new SimNetwork({
      meter,
      readsHaveOwnKey: mutation.readsHaveOwnKey,
      time,
      draws,
      swarm,
      exchange: this.#exchange,
      onPlacement: (phase, placement) => watch.onPlacement(phase, placement),
    });
    this.#world = {
      workers: this.#workers,
      time,
      draws,
      swarm,
      tables: this.#tables,
      store: memoryOrderStore(this.#tables),
      network: this.#network,
      watch,
      storage: new SimStorage(time, this.#tables),
      meter,
      calm: this.#calm,
      policy: this.#config.policy,
      findings: this.#findings,
      mutation,
      startMs,
      isQuiet: false,
      momentStrikes: 0,
      quote: greenQuote,
      redSinceMs: null,
    };
    if (!mutation.isSynced) this.#world.storage.syncLazily();
    this.#people = new SimPeople(this.#world);
    this.#stops = new SimStops(this.#world, this.#exchange);
    time.onEvent = () => this.#stops.look();
    for (let number = 1; number <= swarm.workers; number += 1)
      this.#workers.push(new SimWorker(`worker ${number}`, this.#world));
  }

  async play(): Promise<void> {
    this.#openAccounts();
    const world = this.#world;
    planClockFaults({ world, exchange: this.#exchange, people: this.#people, stops: this.#stops, faultsMs });
    for (const worker of this.#workers)
      this.#time.after(this.#draws.below('start', 1_000), () => worker.start());
    await this.#runUntil(startMs + faultsMs);
    this.#becomeQuiet();
    const quietFromMs = startMs + faultsMs;
    const endedMs = quietFromMs + quietAfterMs(this.#config.policy);
    this.#stops.planDrills(quietFromMs, quietAfterMs(this.#config.policy));
    await this.#runUntil(endedMs);
    checkAllEnded(this.#outcome(), this.#marketMs(quietFromMs));
    await this.#runUntil(endedMs + lastBuysMs);
    this.#stopPlans();
    await this.#runUntil(startMs + faultsMs + quietMs);
    checkAllEnded(this.#outcome(), Number.POSITIVE_INFINITY);
    checkOutcome(this.#outcome());
    this.#people.checkPromises();
  }

  async #runUntil(untilMs: number): Promise<void> {
    const isThere = await this.#time.runUntil(untilMs);
    if (!isThere && !this.#isStuck) this.#findings.add('V13', 'something turns in circles');
    this.#isStuck ||= !isThere;
  }

  result(): SimResult {
    const ended: Record<string, number> = {};
    for (const { stateKind } of this.#tables.intents.values()) ended[stateKind] = (ended[stateKind] ?? 0) + 1;
    return {
      seed: this.#options.seed,
      swarm: this.#swarm,
      findings: this.#findings.list,
      traceHash: this.#time.hash,
      trace: this.#time.lines,
      struck: this.#struck,
      intents: this.#tables.intents.size,
      orders: this.#exchange.orders.length,
      events: this.#time.events,
      ended,
    };
  }

  #outcome() {
    const { policy } = this.#config;
    return { tables: this.#tables, exchange: this.#exchange, findings: this.#findings, policy };
  }

  #marketMs(wallMs: number): number {
    return startMs + (wallMs - startMs) * this.#swarm.marketRate;
  }

  #openAccounts(): void {
    const { users, plansPerUser } = this.#swarm;
    for (let user = 1; user <= users; user += 1) {
      const linkId = `link-${user}`;
      // Some accounts run dry on the way.
      this.#exchange.openAccount(linkId, BigInt(2_000 + this.#draws.below(`money ${linkId}`, 100_000)));
      for (let number = 1; number <= plansPerUser; number += 1) this.#addPlan(linkId, `${user}-${number}`);
    }
    this.#tables.commit();
  }

  #addPlan(linkId: string, name: string): void {
    const draws = this.#draws;
    const due = this.#swarm.isAtOnce ? linkId : name;
    const timing = {
      schedule: {
        kind: 'daily',
        hour: draws.below(`hour ${due}`, 24),
        minute: draws.below(`minute ${due}`, 60),
        zone: draws.below(`zone ${name}`, 4) > 0 ? 'UTC' : 'America/Tijuana',
      },
      startsOn: '2026-11-20',
    } as const;
    const hasBudget = draws.unit(`has budget ${name}`) < 0.7;
    const notional = BigInt(100 + draws.below(`notional ${name}`, 900)) * unitsPerWhole;
    const budgetMax = (notional * BigInt(10 + draws.below(`budget ${name}`, 120))) / 10n;
    const plan: PlanRow = {
      planId: `plan-${name}`,
      userId: userOf(linkId),
      linkId,
      exchange: 'practice',
      book: simBook,
      base: 'btc',
      quote: 'mxn',
      notional,
      ...timing,
      budgetMax: hasBudget ? budgetMax : null,
      missedSlots: draws.below(`missed ${name}`, 2) === 0 ? 'skip' : 'buy_once',
      stateKind: 'active',
      state: { kind: 'active' },
      answeredUntilMs: startMs,
      nextSlotAtMs: nextSlot(timing, startMs).atMs,
      spent: 0n,
      reserved: 0n,
      bought: 0n,
      ordersDone: 0,
      createdAtMs: startMs,
    };
    this.#tables.putPlan(plan);
  }

  #resumePlan(planId: string): void {
    const plan = this.#tables.plans.get(planId);
    if (plan?.stateKind !== 'paused' || plan.state.kind !== 'paused') return;
    if (plan.state.reason !== 'paused_by_person') return;
    this.#tables.putPlan({ ...plan, stateKind: 'active', state: { kind: 'active' } });
    this.#tables.commit();
  }

  #becomeQuiet(): void {
    this.#time.note('faults are over');
    this.#world.isQuiet = true;
    this.#exchange.isQuiet = true;
    this.#network.isQuiet = true;
    this.#network.breakDown('refused', 0);
    this.#exchange.halt(0);
    this.#world.storage.recover();
    turnGreen(this.#world);
    this.#stops.release();
    for (const planId of this.#tables.plans.keys()) this.#resumePlan(planId);
    for (const worker of this.#workers) worker.pause(0);
    for (const worker of this.#workers) worker.start();
  }

  #stopPlans(): void {
    const atMs = this.#marketMs(this.#time.nowMs);
    for (const plan of [...this.#tables.plans.values()]) {
      if (plan.stateKind === 'stopped') continue;
      const isBehind =
        plan.nextSlotAtMs !== null && plan.nextSlotAtMs < atMs - 180_000 * this.#swarm.marketRate;
      if (isBehind) this.#findings.add('V3', `${plan.planId} did not answer for its slot in time`);
      const state = { kind: 'stopped', reason: 'stopped_by_person', atMs } as const;
      this.#tables.putPlan({ ...plan, stateKind: 'stopped', state, nextSlotAtMs: null });
    }
    this.#tables.commit();
  }
}
