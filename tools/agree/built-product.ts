// Tier C: the built programs with their signer and egress, Lonja behind the wire, kill -9, and clocks that step.

import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import {
  type Answer,
  type Death,
  formOf,
  type PlanSeen,
  type PlanWish,
  type Product,
  type Seen,
  type SlotSeen,
  type StopWish,
  type Trouble,
} from '@mandato/simulation/agree/product';
import { ORPCError } from '@orpc/client';
import { units } from '../demo/reconcile.ts';
import type { MandatoClient } from '../rehearsal/mandato-client.ts';
import type { AgreePerson } from './agree-people.ts';
import type { AgreeStage } from './agree-stage.ts';
import { dialsOf, setDials } from './exchange-dials.ts';
import { attemptIdsOf, totalsOf, tradesOf } from './trades-of-slots.ts';

/** Its order book is thin enough for a large order to take more than one price. */
const book = 'xrp_mxn';
const ended: readonly string[] = ['done', 'skipped', 'held', 'late'];
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const patienceMs = 90_000;

/** Without a change for this long, Mandato waits for its clock. */
const stillMs = 800;

/** Refusals that leave no row and end by themselves: the person asks again. */
const outages: ReadonlySet<string> = new Set(['exchange_unreachable', 'signer_unavailable']);

interface SlotLook {
  readonly plan: string;
  readonly slot: string;
  readonly state: string;
}

export interface BuiltNeeds {
  readonly stage: AgreeStage;
  readonly person: AgreePerson;
  /** Who may stop buying for everybody. */
  readonly operator: Pick<AgreePerson, 'client' | 'proof'>;
}

export class BuiltProduct implements Product {
  readonly #stage: AgreeStage;
  readonly #person: AgreePerson;
  readonly #operator: BuiltNeeds['operator'];
  readonly #planIds = new Map<string, string>();
  /** Dials that stay: a wrong price, a key that is off. */
  readonly #lasting = new Map<'price' | 'key', object>();
  #isDoomed = false;
  #reviving: Promise<void> | null = null;

  constructor({ stage, person, operator }: BuiltNeeds) {
    this.#stage = stage;
    this.#person = person;
    this.#operator = operator;
  }

  async write(wish: PlanWish): Promise<Answer> {
    const { linkId } = this.#person;
    const form = formOf(wish, { linkId, book, marketMs: this.#stage.nowMs() });
    const requestId = `write${wish.name}x${Date.now()}`;
    const stepUpCode = await this.#person.proof();
    const answer = await this.#ask(async (client) => {
      const plan = await client.plans.create({ ...form, requestId, stepUpCode });
      this.#planIds.set(wish.name, plan.planId);
    });
    await this.#hearOfKey();
    return answer;
  }

  change(plan: string, to: 'paused' | 'active' | 'stopped'): Promise<Answer> {
    const ref = { planId: this.#planId(plan) };
    return this.#ask(({ plans }) => {
      if (to === 'paused') return plans.pause(ref);
      return to === 'active' ? plans.resume(ref) : plans.stop(ref);
    });
  }

  press(plan: string, requestId: string): Promise<Answer> {
    return this.#ask(({ plans }) => plans.runNow({ planId: this.#planId(plan), requestId }));
  }

  async turn(wish: StopWish, isStopped: boolean): Promise<Answer> {
    const scope = wish.kind === 'plan' ? ({ kind: 'plan', planId: this.#planId(wish.plan) } as const) : wish;
    const { client, proof } = wish.kind === 'all' ? this.#operator : this.#person;
    if (isStopped) return this.#ask(({ safety }) => safety.stop({ scope }), client);
    const stepUpCode = await proof();
    const start = () => this.#ask(({ safety }) => safety.start({ scope, stepUpCode }), client);
    // The signer looks how old the proof is, and nobody steps its clock.
    return wish.kind === 'all' ? this.#stage.atRealTime(start) : start();
  }

  async decide(of: { readonly plan: string; readonly slot: string }, what: 'look_again' | 'close') {
    const { orders } = await this.#planOf(this.#planId(of.plan));
    const orderId = orders.find((order) => slotName(order) === of.slot)?.orderId ?? '';
    if (what === 'look_again') return this.#ask(({ plans }) => plans.lookAgain({ orderId }));
    const stepUpCode = await this.#person.proof();
    return this.#ask(({ plans }) => plans.closeHeld({ orderId, stepUpCode }));
  }

  async arm(trouble: Trouble, death: Death | null): Promise<void> {
    await this.#setDials(trouble);
    if (death === null) return;
    await this.#stage.killMandato();
    await this.#stage.startMandato(`${death}:1`);
    this.#isDoomed = true;
  }

  async calm(): Promise<void> {
    await this.#setDials('none');
    if (!this.#isDoomed) return;
    if (this.#stage.isMandatoUp) throw new Error('it did not die at the moment that it was told to');
    await this.#revive();
  }

  async kill(awayFrom: string | null): Promise<void> {
    await this.#stage.killMandato();
    if (awayFrom !== null) await this.#stage.pass(6 * minuteMs);
    await this.#stage.startMandato();
  }

  async showWrongPrice(isWrong: boolean): Promise<void> {
    if (isWrong) this.#lasting.set('price', { do: { verb: 'price', price: '1' } });
    else this.#lasting.delete('price');
    await this.#setDials('none');
  }

  async spendByHand(): Promise<void> {
    const { portal } = this.#person.trader;
    const { balances } = await portal.call('home', {});
    const available = Number(balances.find(({ currency }) => currency === 'mxn')?.available ?? 0);
    const order = { book: 'btc_mxn', side: 'buy', kind: 'market', amountIn: 'quote' } as const;
    const amount = `${Math.floor(available) - 50}`;
    await portal.call('placeOrder', { ...order, amount, price: null, stop: null, timeInForce: 'gtc' });
  }

  async switchKeyOff(): Promise<void> {
    this.#lasting.set('key', { match: { key: this.#person.key.keyId }, do: { verb: 'key_off' } });
    await this.#setDials('none');
  }

  async reachDue(plan: string): Promise<void> {
    const planId = this.#planId(plan);
    const { plan: shown } = await this.#planOf(planId);
    const dueMs = Date.parse(shown.nextSlotAt ?? '');
    // What is due while Mandato is away has come by then.
    if (dueMs - this.#stage.nowMs() < 10 * minuteMs)
      await this.#stage.pass(dueMs - this.#stage.nowMs() - 300);
    await this.#until('the slot is answered for', async () => {
      const { orders } = await this.#planOf(planId);
      return orders.some((order) => slotName(order) === 'due') ? null : `${orders.length}`;
    });
  }

  async settle(looksFor?: SlotLook): Promise<void> {
    await this.#hearOfKey();
    await this.#until('the orders come to rest', async () => {
      const orders = await this.#orders();
      const open = orders.filter(({ state }) => !ended.includes(state));
      const isThere =
        looksFor === undefined ||
        orders.some(
          (order) =>
            order.planId === this.#planId(looksFor.plan) &&
            slotName(order) === looksFor.slot &&
            order.state === looksFor.state,
        );
      if (open.length === 0 && isThere) return null;
      return open.map((order) => `${order.state} ${order.confirming?.looks ?? ''}`).join();
    });
  }

  async observe(): Promise<Seen> {
    const { readingKey } = this.#person;
    const trades = await tradesOf(this.#stage, readingKey);
    const known = new Set<string>();
    const plans = new Map<string, PlanSeen>();
    for (const [name, planId] of this.#planIds) {
      const { plan, orders } = await this.#planOf(planId);
      const slots = orders.map((order): [string, SlotSeen] => {
        const ids = attemptIdsOf(this.#stage, order);
        for (const id of ids) known.add(id);
        const own = trades.filter(({ origin_id: id }) => typeof id === 'string' && ids.includes(id));
        const { state, reason } = order;
        return [
          slotName(order),
          { state, reason, spent: units(order.spent), bought: units(order.bought), ...totalsOf(own) },
        ];
      });
      plans.set(name, planSeen(plan, slots));
    }
    const stray = trades.filter(({ origin_id: id }) => typeof id === 'string' && !known.has(id));
    return { plans, strayOrders: totalsOf(stray).orders, findings: [] };
  }

  /** Nothing of this history buys any more, and nothing is bent for the next one. */
  async finish(): Promise<void> {
    this.#lasting.clear();
    await this.#setDials('none');
    if (this.#isDoomed || !this.#stage.isMandatoUp) await this.#revive();
    for (const plan of this.#planIds.keys()) await this.change(plan, 'stopped');
    const { stops } = await this.#answer(() => this.#operator.client.safety.state());
    if (stops.some(({ scope }) => scope.kind === 'all')) await this.turn({ kind: 'all' }, false);
  }

  #planId(name: string): string {
    return this.#planIds.get(name) ?? '';
  }

  async #orders(): Promise<readonly OrderView[]> {
    const lists = await Promise.all([...this.#planIds.values()].map((planId) => this.#planOf(planId)));
    return lists.flatMap(({ orders }) => orders);
  }

  #setDials(trouble: Trouble): Promise<void> {
    const dials = [...this.#lasting.values(), ...dialsOf(trouble, this.#person.key.keyId)];
    return setDials(this.#stage.lonjaUrl, dials);
  }

  /** Whoever finds Mandato gone waits for the same start. */
  #revive(): Promise<void> {
    this.#reviving ??= this.#startAgain().finally(() => {
      this.#reviving = null;
    });
    return this.#reviving;
  }

  async #startAgain(): Promise<void> {
    if (this.#stage.isMandatoUp) await this.#stage.killMandato();
    this.#isDoomed = false;
    await this.#stage.startMandato();
  }

  /** The code of the answer; whoever died meanwhile is started again, and asked again. */
  async #ask(
    call: (client: MandatoClient) => Promise<unknown>,
    client = this.#person.client,
  ): Promise<Answer> {
    for (const sinceMs = Date.now(); ; await sleep(150)) {
      const mayRepeat = Date.now() - sinceMs < patienceMs;
      try {
        await this.#answer(() => call(client));
        return 'ok';
      } catch (error) {
        if (!(error instanceof ORPCError)) throw error;
        if (!mayRepeat || !outages.has(error.code)) return error.code;
      }
    }
  }

  /** What is answered, by whoever is there to answer; only an answer ends it. */
  async #answer<T>(call: () => Promise<T>): Promise<T> {
    for (const sinceMs = Date.now(); ; await sleep(150)) {
      if (!this.#stage.isMandatoUp) await this.#revive();
      try {
        return await call();
      } catch (error) {
        if (error instanceof ORPCError || Date.now() - sinceMs > patienceMs) throw error;
      }
    }
  }

  #planOf(planId: string) {
    return this.#answer(() => this.#person.client.plans.get({ planId }));
  }

  /** A refused key is audited at once; what follows from it is there once the link says so. */
  async #hearOfKey(): Promise<void> {
    if (!this.#lasting.has('key')) return;
    for (let looks = 0; looks < 40; looks += 1) {
      const links = await this.#answer(() => this.#person.client.links.list());
      if (links.some(({ linkId, status }) => linkId === this.#person.linkId && status.kind !== 'connected'))
        return;
      await sleep(100);
    }
  }

  /** Looks until `look` says null; while it says the same for a moment, the clocks step. */
  async #until(what: string, look: () => Promise<string | null>): Promise<void> {
    const [sinceMs, begunMs] = [Date.now(), this.#stage.nowMs()];
    let [last, lastChangeMs] = ['', Date.now()];
    for (; ; await sleep(120)) {
      const seen = await look();
      if (seen === null) return;
      if (Date.now() - sinceMs > patienceMs) throw new Error(`${what}: not within ${patienceMs} ms: ${seen}`);
      if (seen !== last) [last, lastChangeMs] = [seen, Date.now()];
      if (Date.now() - lastChangeMs < stillMs) continue;
      await this.#stage.pass(strideMs(seen, this.#stage.nowMs() - begunMs));
      // Sweeps begin every five seconds.
      lastChangeMs = Date.now() + (seen === '' ? 6_000 : 0);
    }
  }
}

/** What a quarter of an hour does not settle, a day does; what rests is swept for after ten minutes. */
function strideMs(seen: string, waitedMs: number): number {
  if (seen === '') return 11 * minuteMs;
  return waitedMs > 15 * minuteMs ? dayMs : 35_000;
}

function planSeen(plan: PlanView, slots: readonly (readonly [string, SlotSeen])[]): PlanSeen {
  const { state, pausedBecause, spent, bought } = plan;
  return { state, pausedBecause, spent: units(spent), bought: units(bought), slots: new Map(slots) };
}

/** What the suite calls the slot of this order. */
function slotName({ slotKey }: OrderView): string {
  return slotKey.startsWith('now-') ? slotKey.slice('now-'.length) : 'due';
}
