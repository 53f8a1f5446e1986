// The active orders of one account, oldest first: a list that an order leaves without being touched in it.

import type { OrderStore } from './order-store.ts';

const none = -1;

/**
 * Handles in the order of their entry. An order's own row says where it stands here and whether it still is active, so
 * what ended stays in the list until there is no room: then it is left out, which costs little per order.
 */
export class OpenList {
  /** Active orders. */
  count = 0;
  /** Places in use, those of ended orders among them. */
  length = 0;
  readonly #account: number;
  #handles = new Int32Array(8);

  constructor(account: number) {
    this.#account = account;
  }

  /** The order at a place, or -1 when it ended. */
  at(orders: OrderStore, place: number): number {
    const order = this.#handles[place] ?? none;
    return order >= 0 && orders.isOpenAt(order, this.#account, place) ? order : none;
  }

  /** Makes an order the newest one. */
  add(orders: OrderStore, order: number): void {
    if (this.length === this.#handles.length) this.#makeRoom(orders);
    this.#handles[this.length] = order;
    orders.setNext(order, this.length);
    this.length += 1;
    this.count += 1;
  }

  /** After the order at a place ended. The newest one leaves its place to the next that comes. */
  remove(place: number): void {
    if (place === this.length - 1) this.length = place;
    this.count -= 1;
  }

  #makeRoom(orders: OrderStore): void {
    const from = this.#handles;
    if (this.count * 2 > from.length) this.#handles = new Int32Array(from.length * 2);
    let to = 0;
    for (let place = 0; place < this.length; place += 1) {
      const order = from[place] ?? none;
      if (!orders.isOpenAt(order, this.#account, place)) continue;
      this.#handles[to] = order;
      orders.setNext(order, to);
      to += 1;
    }
    this.length = to;
  }
}
