import type { ReadOutcome, Venue } from '@mandato/invest-core/venue/venue';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nonceSource } from '../links/nonce-source.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import { orderedReads } from './ordered-reads.ts';

/** An exchange that takes rising nonces alone, at the end of ways whose lengths are given; time passes by `run`. */
class RisingNonces {
  readonly arrived: string[] = [];
  nowMs = 1_795_176_000_000;
  #highest = 0n;
  #asked = 0;
  #waiting: { readonly atMs: number; readonly call: () => void }[] = [];
  readonly #waysMs: readonly number[];

  constructor(waysMs: readonly number[]) {
    this.#waysMs = waysMs;
  }

  /** Calls `call` after `ms`; the answer cancels it. */
  readonly after = (ms: number, call: () => void) => {
    const event = { atMs: this.nowMs + ms, call };
    this.#waiting.push(event);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== event);
    };
  };

  ask(nonce: string): Promise<ReadOutcome<null>> {
    const wayMs = this.#waysMs[this.#asked % this.#waysMs.length] ?? 0;
    this.#asked += 1;
    return new Promise((resolve) => {
      this.after(wayMs, () => {
        const isTaken = BigInt(nonce) > this.#highest;
        if (isTaken) this.#highest = BigInt(nonce);
        this.arrived.push(isTaken ? 'taken' : 'refused');
        resolve(isTaken ? { kind: 'read', value: null } : { kind: 'unread', failure: { kind: 'overtaken' } });
      });
    });
  }

  async run(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#waiting.toSorted((one, other) => one.atMs - other.atMs)[0];
      if (next === undefined) return;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.call();
    }
  }
}

async function spaced(exchange: RisingNonces) {
  const clock = { nowMs: () => exchange.nowMs };
  const nextNonce = nonceSource(clock);
  const unasked = () => Promise.reject(new Error('not asked here'));
  const venue: Venue = {
    placeOrder: unasked,
    cancelOrder: unasked,
    findOrder: (_, nonce) => exchange.ask(nonce),
    readOrderTrades: unasked,
    readOwnTrades: unasked,
    readBalances: unasked,
  };
  const publicVenue = { readBooks: unasked, readQuote: unasked, readMarket: unasked };
  const link: LinkedVenue = {
    ...{ linkId: 'l', userId: 'ana', exchange: 'practice', status: 'connected' },
    ...{ venue, publicVenue },
  };
  const timers = { sleep: unasked, after: exchange.after };
  const venueFor = orderedReads(async () => link, { monotonicMs: clock.nowMs, nextNonce, timers });
  const own = await venueFor('l');
  if (own === null) throw new Error('the link is there');
  return () => own.venue.findOrder('m', nextNonce());
}

const waysMs = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 30 });

it('orderedReads() lets every read of a key through once one was overtaken, whatever their ways', async () => {
  await fc.assert(
    fc.asyncProperty(waysMs, fc.integer({ min: 2, max: 20 }), async (ways, count) => {
      const exchange = new RisingNonces([50, 10, ...ways]);
      const read = await spaced(exchange);
      const first = [read(), read()];
      await exchange.run();
      await Promise.all(first);
      expect(exchange.arrived).toEqual(['taken', 'refused']);
      const rest = Array.from({ length: count }, read);
      await exchange.run();
      expect((await Promise.all(rest)).map((outcome) => outcome.kind)).toEqual(rest.map(() => 'read'));
    }),
  );
});

it('orderedReads() lets reads race where none was refused', async () => {
  const exchange = new RisingNonces([10, 10, 10]);
  const read = await spaced(exchange);
  const startedMs = exchange.nowMs;
  const all = [read(), read(), read()];
  await exchange.run();
  await Promise.all(all);
  expect(exchange.nowMs - startedMs).toBe(10);
});

it('orderedReads() does not wait long for a read that is not answered', async () => {
  const exchange = new RisingNonces([50, 10, 10_000_000, 10]);
  const read = await spaced(exchange);
  const first = [read(), read()];
  await exchange.run();
  await Promise.all(first);
  const startedMs = exchange.nowMs;
  const lost = read();
  let answeredMs = Number.POSITIVE_INFINITY;
  const next = read().then(() => {
    answeredMs = exchange.nowMs;
  });
  await exchange.run();
  await Promise.all([lost, next]);
  expect(answeredMs - startedMs).toBeLessThan(2_000);
});
