// The simulated market on an opened Lonja for as long as a test wants, so that there is something to replay.

import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { startSimulatedMarket } from '../market/simulated-market.ts';
import { randomIds } from '../random-ids.ts';
import type { LonjaSequencer } from '../sequencer-lonja.ts';

/** Trades until `isEnough`, on a market clock of its own. */
export async function marketUntil(sequencer: LonjaSequencer, isEnough: () => boolean): Promise<void> {
  const rng = seededRng(5);
  let nowMs = 1_700_000_000_000;
  const port = {
    exchange: sequencer.state.exchange,
    submit: (command: EngineCommand) => sequencer.submit({ domain: 'exchange', command }),
    clock: { nowMs: () => (nowMs += rng.below(5_000)) },
    ids: randomIds,
  };
  const market = await startSimulatedMarket({ port, seed: 3, pauseMs: 0 });
  while (!isEnough()) await sleep(5);
  await market.stop();
}
