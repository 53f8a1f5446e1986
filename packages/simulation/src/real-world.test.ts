import { AsyncResource, createHook, executionAsyncId } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { configInTurn } from './sim-config.ts';
import { simulate } from './simulate.ts';

/** What a run may be made of: promises, and the end of their work after each event. */
const ownResources: readonly string[] = ['Immediate', 'PROMISE', 'TickObject'];

/** Of the first two, nothing happens for long after the first event, and what it sets going must not wait for that. */
const seedsToBegin = [64_000, 64_200, 7];

describe('simulate()', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    syncBuiltinESMExports();
  });

  it('asks no clock, no timer and no chance of the machine, and waits for nothing outside', async () => {
    const clock = vi.fn();
    vi.stubGlobal('Date', dateHeardBy(clock));
    const spies = [
      clock,
      vi.spyOn(Math, 'random'),
      vi.spyOn(performance, 'now'),
      vi.spyOn(process, 'hrtime'),
      vi.spyOn(globalThis, 'setTimeout'),
      vi.spyOn(globalThis, 'setInterval'),
      vi.spyOn(timersPromises, 'setTimeout'),
      vi.spyOn(crypto, 'randomBytes'),
      vi.spyOn(crypto, 'randomUUID'),
      vi.spyOn(crypto.webcrypto, 'getRandomValues'),
      vi.spyOn(AbortSignal, 'any'),
      vi.spyOn(AbortSignal, 'timeout'),
      vi.spyOn(globalThis, 'WeakRef'),
      vi.spyOn(globalThis, 'FinalizationRegistry'),
    ];
    syncBuiltinESMExports();
    const { made, value: events } = await watched(async () => {
      let count = 0;
      for (const seed of [31, 32, 33, 34, 35, 36])
        count += (await simulate({ seed, config: configInTurn(seed) })).events;
      return count;
    });
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual(spies.map(() => 0));
    expect([...made.keys()].toSorted()).toEqual(ownResources);
    // One wait for each event, and none that is not of an event.
    expect((made.get('TickObject') ?? 0) + (made.get('Immediate') ?? 0)).toBe(events);
    expect(events).toBeGreaterThan(5_000);
  }, 60_000);

  it.each([
    ['a tick', (begin: () => void) => process.nextTick(begin)],
    ['a timer', (begin: () => void) => setTimeout(begin, 0)],
    ['an immediate', (begin: () => void) => setImmediate(begin)],
    ['a promise', (begin: () => void) => queueMicrotask(begin)],
  ])(
    'tells the same story when it is begun from %s, as from a message of another process',
    async (_, from) => {
      for (const seed of seedsToBegin) {
        const begun = new Promise<string>((resolve) => {
          from(
            () => void simulate({ seed, config: configInTurn(seed) }).then((told) => resolve(told.traceHash)),
          );
        });
        expect([seed, await begun]).toEqual([seed, await hashOf(seed)]);
      }
    },
    60_000,
  );

  it('tells of a seed alone what it tells of it after others, whatever they left behind', async () => {
    const seeds = [64_246, 41, 42, 43];
    const forwards: string[] = [];
    for (const seed of seeds) forwards.push(await hashOf(seed));
    const backwards: string[] = [];
    for (const seed of seeds.toReversed()) backwards.unshift(await hashOf(seed));
    expect(backwards).toEqual(forwards);
    expect(new Set(forwards).size).toBe(seeds.length);
  }, 60_000);
});

async function hashOf(seed: number): Promise<string> {
  return (await simulate({ seed, config: configInTurn(seed) })).traceHash;
}

/** Counts by type what `work` makes that may wait; what others do meanwhile, such as those who run this, is not its. */
async function watched<T>(work: () => Promise<T>) {
  const made = new Map<string, number>();
  const own = new Set<number>();
  const hook = createHook({
    init: (id, type) => {
      if (!own.has(executionAsyncId())) return;
      own.add(id);
      made.set(type, (made.get(type) ?? 0) + 1);
    },
  });
  const root = new AsyncResource('simulation');
  own.add(root.asyncId());
  hook.enable();
  const value = await root.runInAsyncScope(work);
  hook.disable();
  return { made, value };
}

/** `Date`, which tells `heard` when it is asked for the time that it is; moments that are given to it are no matter. */
function dateHeardBy(heard: () => void): DateConstructor {
  return new Proxy(Date, {
    construct: (target, given, as) => {
      if (given.length === 0) heard();
      return Reflect.construct(target, given, as);
    },
    apply: (target) => {
      heard();
      return target();
    },
    get: (target, key, receiver) => {
      if (key === 'now') heard();
      return Reflect.get(target, key, receiver);
    },
  });
}
