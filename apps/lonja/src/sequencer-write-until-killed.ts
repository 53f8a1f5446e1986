// A program for tests: trades through the sequencer as fast as it can, says what was acknowledged, and never stops.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { hasAccount } from '@mandato/exchange-core/view/account-view';
import { unitsPerWhole } from '@mandato/primitives/money';
import { snapshotThreads } from './journal/snapshot-thread.ts';
import { randomIds } from './random-ids.ts';
import { type LonjaSequencer, openLonjaSequencer } from './sequencer-lonja.ts';

const traders = ['killed-ana', 'killed-beto'].map(accountIdOf);
const atMs = 1_700_000_000_000;

const [, , directory = '', threadUrl] = process.argv;
// With the built thread as a second argument, one snapshot follows the other.
const snapshots =
  threadUrl === undefined
    ? {}
    : { takeBeside: snapshotThreads(new URL(threadUrl)), snapshotEveryCommands: 150 };
const opened = await openLonjaSequencer(directory, snapshots);
if (opened.ok) await tradeForEver(opened.value);
else process.stdout.write(`open ${opened.error.code}\n`);

async function tradeForEver(sequencer: LonjaSequencer): Promise<void> {
  for (const account of traders) {
    if (hasAccount(sequencer.state.exchange, account)) continue;
    await ask(sequencer, { kind: 'open_account', atMs, account });
    for (const code of ['btc', 'mxn']) {
      const amount = 1_000_000_000n * unitsPerWhole;
      const fundingId = randomIds.hex(32);
      await ask(sequencer, {
        kind: 'fund',
        atMs,
        account,
        asset: assetOf(code),
        amount,
        fundingId,
        method: 'x',
      });
    }
  }
  for (let round = 0; ; round += 1) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => placeOne(sequencer, round * 20 + index)));
  }
}

async function placeOne(sequencer: LonjaSequencer, number: number): Promise<void> {
  const account = traders[number % 2] ?? accountIdOf('killed-ana');
  const orderId = venueOrderIdOf(randomIds.alphanumeric(16));
  const price = BigInt(1_500_000 + (number % 3) * 10) * unitsPerWhole;
  const isPlaced = await ask(sequencer, {
    kind: 'place_order',
    atMs,
    account,
    orderId,
    originId: null,
    book: bookIdOf('btc_mxn'),
    side: number % 2 === 0 ? 'buy' : 'sell',
    terms: { kind: 'limit', price, quantity: unitsPerWhole / 1000n, timeInForce: 'gtc' },
  });
  if (isPlaced) process.stdout.write(`${orderId}\n`);
}

async function ask(sequencer: LonjaSequencer, command: EngineCommand): Promise<boolean> {
  return (await sequencer.submit({ domain: 'exchange', command })).ok;
}
