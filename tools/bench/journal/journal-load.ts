// What the journal's benchmark writes: two traders whose orders meet, by as many writers as are asked for.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { LonjaSequencer } from '../../../apps/lonja/src/sequencer-lonja.ts';

const traders = ['bench-ana', 'bench-beto'].map(accountIdOf);
export const benchStartMs = 1_700_000_000_000;
export const benchBook = bookIdOf('btc_mxn');

/** Opens the two accounts with more money than they can spend. */
export async function fundTraders(sequencer: LonjaSequencer): Promise<void> {
  for (const account of traders) {
    await submit(sequencer, { kind: 'open_account', atMs: benchStartMs, account });
    for (const asset of ['btc', 'mxn'].map(assetOf)) {
      const fundingId = `${account}${asset}`.padStart(32, '0');
      const amount = 1_000_000_000_000n * unitsPerWhole;
      await submit(sequencer, {
        kind: 'fund',
        atMs: benchStartMs,
        account,
        asset,
        amount,
        fundingId,
        method: 'bench',
      });
    }
  }
}

/** Orders of two traders that meet: every second one takes what the one before it rested. */
export class OrderSource {
  made = 0;

  next(): EngineCommand {
    const number = this.made;
    this.made += 1;
    return {
      kind: 'place_order',
      atMs: benchStartMs + number * 40,
      account: traders[number % 2] ?? accountIdOf('bench-ana'),
      orderId: venueOrderIdOf(number.toString(36).padStart(16, '0')),
      originId: null,
      book: benchBook,
      side: number % 2 === 0 ? 'buy' : 'sell',
      terms: {
        kind: 'limit',
        price: 1_500_000n * unitsPerWhole,
        quantity: unitsPerWhole / 1000n,
        timeInForce: 'gtc',
      },
    };
  }
}

/** Writes so many commands and answers how many it were in a second. */
export async function rateOf(
  sequencer: LonjaSequencer,
  orders: OrderSource,
  load: { readonly writers: number; readonly commands: number },
): Promise<number> {
  let left = load.commands;
  async function write(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await submit(sequencer, orders.next());
    }
  }
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: load.writers }, write));
  return (load.commands * 1000) / (performance.now() - startedMs);
}

/** Resolves once the command is on the disk. */
export async function submit(sequencer: LonjaSequencer, command: EngineCommand): Promise<void> {
  const done = await sequencer.submit({ domain: 'exchange', command });
  if (!done.ok) throw new Error(done.error);
}
