// Looks for due work again and again: due slots, orders that wait for something, late orders; one pass at a time.

import type { PipelineDeps } from '../orders/order-deps.ts';
import type { OwnTradeStore } from '../orders/own-trade-store.ts';
import { passOwnTrades } from '../orders/pass-own-trades.ts';
import type { OrderRunner } from '../orders/run-orders.ts';
import { sweepLateOrders } from '../orders/sweep-late-orders.ts';
import type { SlotWatch } from './on-slot-due.ts';

/** How often orders are looked for in the store, and late ones swept. */
const orderPassMs = 250;
const sweepPassMs = 5_000;

/** How often to ask whether an account's daily pass over its own trades is due. */
const ownTradesPassMs = 60_000;

interface LoopParts {
  readonly deps: PipelineDeps;
  readonly runner: OrderRunner;
  readonly watch: SlotWatch;
  /** Null where an account's whole history is not read. */
  readonly ownTrades: OwnTradeStore | null;
}

/** One pass at a time; a wake during a pass makes another pass follow. */
export class DueWorkLoop {
  readonly #deps: PipelineDeps;
  readonly #runner: OrderRunner;
  readonly #watch: SlotWatch;
  readonly #ownTrades: OwnTradeStore | null;
  #timer: NodeJS.Timeout | null = null;
  #passing: Promise<void> | null = null;
  #sweeping: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;
  #orderPassDueMs = 0;
  #sweepDueMs = 0;
  #ownTradesDueMs = Number.NEGATIVE_INFINITY;

  constructor(parts: LoopParts) {
    this.#deps = parts.deps;
    this.#runner = parts.runner;
    this.#watch = parts.watch;
    this.#ownTrades = parts.ownTrades;
  }

  /** Looks for due work now and every `tickMs`. */
  start(tickMs: number): void {
    if (this.#isStopped || this.#timer !== null) return;
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#tick();
  }

  wake(): void {
    this.#isWoken = true;
    this.#tick();
  }

  /** As `wake`, and nothing that waits goes on waiting: a switch was turned. */
  rouse(): void {
    this.#runner.rouse();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#passing;
    await this.#sweeping;
  }

  /** One full pass now, started or not. */
  async passAll(): Promise<void> {
    await this.#passing;
    await this.#pass({ orders: true, sweep: true });
    await this.#sweeping;
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

  /** Not awaited by the pass: an exchange that does not answer must not keep due slots waiting. */
  #startSweep(): void {
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => this.#deps.logger.error({ error }, 'looking for late orders broke off'))
      .finally(() => {
        this.#sweeping = null;
      });
  }

  async #sweep(): Promise<void> {
    await sweepLateOrders(this.#deps);
    const nowMs = this.#deps.monotonicMs();
    if (this.#ownTrades === null || nowMs < this.#ownTradesDueMs) return;
    this.#ownTradesDueMs = nowMs + ownTradesPassMs;
    await passOwnTrades(this.#deps, this.#ownTrades);
  }

  async #pass({ orders, sweep }: { readonly orders: boolean; readonly sweep: boolean }): Promise<void> {
    try {
      await this.#watch.pass((order) => this.#runner.take(order), { isWoken: orders });
      if (orders) await this.#runner.pass();
      if (sweep) this.#startSweep();
    } catch (error) {
      this.#deps.logger.error({ error }, 'looking for due work broke off');
    }
  }
}
