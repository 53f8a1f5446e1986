// What strikes processes at the named moments of an order: one dies, one stalls, others die, or all are told to stop.

import type { SimWorker, SimWorld } from './sim-worker.ts';
import { stopAllFor } from './stop-all-for.ts';

/** How it goes on for the process that reached the moment. */
export type AfterMoment = 'goes_on' | 'is_dead' | 'stands_still';

/**
 * After so many the storm is over. Each order under way is another chance to strike, so that from some number on the
 * more wait, the fewer end: seed 4381 came to 80,000 strikes in four hours, of which nothing more is to be learned.
 * The busiest of 3,000 seeds that end has some hundreds.
 */
export const momentStrikesMax = 4_000;

/** Draws what strikes at `site`, the moment of one order, and does it. */
export function strikeAtMoment(world: SimWorld, worker: SimWorker, site: string): AfterMoment {
  const { draws, swarm, isQuiet } = world;
  if (isQuiet || world.momentStrikes >= momentStrikesMax) return 'goes_on';
  const { crashAtPoint, pauseAtPoint, killAtPoint, othersCrashAtPoint } = swarm.process;
  const strikes = (name: string, probability: number) => {
    const hasStruck = draws.strikes(name, probability, site);
    if (hasStruck) world.momentStrikes += 1;
    return hasStruck;
  };
  if (swarm.workers > 1 && strikes('crash of others at', othersCrashAtPoint))
    for (const other of world.workers) if (other !== worker) other.crash(`while ${site}`, 4_000);
  if (strikes('kill switch at', killAtPoint))
    stopAllFor(world, 60_000 + draws.below('kill for', 600_000, site));
  if (strikes('crash at', crashAtPoint)) {
    worker.crash(`at ${site}`);
    return 'is_dead';
  }
  if (!strikes('pause at', pauseAtPoint)) return 'goes_on';
  worker.pause(1_000 + draws.below(`pause for ${site}`, 119_000));
  return 'stands_still';
}
