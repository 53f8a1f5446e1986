// The fault that stops everybody for a while.

import { turnKillSwitch } from './memory-order-store.ts';
import type { SimWorld } from './sim-worker.ts';

/**
 * Stops everybody for `ms`. When faults are over every stop has ended, and whoever stops all after that ends it
 * themselves: seeds 20703 and 42991 blamed the product for orders that it placed after an end of this kind.
 */
export function stopAllFor(world: SimWorld, ms: number): void {
  const { tables, time } = world;
  turnKillSwitch(tables, true, 'all');
  time.note('kill switch on');
  time.after(ms, () => world.isQuiet || turnKillSwitch(tables, false, 'all'));
}
