// Which orders are worked on at this moment, and whether there is a hand for one more.

import type { DueOrder } from './order-store.ts';

/**
 * How many orders may wait for their turn to be sent, or be being sent. Those that were sent have hands of their own:
 * an order that may exist must not wait for others that have not left yet.
 */
const queuedMax = 64;

const sentMax = 64;

/** Orders of one link leave one after another: more than the next few of them would only keep hands from others. */
const queuedOfLinkMax = 4;

export class OrdersInHand {
  readonly #works = new Map<string, Promise<void>>();
  /** The links of those that have not been sent yet. */
  readonly #queued = new Map<string, string>();
  readonly #queuedOfLink = new Map<string, number>();

  /** Whether no order of any kind could be taken up. */
  get isFull(): boolean {
    return this.#queued.size >= queuedMax && this.#sentCount() >= sentMax;
  }

  /** Whether `order` is not in hand, and there is a hand for it. */
  hasRoomFor({ intentId, linkId, isQueued }: DueOrder): boolean {
    if (this.#works.has(intentId)) return false;
    if (!isQueued) return this.#sentCount() < sentMax;
    return this.#queued.size < queuedMax && (this.#queuedOfLink.get(linkId) ?? 0) < queuedOfLinkMax;
  }

  /** Keeps `order` in hand until `work` has ended, however it ends. */
  hold(order: DueOrder, work: () => Promise<void>): void {
    if (order.isQueued) this.#queue(order.intentId, order.linkId);
    const ended = work().finally(() => {
      this.hasLeftQueue(order.intentId);
      this.#works.delete(order.intentId);
    });
    this.#works.set(order.intentId, ended);
  }

  /** The order was sent, or never will be: the next of its link may be taken up. */
  hasLeftQueue(intentId: string): void {
    const linkId = this.#queued.get(intentId);
    if (linkId === undefined) return;
    this.#queued.delete(intentId);
    const left = (this.#queuedOfLink.get(linkId) ?? 1) - 1;
    if (left === 0) this.#queuedOfLink.delete(linkId);
    else this.#queuedOfLink.set(linkId, left);
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.allSettled(this.#works.values());
  }

  #sentCount(): number {
    return this.#works.size - this.#queued.size;
  }

  #queue(intentId: string, linkId: string): void {
    this.#queued.set(intentId, linkId);
    this.#queuedOfLink.set(linkId, (this.#queuedOfLink.get(linkId) ?? 0) + 1);
  }
}
