// Enough trades to put pages of them away: what snapshots say of pages at each moment, and what a start makes of them.

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { stateHash } from '@mandato/exchange-core/engine/state-hash';
import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, test } from 'vitest';
import { realPageDisk } from './journal/page-disk.ts';
import { temporaryDirectory } from './journal/temporary-directory.ts';
import { openTradeFiles } from './journal/trade-archive.ts';
import { lonjaSnapshots } from './lonja-snapshot.ts';
import { type LonjaSequencer, lonjaFold, openLonjaSequencer } from './sequencer-lonja.ts';

const slow = { timeout: 120_000 };
const pageRows = 8_192;
// Ten full pages and a half: three of them are old.
const trades = pageRows * 10 + pageRows / 2;
const book = bookIdOf('btc_mxn');

/** One order that is taken bit by bit: a trade with each command from the sixth on. */
function* commands(): Generator<EngineCommand> {
  for (const [index, name] of ['maker', 'taker'].entries()) {
    const account = accountIdOf(name);
    yield { kind: 'open_account', atMs: 1, account };
    for (const asset of ['btc', 'mxn']) {
      const fundingId = `${asset}${index}`.padStart(32, '0');
      const amount = 20_000_000n * unitsPerWhole;
      yield { kind: 'fund', atMs: 1, account, asset: assetOf(asset), amount, fundingId, method: 'test' };
    }
  }
  yield order(0, 'sell', 100n * unitsPerWhole);
  for (let number = 1; number <= trades; number += 1) yield order(number, 'buy', 10_000n);
}

function order(number: number, side: 'buy' | 'sell', quantity: bigint): EngineCommand {
  return {
    kind: 'place_order',
    atMs: 1_000 + number,
    account: accountIdOf(side === 'sell' ? 'maker' : 'taker'),
    orderId: venueOrderIdOf(number.toString(36).padStart(16, '0')),
    originId: number % 100 === 0 ? `mine-${number}` : null,
    book,
    side,
    terms: { kind: 'limit', price: 1_000_000n * unitsPerWhole, quantity, timeInForce: 'gtc' },
  };
}

test(
  'a snapshot that is taken while a page is being written has the page, and one taken after does not',
  slow,
  async () => {
    const directory = temporaryDirectory();
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const files = openTradeFiles(directory, {
      disk: {
        ...realPageDisk,
        syncFolder: async (folder) => {
          await gate;
          await realPageDisk.syncFolder(folder);
        },
      },
    });
    const { state, reduce, snapshots } = lonjaFold(files);
    const refused = [...commands()].filter((command) => !reduce(state, { domain: 'exchange', command }).ok);
    expect(refused).toEqual([]);
    while (!existsSync(path.join(directory, 'trades/00000000.bin'))) await turn();
    const hash = stateHash(state.exchange);
    // The file has its name, and may yet lose it.
    const early = snapshots?.encode(state) ?? [];
    const nowhere = openTradeFiles(temporaryDirectory());
    const restored = lonjaSnapshots(nowhere, 1).decode(early);
    expect(restored === null ? null : stateHash(restored.exchange)).toBe(hash);
    expect(restored?.exchange.trades.pagesHeld).toBe(11);
    open();
    while (files.waiting() > 0) await turn();
    expect(state.exchange.trades.pagesHeld).toBe(8);
    expect(stateHash(state.exchange)).toBe(hash);
    const late = snapshots?.encode(state) ?? [];
    expect(sizeOf(early) - sizeOf(late)).toBeGreaterThan(pageRows * 64);
    expect(lonjaSnapshots(openTradeFiles(temporaryDirectory()), 1).decode(late)).toBeNull();
    const again = lonjaSnapshots(openTradeFiles(directory), 1).decode(late);
    expect(again === null ? null : stateHash(again.exchange)).toBe(hash);
    await Promise.all([files.close(), nowhere.close()]);
  },
);

test(
  'a start comes to the same exchange with pages put away, without a snapshot, and with pages that are another',
  slow,
  async () => {
    const directory = temporaryDirectory();
    const first = await opened(directory);
    const answers: Promise<{ readonly ok: boolean }>[] = [];
    for (const command of commands()) {
      answers.push(first.submit({ domain: 'exchange', command }));
      if (answers.length % 5_000 === 0) await answers.at(-1);
    }
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    const hash = stateHash(first.state.exchange);
    while (first.state.exchange.trades.pagesHeld > 8) await turn();
    expect(stateHash(first.state.exchange)).toBe(hash);
    await first.close();
    expect(readdirSync(path.join(directory, 'trades'))).toEqual([
      '00000000.bin',
      '00000001.bin',
      '00000002.bin',
    ]);
    expect(await startedHash(directory)).toBe(hash);
    rmSync(path.join(directory, 'snapshot.bin'));
    expect(await startedHash(directory)).toBe(hash);
    rmSync(path.join(directory, 'snapshot.bin'));
    // As a crash leaves it whose journal lost what the page told of already.
    writeFileSync(path.join(directory, 'trades/00000001.bin'), 'other trades');
    expect(await startedHash(directory)).toBe(hash);
    expect(openTradeFiles(directory).read(1).numbers).toHaveLength(pageRows * 8);
  },
);

async function opened(directory: string): Promise<LonjaSequencer> {
  const sequencer = await openLonjaSequencer(directory);
  if (!sequencer.ok) expect.fail(JSON.stringify(sequencer.error));
  return sequencer.value;
}

/** The state that a start comes to, once its old pages are away. */
async function startedHash(directory: string): Promise<string> {
  const sequencer = await opened(directory);
  while (sequencer.state.exchange.trades.pagesHeld > 8) await turn();
  const hash = stateHash(sequencer.state.exchange);
  await sequencer.close();
  return hash;
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
