// Random commands to the engine and to its naive twin: they must agree on every answer, trade, balance and book.

import type { Asset } from '@mandato/primitives/money';
import type { Rng } from '@mandato/primitives/ports';
import type { BookSpec } from '../book-spec.ts';
import { apply } from '../engine/apply.ts';
import type { EngineCommand, NewTerms, OrderTerms } from '../engine/command.ts';
import type { EngineEvent } from '../engine/event.ts';
import { createExchangeState, type ExchangeState } from '../engine/state.ts';
import { type AccountId, accountIdOf, type VenueOrderId, venueOrderIdOf } from '../ids.ts';
import { balancesOf, houseBalancesOf } from '../view/account-view.ts';
import { fullBookOf } from '../view/book-view.ts';
import { openOrdersOf } from '../view/order-view.ts';
import { TwinExchange } from './twin-exchange.ts';
import { remainingOf } from './twin-order.ts';

const one = 100_000_000n;

/** What was compared; `difference` says what was not alike, and after which command. */
export interface Comparison {
  readonly commands: number;
  readonly trades: number;
  readonly refused: number;
  readonly deepComparisons: number;
  readonly difference: string | null;
}

/**
 * Applies `commands` random commands to both. Answers, trades, balances and the sum of every currency are compared
 * after each, the whole book and every open order after each `deepEvery`.
 */
export class TwinComparison {
  readonly state: ExchangeState;
  readonly twin: TwinExchange;
  readonly #rng: Rng;
  readonly #traders: readonly AccountId[];
  #number = 0;
  #atMs = 1_700_000_000_000;
  #trades = 0;
  #refused = 0;
  #deep = 0;
  readonly #scale: bigint;

  /** `scale` multiplies prices and amounts of quote: with 15,000 a fill is worth some 2^52 units, now more, now less. */
  constructor(spec: BookSpec, rng: Rng, scale = 1n) {
    this.#scale = scale;
    this.state = createExchangeState([spec]);
    this.twin = new TwinExchange(spec);
    this.#rng = rng;
    this.#traders = ['ana', 'beto', 'caro', 'dani', 'eva', 'fer'].map(accountIdOf);
    for (const account of this.#traders) {
      this.#both({ kind: 'open_account', atMs: this.#atMs, account });
      this.#both(this.#funding(account, true));
      this.#both(this.#funding(account, false));
    }
  }

  run(commands: number, deepEvery: number): Comparison {
    let difference: string | null = null;
    for (let count = 0; count < commands && difference === null; count += 1) {
      const command = this.#command();
      const found =
        this.#both(command) ??
        this.#shallow() ??
        (this.#number % deepEvery === 0 ? this.#compareDeeply() : null);
      if (found !== null) difference = `${found} after command ${this.#number}: ${text(command)}`;
    }
    return {
      commands: this.#number,
      trades: this.#trades,
      refused: this.#refused,
      deepComparisons: this.#deep,
      difference,
    };
  }

  /** Applies further commands to both and hands each to `also`; answers the first difference, or null. */
  repeat(commands: number, also: (command: EngineCommand) => unknown): string | null {
    for (let count = 0; count < commands; count += 1) {
      const command = this.#command();
      const found = this.#both(command);
      if (found !== null) return found;
      also(command);
    }
    return null;
  }

  #both(command: EngineCommand): string | null {
    this.#number += 1;
    const applied = apply(this.state, command);
    const refusal = this.twin.apply(command);
    const answer = applied.ok ? null : applied.error;
    if (answer !== refusal) return `answers ${answer} and ${refusal}`;
    if (!applied.ok) {
      this.#refused += 1;
      return null;
    }
    const got = applied.value.flatMap(tradeText).join();
    const wanted = this.twin.trades.map((t) => [t.maker, t.taker, t.price, t.quantity].join(' ')).join();
    this.#trades += this.twin.trades.length;
    return got === wanted ? null : `trades [${got}] and [${wanted}]`;
  }

  #shallow(): string | null {
    const { spec } = this.twin;
    const { fees: feesBase } = houseBalancesOf(this.state, spec.base);
    const { fees: feesQuote } = houseBalancesOf(this.state, spec.quote);
    if (feesBase !== this.twin.feesBase || feesQuote !== this.twin.feesQuote) return 'other fees';
    for (const account of this.#traders) {
      const found = this.#compareMoney(account);
      if (found !== null) return found;
    }
    return this.#isConserved(spec.base) && this.#isConserved(spec.quote) ? null : 'money came or went';
  }

  #compareMoney(account: AccountId): string | null {
    const twin = this.twin.accounts.get(account);
    for (const { asset, total, locked } of balancesOf(this.state, account)) {
      const isBase = asset === this.twin.spec.base;
      if (total !== (isBase ? twin?.base : twin?.quote)) return `other total ${asset} of ${account}`;
      if (locked !== this.twin.locked(account, isBase ? 'sell' : 'buy')) return `other hold of ${account}`;
    }
    return null;
  }

  #isConserved(asset: Asset): boolean {
    const { fees, external } = houseBalancesOf(this.state, asset);
    const totals = this.#traders.map(
      (account) => balancesOf(this.state, account).find((balance) => balance.asset === asset)?.total ?? 0n,
    );
    return totals.reduce((sum, total) => sum + total, fees + external) === 0n;
  }

  #compareDeeply(): string | null {
    this.#deep += 1;
    const full = fullBookOf(this.state, this.twin.spec.id, 1e6);
    for (const side of ['buy', 'sell'] as const) {
      const rows = (side === 'buy' ? full?.bids : full?.asks) ?? [];
      const got = rows.map(({ orderId, quantity }) => `${orderId} ${quantity}`).join();
      const wanted = this.twin
        .resting(side)
        .map((order) => `${order.orderId} ${remainingOf(order)}`)
        .join();
      if (got !== wanted) return `${side} side [${got}] and [${wanted}]`;
    }
    const got = this.#traders
      .flatMap((account) => openOrdersOf(this.state, account, { book: null, limit: 1e6 }))
      .map(
        (order) =>
          `${order.orderId} ${order.filledQuantity} ${order.triggeredAtMs === null ? order.stop : null}`,
      );
    const wanted = this.twin.active.map((order) => `${order.orderId} ${order.filled} ${order.stop}`);
    return got.sort().join() === wanted.sort().join() ? null : 'other open orders';
  }

  #funding(account: AccountId, isBase: boolean): EngineCommand {
    const { base, quote } = this.twin.spec;
    const fundingId = this.#number.toString(16).padStart(32, '0');
    const amount = BigInt(1 + this.#rng.below(2e9)) * (isBase ? 1n : 10_000n * this.#scale);
    const asset = isBase ? base : quote;
    return { kind: 'fund', atMs: this.#atMs, account, asset, amount, fundingId, method: 'practice' };
  }

  #command(): EngineCommand {
    const { below } = this.#rng;
    this.#atMs += below(200) === 0 ? below(3_600_000) : below(3_000);
    const atMs = this.#atMs;
    const account = this.#traders[below(this.#traders.length)] ?? accountIdOf('ana');
    if (below(100) === 0) return this.#funding(account, below(2) === 0);
    const open = this.twin.active.length > 90 ? 70 : 38;
    const kind = below(100);
    if (kind < open) return this.#onOrder(account, atMs, kind);
    if (kind === 99) return { kind: 'cancel_all', atMs, account, book: null };
    return {
      kind: 'place_order',
      atMs,
      account,
      orderId: this.#newId(),
      originId: below(4) === 0 ? `o${below(6)}` : null,
      book: this.twin.spec.id,
      side: below(2) === 0 ? 'buy' : 'sell',
      terms: this.#terms(),
      ...(below(5) === 0 ? { stop: this.#price() } : {}),
    };
  }

  #onOrder(account: AccountId, atMs: number, kind: number): EngineCommand {
    const { below } = this.#rng;
    const { active, ended } = this.twin;
    const known = below(20) === 0 ? ended : active;
    const order = known[below(known.length)];
    const orderId = order?.orderId ?? this.#newId();
    const by = below(30) === 0 ? account : (order?.account ?? account);
    if (kind % 4 < 2) return { kind: 'cancel_order', atMs, account: by, orderId };
    const terms = this.#change();
    const cancelIfRefused = below(4) === 0;
    if (kind % 4 === 2) return { kind: 'modify_order', atMs, account: by, orderId, terms, cancelIfRefused };
    const originId = below(4) === 0 ? `o${below(6)}` : null;
    return { kind: 'replace_order', atMs, account: by, orderId, newOrderId: this.#newId(), originId, terms };
  }

  #change(): NewTerms {
    const { below } = this.#rng;
    return {
      price: below(2) === 0 ? this.#price() : null,
      quantity: below(2) === 0 ? this.#quantity() : null,
      notional: below(12) === 0 ? BigInt(1 + below(4e9)) * 50n * this.#scale : null,
      stop: below(8) === 0 ? this.#price() : null,
    };
  }

  #terms(): OrderTerms {
    const { below } = this.#rng;
    const quantity = this.#quantity();
    const slippagePpm = below(3) === 0 ? below(20_000) : null;
    if (below(8) === 0) return { kind: 'market_quantity', quantity, slippagePpm };
    if (below(8) === 0) {
      const notional = BigInt(1 + below(4e9)) * 90n * this.#scale;
      return { kind: 'market_notional', notional, slippagePpm };
    }
    const timeInForce = (['gtc', 'gtc', 'gtc', 'ioc', 'fok', 'postonly'] as const)[below(6)] ?? 'gtc';
    return { kind: 'limit', price: this.#price(), quantity, timeInForce };
  }

  // Around the last price, so that the market wanders; now and then off the tick or out of bounds.
  #price(): bigint {
    const { below } = this.#rng;
    const { tickSize } = this.twin.spec;
    const around = (this.twin.lastPrice ?? 5_000n * one * this.#scale) / tickSize;
    const price = (around + BigInt(below(41) - 20)) * tickSize;
    return below(60) === 0 ? price + BigInt(below(3)) * one : price;
  }

  #quantity(): bigint {
    const { below } = this.#rng;
    return below(50) === 0 ? BigInt(below(1_000)) : BigInt(90_000 + below(150_000_000));
  }

  #newId(): VenueOrderId {
    return venueOrderIdOf(`${this.#number.toString(36)}x${this.#rng.below(3)}`.padStart(16, '0'));
  }
}

function tradeText(event: EngineEvent): string[] {
  if (event.kind !== 'trade') return [];
  const { makerOrderId, takerOrderId, price, quantity } = event.trade;
  return [[makerOrderId, takerOrderId, price, quantity].join(' ')];
}

function text(command: EngineCommand): string {
  return JSON.stringify(command, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
