// The transactions of one actor as its pipeline sees them: changed by a planted bug, and watched.

import type { OrderTx } from '@mandato/server/orders/order-store';
import type { SimWorld } from './sim-worker.ts';
import type { Actor } from './watch-commits.ts';

/** What no planted bug touches is made once. */
export class WatchedTx {
  readonly #world: SimWorld;
  readonly #by: Actor;
  #after: (() => void)[] = [];
  #made: { readonly tx: OrderTx; readonly watched: OrderTx } | null = null;

  constructor(world: SimWorld, by: Actor) {
    this.#world = world;
    this.#by = by;
  }

  /** `after` collects what to look at once it has committed; one transaction begins after the other has ended. */
  of(tx: OrderTx, after: (() => void)[]): OrderTx {
    this.#after = after;
    const { mutation, watch } = this.#world;
    const mutated = mutation.tx(tx);
    if (this.#made?.tx === mutated) return this.#made.watched;
    const watched = watch.watched(mutated, this.#by, (look) => this.#after.push(look));
    this.#made = { tx: mutated, watched };
    return watched;
  }
}
