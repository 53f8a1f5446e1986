import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallMeter } from './call-meter.ts';
import { drawsOf } from './draws.ts';
import { Findings } from './findings.ts';
import { SimExchange } from './sim-exchange.ts';
import { SimNetwork } from './sim-network.ts';
import { swarmOf } from './swarm.ts';
import { VirtualTime } from './virtual-time.ts';

/** A network of the chances of `seed`, on which events of one moment come in the order of `ties`. */
function networkOf(seed: number, ties: readonly number[]) {
  let tied = 0;
  const tieBreak = () => {
    tied += 1;
    return ties[tied % ties.length] ?? 0;
  };
  const time = new VirtualTime({ startMs: 0, tieBreak });
  const draws = drawsOf({ seed, without: new Set(), onStrike: () => undefined });
  const swarm = swarmOf(seed);
  const exchange = new SimExchange({ time, draws, swarm });
  exchange.openAccount('link-1', 10_000n);
  const phases: string[] = [];
  const findings = new Findings(
    () => time.nowMs,
    () => undefined,
  );
  const network = new SimNetwork({
    time,
    draws,
    swarm,
    exchange,
    meter: new CallMeter(findings),
    readsHaveOwnKey: false,
    onPlacement: (phase, { orderId }) => phases.push(`${orderId} ${phase}`),
  });
  const place = (orderId: string, nonce: string) => {
    const intent = { kind: 'place_market_buy', orderId, book: 'btc_mxn', notional: '100' } as const;
    const request = { linkId: 'link-1', intent, nonce, asker: 'worker 1' };
    return network.ask(request, (ms, call) => time.after(ms, call));
  };
  return { time, phases, place };
}

const ties = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('SimNetwork', () => {
  it('ends a placement before its asker has the answer, in whatever order the events of a moment come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), ties, async (seed, order) => {
        const { time, phases, place } = networkOf(seed, order);
        const seen: string[][] = [];
        void place('one-1', '1').then(() => {
          seen.push([...phases]);
          return place('two-1', '2').then(() => seen.push([...phases]));
        });
        await time.runUntil(3_600_000);
        const first = ['one-1 leaves', 'one-1 ends'];
        expect(seen).toEqual([first, [...first, 'two-1 leaves', 'two-1 ends']]);
        expect(phases).toEqual(seen[1]);
      }),
    );
  });

  it('lets nothing end while no answer has come, so that whoever does not wait is seen', async () => {
    const { time, phases, place } = networkOf(1, [0]);
    void place('one-1', '1');
    void place('two-1', '2');
    await time.runUntil(0);
    expect(phases).toEqual(['one-1 leaves', 'two-1 leaves']);
  });
});
