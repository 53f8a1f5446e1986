// Faults that come by the clock; those of single calls and of named points are drawn as they happen.

import type { SimExchange } from './sim-exchange.ts';
import { greenQuote, redQuotes } from './sim-market.ts';
import type { SimPeople } from './sim-people.ts';
import type { SimStops } from './sim-stops.ts';
import type { SimWorld } from './sim-worker.ts';
import { stopAllFor } from './stop-all-for.ts';

export interface Strikers {
  readonly world: SimWorld;
  readonly exchange: SimExchange;
  readonly people: SimPeople;
  readonly stops: SimStops;
  /** How long faults may begin. */
  readonly faultsMs: number;
}

/** Plans every fault of the seed that has its hour. */
export function planClockFaults(strikers: Strikers): void {
  planProcessFaults(strikers);
  planStorageFaults(strikers);
  planWorldFaults(strikers);
  planPeople(strikers);
}

function planProcessFaults(strikers: Strikers): void {
  const { world } = strikers;
  const { process } = world.swarm;
  for (const worker of world.workers) {
    scatter(strikers, { name: `crash ${worker.name}`, count: process.crashes }, () =>
      worker.crash('at random'),
    );
    scatter(strikers, { name: `pause ${worker.name}`, count: process.pauses }, (site) =>
      worker.pause(5_000 + world.draws.below(`for ${site}`, 115_000)),
    );
  }
}

function planStorageFaults(strikers: Strikers): void {
  const { world } = strikers;
  const { storage, swarm, watch, workers } = world;
  const { diskFulls, storeAways, powerLosses } = swarm.process;
  scatter(strikers, { name: 'disk full', count: diskFulls }, (site) =>
    storage.fill(troubledUntil(world, span(world, site, [1, 40]))),
  );
  scatter(strikers, { name: 'database away', count: storeAways }, (site) =>
    storage.goAway(troubledUntil(world, span(world, site, [0.1, 10]))),
  );
  scatter(strikers, { name: 'power loss', count: powerLosses }, () => {
    for (const worker of workers) worker.crash('the power failed');
    storage.losePower();
    watch.onPowerBack();
  });
}

function planWorldFaults(strikers: Strikers): void {
  const { world, exchange, stops } = strikers;
  const { swarm, network, draws, time } = world;
  scatter(strikers, { name: 'outage', count: swarm.network.outages }, (site) => {
    const kind = draws.below(`kind ${site}`, 2) === 0 ? 'refused' : 'swallowed';
    network.breakDown(kind, troubledUntil(world, span(world, site, [5, 45])));
  });
  scatter(strikers, { name: 'halt', count: swarm.exchange.halts }, (site) =>
    exchange.halt(time.nowMs + span(world, site, [2, 20])),
  );
  scatter(strikers, { name: 'red quote', count: swarm.exchange.redQuotes }, (site) => turnRed(world, site));
  scatter(strikers, { name: 'foreign order', count: swarm.exchange.foreignOrders }, (site) => {
    const linkId = `link-${1 + draws.below(`link ${site}`, swarm.users)}`;
    exchange.tradeByHand(linkId, BigInt(100 + draws.below(`mxn ${site}`, 3_000)));
  });
  scatter(strikers, { name: 'kill switch', count: swarm.process.killFlips }, (site) =>
    stopAllFor(world, span(world, site, [1, 15])),
  );
  scatter(strikers, { name: 'stop', count: swarm.process.stops }, (site) =>
    stops.strike(site, span(world, site, [1, 15])),
  );
}

function planPeople(strikers: Strikers): void {
  const { world, people } = strikers;
  for (let user = 1; user <= world.swarm.users; user += 1) {
    const linkId = `link-${user}`;
    scatter(strikers, { name: `act of ${user}`, count: world.swarm.process.personActs }, (site) =>
      people.act(userOf(linkId), linkId, site),
    );
  }
}

/** The person whose link it is. */
export function userOf(linkId: string): string {
  return `user of ${linkId}`;
}

function scatter(
  { world, faultsMs }: Strikers,
  of: { readonly name: string; readonly count: number },
  strike: (site: string) => void,
): void {
  const { time, draws, startMs } = world;
  for (let number = 1; number <= of.count; number += 1) {
    const site = `${of.name} ${number}`;
    const atMs = startMs + draws.below(`when ${site}`, faultsMs);
    time.at(atMs, () => {
      if (draws.strikes(site, 1)) strike(site);
    });
  }
}

/** The end of a trouble of `ms` that begins now. */
function troubledUntil({ time, calm }: SimWorld, ms: number): number {
  const endMs = time.nowMs + ms;
  calm.until(endMs);
  return endMs;
}

/** A span between two numbers of minutes, in milliseconds. */
function span({ draws }: SimWorld, site: string, [from, to]: readonly [number, number]): number {
  return Math.round((from + draws.unit(`span ${site}`) * (to - from)) * 60_000);
}

function turnRed(world: SimWorld, site: string): void {
  const quote = redQuotes[world.draws.below(`quote ${site}`, redQuotes.length)] ?? greenQuote;
  world.quote = quote;
  world.redSinceMs ??= world.time.nowMs;
  world.time.after(span(world, site, [5, 40]), () => {
    if (world.quote === quote) turnGreen(world);
  });
}

/** Anybody may buy again. */
export function turnGreen(world: SimWorld): void {
  world.quote = greenQuote;
  world.redSinceMs = null;
}
