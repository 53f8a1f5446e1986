// A second, naive order book for tests: it sorts everything anew for every command, slow and plainly right.

import type { Side } from '../ids.ts';
import type { Taking } from './order-book.ts';

/** A resting order under the slot that the real book gave it; `age` orders those of one price. */
export interface NaiveOrder {
  readonly slot: number;
  readonly side: Side;
  readonly ticks: number;
  readonly owner: number;
  readonly age: number;
  lots: number;
}

export class NaiveBook {
  #orders: NaiveOrder[] = [];

  get orders(): readonly NaiveOrder[] {
    return this.#orders;
  }

  /** One side, best price first and then oldest first. */
  sorted(side: Side): readonly NaiveOrder[] {
    const sign = side === 'buy' ? -1 : 1;
    return this.#orders
      .filter((order) => order.side === side)
      .sort((a, b) => sign * (a.ticks - b.ticks) || a.age - b.age);
  }

  add(order: NaiveOrder): void {
    this.#orders.push(order);
  }

  remove(order: NaiveOrder): void {
    this.#orders = this.#orders.filter((other) => other !== order);
  }

  /** Fills as [slot, ticks, lots], and how it ended. */
  take({ side, limitTicks, lots, owner }: Taking): {
    readonly fills: readonly (readonly number[])[];
    readonly leftLots: number;
    readonly metSelf: boolean;
  } {
    const fills: number[][] = [];
    let leftLots = lots;
    let metSelf = false;
    for (const maker of this.sorted(side === 'buy' ? 'sell' : 'buy')) {
      const isBeyond = side === 'buy' ? maker.ticks > limitTicks : maker.ticks < limitTicks;
      if (leftLots === 0 || isBeyond) break;
      metSelf = maker.owner === owner;
      if (metSelf) break;
      const taken = Math.min(leftLots, maker.lots);
      fills.push([maker.slot, maker.ticks, taken]);
      maker.lots -= taken;
      leftLots -= taken;
    }
    this.#orders = this.#orders.filter((order) => order.lots > 0);
    return { fills, leftLots, metSelf };
  }
}
