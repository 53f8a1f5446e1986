// Tiers A and B: the simulator's worker and exchange in virtual time, on the store that it is given.

import { accountIdOf } from '@mandato/exchange-core/ids';
import { balancesOf } from '@mandato/exchange-core/view/account-view';
import { isTerminal } from '@mandato/invest-core/order/order-state';
import type { MarketPicture } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { BookRulesCache } from '@mandato/server/orders/look-at-market';
import type { PipelineDeps } from '@mandato/server/orders/order-deps';
import { defaultOrderPolicy } from '@mandato/server/orders/order-policy';
import { pausePlan, resumePlan, stopPlan } from '@mandato/server/plans/change-plan';
import { createPlan } from '@mandato/server/plans/create-plan';
import { runNow } from '@mandato/server/plans/run-now';
import { CallMeter } from '../call-meter.ts';
import { CalmWatch } from '../calm-watch.ts';
import { Findings } from '../findings.ts';
import { noMutation } from '../mutation.ts';
import { SimExchange, simBook } from '../sim-exchange.ts';
import { greenQuote, pictureOf } from '../sim-market.ts';
import { SimNetwork } from '../sim-network.ts';
import { SimStorage } from '../sim-storage.ts';
import { SimWorker, type SimWorld } from '../sim-worker.ts';
import { VirtualTime } from '../virtual-time.ts';
import { CommitWatch, intentIdOf } from '../watch-commits.ts';
import type { AgreeStorage } from './agree-storage.ts';
import {
  type Answer,
  type Death,
  formOf,
  fundsAtStart,
  type PlanSeen,
  type PlanWish,
  type Product,
  type Seen,
  type SlotSeen,
  type StopWish,
  type Trouble,
} from './product.ts';
import { type Script, scriptedDraws, scriptedSwarm } from './scripted-chances.ts';

/** Friday 2026-11-20T12:00:00Z. */
const startMs = 1_795_176_000_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface Api {
  readonly deps: PipelineDeps;
  readonly cache: BookRulesCache;
}

/** The product on `storage`, started; one person with `fundsAtStart`. */
export async function openSimulatedProduct(storage: AgreeStorage): Promise<Product> {
  const product = new SimulatedProduct(storage);
  await product.begin();
  return product;
}

class SimulatedProduct implements Product {
  readonly #storage: AgreeStorage;
  readonly #script: Script = { trouble: 'none', death: null, isUsed: false, awayMs: 0 };
  readonly #time: VirtualTime;
  readonly #findings: Findings;
  readonly #exchange: SimExchange;
  readonly #worker: SimWorker;
  #passEveryMs = 1_000;
  #isPriceWrong = false;
  readonly #key = { isOff: false, isFrozen: false };

  constructor(storage: AgreeStorage) {
    this.#storage = storage;
    const draws = scriptedDraws(this.#script);
    const time = new VirtualTime({ startMs, tieBreak: draws.source('tie') });
    this.#time = time;
    this.#findings = new Findings(
      () => time.nowMs - startMs,
      () => undefined,
    );
    this.#exchange = new SimExchange({ time, draws, swarm: scriptedSwarm });
    const world = this.#worldOf(draws);
    this.#worker = new SimWorker('worker', world);
  }

  #worldOf(draws: ReturnType<typeof scriptedDraws>): SimWorld {
    const { tables } = this.#storage;
    const [time, findings, exchange] = [this.#time, this.#findings, this.#exchange];
    // On tables alone it can look at every commit; where they are SQL, only the pipeline reads them.
    const watch = new CommitWatch({ time, tables, findings, redSinceMs: () => null });
    const isInMemory = this.#storage.isInMemory;
    const meter = new CallMeter(findings);
    const network = new SimNetwork({
      meter,
      readsHaveOwnKey: false,
      time,
      draws,
      swarm: scriptedSwarm,
      exchange,
      onPlacement: (phase, placement) => isInMemory && watch.onPlacement(phase, placement),
    });
    return {
      workers: [],
      time,
      draws,
      swarm: scriptedSwarm,
      tables,
      store: this.#storage.storeOn(time),
      network,
      watch: isInMemory ? watch : blind,
      storage: new SimStorage(time, tables),
      meter,
      calm: new CalmWatch(() => time.nowMs),
      policy: { ...defaultOrderPolicy, requestWindowMs: minuteMs, settleTimeMs: minuteMs, marketShareMs: 0 },
      findings,
      mutation: { ...noMutation, answer: (intent, answer) => this.#answerOf(intent.kind, answer) },
      startMs,
      isQuiet: false,
      momentStrikes: 0,
      quote: greenQuote,
      redSinceMs: null,
      own: {
        passEveryMs: () => this.#passEveryMs,
        statusOf: () => (this.#key.isFrozen ? 'invalid' : 'connected'),
        userOf: () => this.#storage.userId,
        pictureAt: (marketMs) => this.#pictureAt(marketMs),
      },
    };
  }

  async begin(): Promise<void> {
    this.#exchange.openAccount(this.#storage.linkId, BigInt(fundsAtStart));
    this.#worker.start();
    await this.#pass(2_000);
  }

  async write(wish: PlanWish): Promise<Answer> {
    const { userId, linkId } = this.#storage;
    const answer = await this.#ask(({ deps, cache }) => {
      const form = formOf(wish, { linkId, book: simBook, marketMs: deps.marketClock.nowMs() });
      return createPlan(deps, cache, { userId, form, planId: this.#planId(wish.name) });
    });
    // A refused key is looked at right after the answer.
    await this.#pass(5_000);
    return answer.ok ? 'ok' : answer.error.code;
  }

  async change(plan: string, to: 'paused' | 'active' | 'stopped'): Promise<Answer> {
    const ref = { userId: this.#storage.userId, planId: this.#planId(plan) };
    const change = { paused: pausePlan, active: resumePlan, stopped: stopPlan }[to];
    const answer = await this.#ask(({ deps }) => change(deps, ref));
    return answer.ok ? 'ok' : answer.error;
  }

  async press(plan: string, requestId: string): Promise<Answer> {
    const request = { userId: this.#storage.userId, planId: this.#planId(plan), requestId };
    const answer = await this.#ask(({ deps, cache }) => runNow(deps, cache, request));
    return answer.ok ? 'ok' : answer.error;
  }

  async turn(scope: StopWish, isStopped: boolean): Promise<Answer> {
    await this.#storage.turn(
      scope.kind === 'plan' ? { planId: this.#planId(scope.plan) } : scope.kind,
      isStopped,
    );
    return 'ok';
  }

  async decide(of: { readonly plan: string; readonly slot: string }, what: 'look_again' | 'close') {
    const api = await this.#api();
    const intent = (await this.#storage.intents()).find(
      (row) => row.planId === this.#planId(of.plan) && slotName(row.slotKey) === of.slot,
    );
    return this.#storage.decide(api.deps, intent?.orderId ?? '', what);
  }

  async arm(trouble: Trouble, death: Death | null): Promise<void> {
    Object.assign(this.#script, { trouble, death, isUsed: false });
    if (trouble === 'refused') this.#exchange.halt(Number.POSITIVE_INFINITY);
  }

  async calm(): Promise<void> {
    Object.assign(this.#script, { trouble: 'none', death: null, isUsed: false });
    this.#exchange.halt(0);
  }

  async kill(awayFrom: string | null): Promise<void> {
    // Longer than any slot that is soon may take to come, and than what counts as on time.
    this.#script.awayMs = awayFrom === null ? 0 : 6 * minuteMs;
    this.#worker.crash('killed');
    const awayMs = this.#script.awayMs;
    this.#script.awayMs = 0;
    await this.#pass(awayMs + 3_000);
  }

  async showWrongPrice(isWrong: boolean): Promise<void> {
    this.#isPriceWrong = isWrong;
  }

  async spendByHand(): Promise<void> {
    const { linkId } = this.#storage;
    const rows = balancesOf(this.#exchange.state, accountIdOf(linkId));
    const available = rows.find(({ asset }) => asset === 'mxn')?.available ?? 0n;
    this.#exchange.tradeByHand(linkId, available / unitsPerWhole - 50n);
  }

  async switchKeyOff(): Promise<void> {
    this.#key.isOff = true;
  }

  async reachDue(plan: string): Promise<void> {
    const planId = this.#planId(plan);
    for (let tries = 0; tries < 600; tries += 1) {
      const rows = await this.#storage.intents();
      if (rows.some((row) => row.planId === planId && slotName(row.slotKey) === 'due')) return;
      await this.#pass(2_000);
    }
    throw new Error(`the slot of ${plan} was never answered for`);
  }

  async settle(looksFor?: {
    readonly plan: string;
    readonly slot: string;
    readonly state: string;
  }): Promise<void> {
    const sinceMs = this.#time.nowMs;
    for (let tries = 0; tries < 400; tries += 1) {
      const rows = await this.#storage.intents();
      const isOpen = rows.some(({ state }) => !isTerminal(state));
      const isThere =
        looksFor === undefined ||
        rows.some(
          (row) =>
            row.planId === this.#planId(looksFor.plan) &&
            slotName(row.slotKey) === looksFor.slot &&
            row.stateKind === looksFor.state,
        );
      if (!isOpen && isThere) return this.#pass(4_000);
      await this.#wait(this.#time.nowMs - sinceMs);
    }
    throw new Error('the orders never came to rest');
  }

  async observe(): Promise<Seen> {
    const intents = await this.#storage.intents();
    const known = new Set(intents.map(({ intentId }) => intentId));
    const traded = this.#exchange.orders.filter(({ fills }) => fills.length > 0);
    const plans = (await this.#storage.plans()).map((plan): [string, PlanSeen] => {
      const own = intents.filter(({ planId }) => planId === plan.planId);
      const { state, spent, bought } = plan;
      const reason = state.kind === 'paused' ? state.reason : 'paused_by_person';
      const pausedBecause = reason === 'paused_by_person' ? null : reason;
      const slots = own.map((row): [string, SlotSeen] => {
        const orders = traded.filter(({ originId }) => intentIdOf(originId) === row.intentId);
        const fills = orders.flatMap((order) => order.fills);
        return [
          slotName(row.slotKey),
          {
            state: row.stateKind,
            reason: row.reason,
            spent: row.spent,
            bought: row.bought,
            orders: orders.length,
            paid: fills.reduce((sum, { trade }) => sum + trade.notional, 0n),
            received: fills.reduce((sum, { trade, fee }) => sum + trade.quantity - fee, 0n),
          },
        ];
      });
      return [
        plan.planId.slice(this.#storage.userId.length + 1),
        { state: state.kind, pausedBecause, spent, bought, slots: new Map(slots) },
      ];
    });
    const own = this.#findings.list.map(({ code, subject }) => `${code} ${subject}`);
    return {
      plans: new Map(plans),
      strayOrders: traded.filter(({ originId }) => !known.has(intentIdOf(originId))).length,
      findings: [...own, ...(await this.#storage.findings())],
    };
  }

  #planId(name: string): string {
    return `${this.#storage.userId}-${name}`;
  }

  /** Step by step at first, then in long strides; a day at once for what only a day settles. */
  async #wait(waitedMs: number): Promise<void> {
    if (waitedMs < 20_000) return this.#pass(1_000);
    if (waitedMs > 30 * minuteMs && waitedMs < dayMs) {
      this.#worker.pause(dayMs);
      return this.#pass(dayMs + 2_000);
    }
    this.#passEveryMs = 10_000;
    await this.#pass(20_000);
    this.#passEveryMs = 1_000;
  }

  async #pass(ms: number): Promise<void> {
    if (!(await this.#time.runUntil(this.#time.nowMs + ms))) throw new Error('something turns in circles');
  }

  async #api(): Promise<Api> {
    for (let tries = 0; tries < 100; tries += 1) {
      const api = this.#worker.apiFor(this.#storage.userId);
      if (api !== null) return api;
      await this.#pass(200);
    }
    throw new Error('the worker did not come back');
  }

  /** Asks again whoever answers then, when the process that was asked has died. */
  async #ask<T>(call: (api: Api) => Promise<T>): Promise<T> {
    for (let asks = 0; asks < 5; asks += 1) {
      const api = await this.#api();
      const asked: { answer: { readonly value: T } | null; error: unknown } = { answer: null, error: null };
      call(api).then(
        (value) => {
          asked.answer = { value };
        },
        (error: unknown) => {
          asked.error = error;
        },
      );
      while (this.#worker.apiFor(this.#storage.userId)?.deps.owner === api.deps.owner) {
        await this.#pass(50);
        if (asked.error !== null) throw asked.error;
        if (asked.answer !== null) return asked.answer.value;
      }
    }
    throw new Error('nobody answered');
  }

  #pictureAt(marketMs: number): MarketPicture {
    const picture = pictureOf(greenQuote, marketMs);
    if (!this.#isPriceWrong) return picture;
    // The ticker tells another price than the order book.
    const wrong = unitsPerWhole;
    return { ...picture, quote: { ...greenQuote, bid: wrong, ask: wrong, last: wrong } };
  }

  async #answerOf(kind: string, answer: Promise<VenueAnswer>): Promise<VenueAnswer> {
    const given = await answer;
    if (!this.#key.isOff || kind === 'place_market_buy') return given;
    // As the audit of a key that was refused does: a moment later the link is frozen, and its plans wait.
    this.#time.after(2_000, () => {
      if (this.#key.isFrozen) return;
      this.#key.isFrozen = true;
      this.#time.hold(this.#storage.pausePlans(this.#time.nowMs)).catch((error) => this.#time.fail(error));
    });
    const body = JSON.stringify({ success: false, error: { code: '0326', message: 'key is inactive' } });
    return { kind: 'answered', status: 401, body, date: null };
  }
}

const blind: SimWorld['watch'] = {
  watched: (tx) => tx,
  onDeath: () => undefined,
  onPowerBack: () => undefined,
  acknowledgedAtMs: new Map(),
};

/** What the suite calls the slot of this key. */
function slotName(slotKey: string): string {
  return slotKey.startsWith('now-') ? slotKey.slice('now-'.length) : 'due';
}
