// A second, naive exchange for tests: one book, bigints, every list searched and sorted anew; slow and plainly right.

import type { BookSpec } from '../book-spec.ts';
import type {
  CancelOrder,
  EngineCommand,
  EngineRefusal,
  ModifyOrder,
  OrderTerms,
  PlaceOrder,
  ReplaceOrder,
} from '../engine/command.ts';
import { feeTierOf } from '../fees/fee-tier.ts';
import type { AccountId, VenueOrderId } from '../ids.ts';
import {
  compare,
  divideUp,
  isFillable,
  isWithin,
  minimum,
  type Plan,
  planOver,
  priceOf,
  valueAsked,
  worstPrice,
} from './plan-naively.ts';
import {
  changedTerms,
  notional,
  remainingOf,
  type TwinAccount,
  type TwinFill,
  type TwinOrder,
  type TwinTrade,
  twinOrderOf,
} from './twin-order.ts';

const dayMs = 86_400_000;
const retentionMs = 60 * 60_000;

export class TwinExchange {
  readonly spec: BookSpec;
  readonly accounts = new Map<AccountId, TwinAccount>();
  active: TwinOrder[] = [];
  ended: TwinOrder[] = [];
  feesBase = 0n;
  feesQuote = 0n;
  lastPrice: bigint | null = null;
  /** The trades of the last command. */
  trades: TwinTrade[] = [];
  #nowMs = 0;
  #atMs = 0;
  #age = 0;

  constructor(spec: BookSpec) {
    this.spec = spec;
  }

  apply(command: EngineCommand): EngineRefusal | null {
    this.trades = [];
    this.#atMs = Math.max(this.#nowMs, command.atMs);
    const refusal = this.#decide(command);
    if (refusal !== null) return refusal;
    this.#nowMs = this.#atMs;
    let forgotten = 0;
    while (forgotten < 64 && (this.ended[0]?.endedAtMs ?? this.#nowMs) + retentionMs < this.#nowMs) {
      this.ended.shift();
      forgotten += 1;
    }
    return null;
  }

  /** What is locked of one side's money: the sum of what that side's orders hold. */
  locked(account: AccountId, side: 'buy' | 'sell'): bigint {
    return this.active
      .filter((order) => order.account === account && order.side === side)
      .reduce((sum, order) => sum + order.hold, 0n);
  }

  /** Resting orders of a side, best price first and then oldest first. */
  resting(side: 'buy' | 'sell'): TwinOrder[] {
    const sign = side === 'buy' ? -1 : 1;
    return this.active
      .filter((order) => order.side === side && order.stop === null && order.terms.kind === 'limit')
      .sort((a, b) => sign * compare(priceOf(a), priceOf(b)) || a.age - b.age);
  }

  #decide(command: EngineCommand): EngineRefusal | null {
    if (command.kind === 'open_account') {
      if (this.accounts.has(command.account)) return 'account_exists';
      this.accounts.set(command.account, { base: 0n, quote: 0n, volumes: new Map() });
      return null;
    }
    const account = this.accounts.get(command.account);
    if (account === undefined) return 'account_unknown';
    if (command.kind === 'place_order') return this.#place(command);
    if (command.kind === 'fund') {
      if (command.asset === this.spec.base) account.base += command.amount;
      else account.quote += command.amount;
      return null;
    }
    if (command.kind === 'cancel_all') {
      for (const order of this.active.filter((each) => each.account === command.account)) this.#end(order);
      return null;
    }
    return this.#onOrder(command);
  }

  #onOrder(command: CancelOrder | ModifyOrder | ReplaceOrder): EngineRefusal | null {
    const order = this.active.find((each) => each.orderId === command.orderId);
    if (order === undefined || order.account !== command.account) return this.#whyNot(command);
    if (command.kind === 'modify_order') return this.#modify(order, command);
    if (command.kind === 'replace_order') return this.#replace(order, command);
    this.#end(order);
    return null;
  }

  #whyNot(command: { readonly account: AccountId; readonly orderId: VenueOrderId }): EngineRefusal {
    const { account, orderId } = command;
    const isOwn = this.ended.some((each) => each.orderId === orderId && each.account === account);
    return isOwn ? 'order_ended' : 'order_unknown';
  }

  #place(command: PlaceOrder): EngineRefusal | null {
    this.#age += 1;
    const order = twinOrderOf(command, this.#age);
    const refusal = this.#refusal(order, null);
    if (refusal !== null) return refusal;
    this.#enter(order);
    return null;
  }

  #refusal(order: TwinOrder, replaced: TwinOrder | null): EngineRefusal | null {
    const others = this.active.filter((each) => each !== replaced);
    if ([...this.active, ...this.ended].some((each) => each.orderId === order.orderId))
      return 'order_id_duplicate';
    const terms = this.#termsRefusal(order.terms, order.stop);
    if (terms !== null) return terms;
    const own = others.filter((each) => each.account === order.account);
    if (order.originId !== null && own.some((each) => each.originId === order.originId))
      return 'origin_id_duplicate';
    const bounds = this.#boundsRefusal(order);
    if (bounds !== null) return bounds;
    if (own.length >= 500) return 'open_orders_exceeded';
    order.hold = this.#holdOf(order);
    return this.#available(order) < this.#needed(order) ? 'balance_insufficient' : null;
  }

  #termsRefusal(terms: OrderTerms, stop: bigint | null): EngineRefusal | null {
    if ((terms.kind === 'market_notional' ? terms.notional : terms.quantity) <= 0n)
      return 'amount_not_positive';
    const prices = [...(terms.kind === 'limit' ? [terms.price] : []), ...(stop === null ? [] : [stop])];
    return prices.some((price) => price <= 0n || price % this.spec.tickSize !== 0n) ? 'price_off_tick' : null;
  }

  #boundsRefusal(order: TwinOrder): EngineRefusal | null {
    const { terms, stop } = order;
    const { spec } = this;
    const bounds: readonly [EngineRefusal, boolean][] = [
      ['price_below_min', terms.kind === 'limit' && terms.price < spec.priceMin],
      ['price_above_max', terms.kind === 'limit' && terms.price > spec.priceMax],
      ['stop_below_min', stop !== null && stop < spec.priceMin],
      ['stop_above_max', stop !== null && stop > spec.priceMax],
      ['quantity_below_min', terms.kind !== 'market_notional' && terms.quantity < spec.quantityMin],
      ['quantity_above_max', terms.kind !== 'market_notional' && terms.quantity > spec.quantityMax],
    ];
    const broken = bounds.find(([, isBroken]) => isBroken);
    if (broken !== undefined) return broken[0];
    const plan = terms.kind === 'market_quantity' && stop === null ? this.#plan(order) : null;
    const value = plan?.cost ?? valueAsked(terms, stop);
    const isKnown = plan === null || plan.end === 'fulfilled';
    if (isKnown && value < spec.notionalMin) return 'notional_below_min';
    return value > spec.notionalMax ? 'notional_above_max' : null;
  }

  #holdOf(order: TwinOrder): bigint {
    const { terms, side, stop } = order;
    if (terms.kind !== 'limit' && stop === null) {
      const plan = this.#plan(order);
      return side === 'buy' ? plan.cost : plan.quantity;
    }
    if (terms.kind === 'market_notional') {
      if (side === 'buy') return terms.notional;
      return divideUp(terms.notional * 100_000_000n, stop ?? 1n);
    }
    const open = remainingOf(order);
    const price = terms.kind === 'limit' ? terms.price : (stop ?? 0n);
    return side === 'sell' ? open : divideUp(price * open, 100_000_000n);
  }

  #needed({ terms, side, stop, hold }: TwinOrder): bigint {
    if (stop !== null || terms.kind === 'limit') return hold;
    if (terms.kind === 'market_notional' && side === 'buy') return terms.notional;
    return terms.kind === 'market_quantity' && side === 'sell' ? terms.quantity : hold;
  }

  #available(order: TwinOrder): bigint {
    const account = this.#account(order.account);
    return (order.side === 'buy' ? account.quote : account.base) - this.locked(order.account, order.side);
  }

  #enter(order: TwinOrder): void {
    this.active.push(order);
    if (order.stop !== null) this.#await(order);
    else this.#match(order, order.terms.kind === 'limit' ? null : this.#plan(order));
    this.#trigger();
  }

  #await(order: TwinOrder): void {
    const last = this.lastPrice;
    order.waitsForRise = last === null ? order.side === 'buy' : (order.stop ?? 0n) > last;
  }

  #trigger(): void {
    for (;;) {
      const last = this.lastPrice;
      if (last === null) return;
      const waiting = this.active.filter((order) => order.stop !== null);
      const rises = waiting
        .filter((order) => order.waitsForRise && (order.stop ?? 0n) <= last)
        .sort((a, b) => compare(a.stop ?? 0n, b.stop ?? 0n) || a.age - b.age);
      const falls = waiting
        .filter((order) => !order.waitsForRise && (order.stop ?? 0n) >= last)
        .sort((a, b) => compare(b.stop ?? 0n, a.stop ?? 0n) || a.age - b.age);
      const order = rises[0] ?? falls[0];
      if (order === undefined) return;
      order.stop = null;
      this.#age += 1;
      order.age = this.#age;
      if (order.terms.kind === 'limit') this.#match(order, null);
      else this.#triggerMarket(order, order.terms);
    }
  }

  #triggerMarket(order: TwinOrder, terms: Exclude<OrderTerms, { kind: 'limit' }>): void {
    order.hold = 0n;
    const plan = this.#plan(order, this.#available(order));
    order.hold = order.side === 'buy' ? plan.cost : plan.quantity;
    const isShort = terms.kind === 'market_quantity' && plan.quantity < terms.quantity;
    this.#match(order, isShort && plan.end === 'fulfilled' ? { ...plan, end: 'exhausted' } : plan);
  }

  // What a market order takes at the prices of now, spending at most `means`.
  #plan(order: TwinOrder, means: bigint | null = null): Plan {
    const { terms, side } = order;
    if (terms.kind === 'limit') return { quantity: 0n, cost: 0n, end: 'exhausted' };
    const all = this.resting(side === 'buy' ? 'sell' : 'buy');
    const worst = worstPrice(all[0], this.spec.tickSize, { side, slippagePpm: terms.slippagePpm });
    const makers = all.filter(
      (maker) => worst === null || (side === 'buy' ? priceOf(maker) <= worst : priceOf(maker) >= worst),
    );
    const asked = terms.kind === 'market_quantity' ? terms.quantity : null;
    const capped = minimum([asked, asked === null ? null : this.spec.quantityMax]);
    const quantityMax = minimum([capped, side === 'sell' ? means : null]);
    const value = terms.kind === 'market_notional' ? terms.notional : null;
    return planOver(makers, order.account, {
      quantityMax,
      costMax: minimum([value, side === 'buy' ? means : null]),
    });
  }

  #match(order: TwinOrder, plan: Plan | null): void {
    const { terms } = order;
    const limit = terms.kind === 'limit' ? terms : null;
    const makers = this.resting(order.side === 'buy' ? 'sell' : 'buy').filter((maker) =>
      isWithin(order, maker),
    );
    const isRefused =
      (limit?.timeInForce === 'postonly' && makers.length > 0) ||
      (limit?.timeInForce === 'fok' && !isFillable(makers, order));
    const left = isRefused ? null : this.#take(order, makers, plan?.quantity ?? remainingOf(order));
    if (left === null || limit === null || left === 0n || limit.timeInForce === 'ioc') this.#end(order);
  }

  // What is left, or null when an own order was next in line.
  #take(order: TwinOrder, makers: readonly TwinOrder[], wished: bigint): bigint | null {
    let left = wished;
    for (const maker of makers) {
      if (left === 0n) break;
      if (maker.account === order.account) return null;
      const quantity = minimum([left, remainingOf(maker)]) ?? 0n;
      left -= quantity;
      this.#fill(maker, order, quantity);
    }
    return left;
  }

  #fill(maker: TwinOrder, taker: TwinOrder, quantity: bigint): void {
    const price = priceOf(maker);
    const cost = notional(price, quantity);
    maker.filled += quantity;
    taker.filled += quantity;
    const fees = [
      this.#settle(maker, { quantity, cost, isTaker: false }),
      this.#settle(taker, { quantity, cost, isTaker: true }),
    ] as const;
    this.lastPrice = price;
    this.trades.push({ maker: maker.orderId, taker: taker.orderId, price, quantity, fees });
    if (remainingOf(maker) === 0n) this.#end(maker);
  }

  #settle(order: TwinOrder, fill: TwinFill): bigint {
    const { quantity, cost, isTaker } = fill;
    const account = this.#account(order.account);
    const day = Math.floor(this.#atMs / dayMs);
    const days = [...account.volumes].filter(([each]) => each > day - 30);
    const tier = feeTierOf(
      this.spec.feeTiers,
      days.reduce((sum, [, volume]) => sum + volume, 0n),
    );
    const received = order.side === 'buy' ? quantity : cost;
    const fee = (received * BigInt(isTaker ? tier.takerPpm : tier.makerPpm)) / 1_000_000n;
    account.volumes.set(day, (account.volumes.get(day) ?? 0n) + cost);
    if (order.side === 'buy') {
      account.quote -= cost;
      account.base += quantity - fee;
      this.feesBase += fee;
    } else {
      account.base -= quantity;
      account.quote += cost - fee;
      this.feesQuote += fee;
    }
    const paid = order.side === 'buy' ? cost : quantity;
    order.hold = order.terms.kind === 'limit' ? this.#holdOf(order) : order.hold - paid;
    return fee;
  }

  #modify(order: TwinOrder, command: ModifyOrder): EngineRefusal | null {
    const refusal = this.#tryModify(order, command);
    if (refusal === null || !command.cancelIfRefused) return refusal;
    this.#end(order);
    return null;
  }

  #tryModify(order: TwinOrder, command: ModifyOrder): EngineRefusal | null {
    const changed = changedTerms(order, command.terms);
    if (changed === null) return 'change_not_allowed';
    const terms = this.#keepValue(order, command, changed.terms);
    const unfit =
      this.#termsRefusal(terms, changed.stop) ?? this.#boundsRefusal({ ...order, ...changed, terms });
    if (unfit !== null) return unfit;
    if (terms.kind !== 'market_notional' && terms.quantity <= order.filled) return 'quantity_below_min';
    const hold = this.#holdOf({ ...order, terms, stop: changed.stop });
    if (hold > this.#available(order) + order.hold) return 'balance_insufficient';
    this.#age += 1;
    Object.assign(order, { terms, stop: changed.stop, hold, age: this.#age });
    if (order.stop !== null) this.#await(order);
    else this.#match(order, null);
    this.#trigger();
    return null;
  }

  #keepValue(order: TwinOrder, command: ModifyOrder, terms: OrderTerms): OrderTerms {
    const { price, quantity } = command.terms;
    if (order.terms.kind !== 'limit' || terms.kind !== 'limit') return terms;
    if (order.side === 'sell' || price === null || quantity !== null) return terms;
    if (price <= 0n || price % this.spec.tickSize !== 0n) return terms;
    const value = notional(order.terms.price, remainingOf(order));
    return { ...terms, quantity: order.filled + (value * 100_000_000n) / price };
  }

  #replace(order: TwinOrder, command: ReplaceOrder): EngineRefusal | null {
    const { terms } = order;
    const open = terms.kind === 'market_notional' ? terms : { ...terms, quantity: remainingOf(order) };
    const changed = changedTerms({ ...order, terms: open }, command.terms);
    if (changed === null) return 'change_not_allowed';
    this.#age += 1;
    const { newOrderId: orderId, originId } = command;
    const fresh: TwinOrder = {
      ...order,
      ...changed,
      orderId,
      originId,
      filled: 0n,
      hold: 0n,
      age: this.#age,
    };
    const refusal = this.#refusal(fresh, order);
    if (refusal !== null) return refusal;
    this.#end(order);
    this.#enter(fresh);
    return null;
  }

  #end(order: TwinOrder): void {
    order.hold = 0n;
    order.endedAtMs = this.#atMs;
    this.active = this.active.filter((each) => each !== order);
    this.ended.push(order);
  }

  #account(id: AccountId): TwinAccount {
    return this.accounts.get(id) ?? { base: 0n, quote: 0n, volumes: new Map() };
  }
}
