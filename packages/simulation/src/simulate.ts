// Runs one seed: four hours with faults, four quiet ones, and says which invariants did not hold.

import { nextSlot } from '@mandato/invest-core/plan/slots';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { checkAllEnded, checkOutcome, quietAfterMs } from './check-outcome.ts';
import { type Draws, drawsOf } from './draws.ts';
import { type Finding, Findings } from './findings.ts';
import { turnKillSwitch } from './memory-order-store.ts';
import { MemoryTables } from './memory-tables.ts';
import { type Mutation, noMutation } from './mutation.ts';
import { SimExchange, simBook } from './sim-exchange.ts';
import { SimNetwork } from './sim-network.ts';
import { greenQuote, redQuotes, SimWorker, type SimWorld } from './sim-worker.ts';
import { type Swarm, swarmOf } from './swarm.ts';
import { VirtualTime } from './virtual-time.ts';
import { CommitWatch } from './watch-commits.ts';

const hourMs = 3_600_000;
export const faultsMs = 4 * hourMs;
export const quietMs = 4 * hourMs;
/** Plans buy for a while without faults, then stop: the rest is for their orders to end, and for late ones. */
const lastBuyMs = quietAfterMs + 5 * 60_000;

/** Friday 2026-11-20T12:00:00Z. */
const startMs = 1_795_176_000_000;

export interface SimOptions {
  readonly seed: number;
  readonly mutation?: Mutation;
  /** Names of faults that do not strike; see `Draws.strikes`. */
  readonly without?: ReadonlySet<string>;
  readonly isTraced?: boolean;
}

export interface SimResult {
  readonly seed: number;
  readonly swarm: Swarm;
  readonly findings: readonly Finding[];
  /** Of everything noteworthy that happened, in order. */
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
  #redSinceMs: number | null = null;
  #isStuck = false;

  constructor(options: SimOptions) {
    this.#options = options;
    const { seed, without = new Set(), isTraced = false, mutation = noMutation } = options;
    const swarm = swarmOf(seed);
    this.#swarm = swarm;
    const draws = drawsOf({ seed, without, onStrike: (name) => this.#struck.push(name) });
    this.#draws = draws;
    const time = new VirtualTime({ startMs, isTraced, tieBreak: () => draws.unit('tie') });
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
      redSinceMs: () => this.#redSinceMs,
    });
    this.#network = new SimNetwork({
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
      network: this.#network,
      watch,
      findings: this.#findings,
      mutation,
      startMs,
      isQuiet: false,
      quote: greenQuote,
    };
    for (let number = 1; number <= swarm.workers; number += 1)
      this.#workers.push(new SimWorker(`worker ${number}`, this.#world));
  }

  async play(): Promise<void> {
    this.#openAccounts();
    this.#planFaults();
    for (const worker of this.#workers)
      this.#time.after(this.#draws.below('start', 1_000), () => worker.start());
    await this.#runUntil(startMs + faultsMs);
    this.#becomeQuiet();
    const quietFromMs = startMs + faultsMs;
    await this.#runUntil(quietFromMs + quietAfterMs);
    checkAllEnded(this.#outcome(), this.#marketMs(quietFromMs));
    await this.#runUntil(quietFromMs + lastBuyMs);
    this.#stopPlans();
    await this.#runUntil(startMs + faultsMs + quietMs);
    checkAllEnded(this.#outcome(), Number.POSITIVE_INFINITY);
    checkOutcome(this.#outcome());
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
    return { tables: this.#tables, exchange: this.#exchange, findings: this.#findings };
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
      userId: `user of ${linkId}`,
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

  /** Faults that come by the clock; those of single calls and points are drawn as they happen. */
  #planFaults(): void {
    const { network, exchange, process } = this.#swarm;
    for (const worker of this.#workers) {
      this.#scatter(`crash ${worker.name}`, process.crashes, () => worker.crash('at random'));
      this.#scatter(`pause ${worker.name}`, process.pauses, (site) =>
        worker.pause(5_000 + this.#draws.below(`for ${site}`, 115_000)),
      );
    }
    this.#scatter('outage', network.outages, (site) => {
      const kind = this.#draws.below(`kind ${site}`, 2) === 0 ? 'refused' : 'swallowed';
      this.#network.breakDown(kind, this.#time.nowMs + this.#span(site, 5, 45));
    });
    this.#scatter('halt', exchange.halts, (site) =>
      this.#exchange.halt(this.#time.nowMs + this.#span(site, 2, 20)),
    );
    this.#scatter('red quote', exchange.redQuotes, (site) => this.#turnRed(site));
    this.#scatter('foreign order', exchange.foreignOrders, (site) => {
      const linkId = `link-${1 + this.#draws.below(`link ${site}`, this.#swarm.users)}`;
      this.#exchange.tradeByHand(linkId, BigInt(100 + this.#draws.below(`mxn ${site}`, 3_000)));
    });
    this.#scatter('kill switch', process.killFlips, (site) => {
      turnKillSwitch(this.#tables, true);
      this.#time.note('kill switch on');
      this.#time.after(this.#span(site, 1, 15), () => turnKillSwitch(this.#tables, false));
    });
    this.#scatter('plan paused', process.planFlips, (site) => this.#pausePlan(site));
  }

  #scatter(name: string, count: number, strike: (site: string) => void): void {
    for (let number = 1; number <= count; number += 1) {
      const site = `${name} ${number}`;
      const atMs = startMs + this.#draws.below(`when ${site}`, faultsMs);
      this.#time.at(atMs, () => {
        if (this.#draws.strikes(site, 1)) strike(site);
      });
    }
  }

  /** Between `fromMinutes` and `toMinutes`, in milliseconds. */
  #span(site: string, fromMinutes: number, toMinutes: number): number {
    return Math.round((fromMinutes + this.#draws.unit(`span ${site}`) * (toMinutes - fromMinutes)) * 60_000);
  }

  #turnRed(site: string): void {
    this.#world.quote = redQuotes[this.#draws.below(`quote ${site}`, redQuotes.length)] ?? greenQuote;
    this.#redSinceMs ??= this.#time.nowMs;
    const quote = this.#world.quote;
    this.#time.after(this.#span(site, 5, 40), () => {
      if (this.#world.quote === quote) this.#turnGreen();
    });
  }

  #turnGreen(): void {
    this.#world.quote = greenQuote;
    this.#redSinceMs = null;
  }

  #pausePlan(site: string): void {
    const plans = [...this.#tables.plans.values()];
    const plan = plans[this.#draws.below(`plan ${site}`, plans.length)];
    if (plan?.stateKind !== 'active') return;
    const sinceMs = this.#marketMs(this.#time.nowMs);
    const state = { kind: 'paused', reason: 'paused_by_person', sinceMs } as const;
    this.#tables.putPlan({ ...plan, stateKind: 'paused', state });
    this.#tables.commit();
    this.#time.after(this.#span(site, 2, 30), () => this.#resumePlan(plan.planId));
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
    this.#turnGreen();
    turnKillSwitch(this.#tables, false);
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
