import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stateHash } from '@mandato/exchange-core/engine/state-hash';
import { accountIdOf, assetOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { snapshotThreads } from './journal/snapshot-thread.ts';
import { temporaryDirectory } from './journal/temporary-directory.ts';
import { openTradeFiles } from './journal/trade-archive.ts';
import {
  type LonjaSequencer,
  type LonjaSequencerOptions,
  lonjaFold,
  openLonjaSequencer,
} from './sequencer-lonja.ts';
import type { RunningSnapshot } from './snapshot-writer.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { builtSnapshotThread } from './testing/built-snapshot-thread.ts';
import { marketUntil } from './testing/market-until.ts';

const slow = { timeout: 240_000 };

async function opened(directory: string, options: LonjaSequencerOptions = {}): Promise<LonjaSequencer> {
  const sequencer = await openLonjaSequencer(directory, options);
  if (!sequencer.ok) expect.fail(JSON.stringify(sequencer.error));
  return sequencer.value;
}

/** The state that a start comes to. */
async function startedHash(directory: string): Promise<string> {
  const sequencer = await opened(directory);
  const hash = stateHash(sequencer.state.exchange);
  await sequencer.close();
  return hash;
}

function snapshotIn(directory: string): string {
  return path.join(directory, 'snapshot.bin');
}

async function fund(sequencer: LonjaSequencer, first: number, count: number): Promise<void> {
  const account = accountIdOf('ana');
  if (!sequencer.state.exchange.accounts.has(account))
    await sequencer.submit({ domain: 'exchange', command: { kind: 'open_account', atMs: 1, account } });
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const fundingId = (first + index).toString(16).padStart(32, '0');
      const money = { asset: assetOf('mxn'), amount: 7n, method: 'practice' };
      return sequencer.submit({
        domain: 'exchange',
        command: { kind: 'fund', atMs: first + index, account, fundingId, ...money },
      });
    }),
  );
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
}

/** Takers of snapshots that never come to an end by themselves. */
function heldSnapshots() {
  const ends: ((reason: string | null) => void)[] = [];
  function takeBeside(): RunningSnapshot {
    const { promise, resolve } = promiseWithResolve<string | null>();
    ends.push(resolve);
    return { done: promise, stop: async () => resolve('stopped') };
  }
  return { ends, takeBeside };
}

function promiseWithResolve<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function turns(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

test('snapshotThreads() write, while the market goes on, what a replay comes to', slow, async () => {
  const directory = temporaryDirectory();
  const takeBeside = snapshotThreads(await builtSnapshotThread(temporaryDirectory()));
  const failures: string[] = [];
  const first = await opened(directory, {
    takeBeside,
    snapshotEveryCommands: 400,
    noteSnapshotFailure: (reason) => failures.push(reason),
  });
  await marketUntil(first, () => first.snapshotCounts.written >= 3);
  expect(failures).toEqual([]);
  await first.close();
  const lived = stateHash(first.state.exchange);
  expect(await startedHash(directory)).toBe(lived);
  rmSync(snapshotIn(directory));
  expect(await startedHash(directory)).toBe(lived);
});

test('takeSnapshot() writes what the exchange itself would have written there', async () => {
  const directory = temporaryDirectory();
  const first = await opened(directory);
  await marketUntil(first, () => first.state.exchange.nextTradeId > 40);
  const lived = stateHash(first.state.exchange);
  await first.close();
  const [records, bytes] = [linesOf(directory), statSync(path.join(directory, 'journal.log')).size];
  const fold = lonjaFold(openTradeFiles(directory));
  expect(await takeSnapshot(fold, { directory, to: { records, bytes } })).toMatchObject({ ok: true });
  expect(stateHash(fold.state.exchange)).toBe(lived);
  // With the journal's records gone, only the snapshot can tell.
  writeFileSync(path.join(directory, 'journal.log'), Buffer.alloc(bytes, '\n'));
  const started = await opened(directory);
  expect(stateHash(started.state.exchange)).toBe(lived);
  await started.close();
});

test('takeSnapshot() goes by the journal where the last snapshot is damaged', async () => {
  const directory = temporaryDirectory();
  const first = await opened(directory);
  await fund(first, 0, 5_200);
  await first.close();
  truncateSync(snapshotIn(directory), 1_000);
  const to = { records: linesOf(directory), bytes: statSync(path.join(directory, 'journal.log')).size };
  const taken = await takeSnapshot(lonjaFold(openTradeFiles(directory)), { directory, to });
  expect(taken).toMatchObject({ ok: true });
  expect(statSync(snapshotIn(directory)).size).toBeGreaterThan(1_000);
  expect(await startedHash(directory)).toBe(stateHash(first.state.exchange));
});

test('takeSnapshot() writes none for a place that the journal does not have', async () => {
  const directory = temporaryDirectory();
  const first = await opened(directory);
  await fund(first, 0, 30);
  await first.close();
  const size = statSync(path.join(directory, 'journal.log')).size;
  const records = linesOf(directory);
  for (const to of [
    { records, bytes: size + 9 },
    { records: records + 1, bytes: size },
    { records, bytes: size - 9 },
  ]) {
    const fold = lonjaFold(openTradeFiles(directory));
    expect(await takeSnapshot(fold, { directory, to })).toEqual({ ok: false, error: 'journal_too_short' });
  }
  expect(existsSync(snapshotIn(directory))).toBe(false);
});

function linesOf(directory: string): number {
  return readFileSync(path.join(directory, 'journal.log'), 'latin1').split('\n').length - 1;
}

test('SnapshotWriter takes one at a time, and the next one when another is due', async () => {
  const directory = temporaryDirectory();
  const { ends, takeBeside } = heldSnapshots();
  const sequencer = await opened(directory, { takeBeside, snapshotEveryCommands: 100 });
  await fund(sequencer, 0, 350);
  await turns();
  expect(ends.length).toBe(1);
  ends[0]?.(null);
  await turns();
  expect(sequencer.snapshotCounts).toEqual({ written: 1, failed: 0 });
  await fund(sequencer, 350, 1);
  await turns();
  expect(ends.length).toBe(2);
  await sequencer.close();
  expect(await startedHash(directory)).toBe(stateHash(sequencer.state.exchange));
});

test('SnapshotWriter says that one failed, goes on, tries again and writes its own at the end', async () => {
  const directory = temporaryDirectory();
  const { ends, takeBeside } = heldSnapshots();
  const failures: string[] = [];
  const sequencer = await opened(directory, {
    takeBeside,
    snapshotEveryCommands: 3_000,
    noteSnapshotFailure: (reason) => failures.push(reason),
  });
  await fund(sequencer, 0, 3_000);
  await turns();
  ends[0]?.('out of memory');
  await turns();
  expect([failures, sequencer.snapshotCounts]).toEqual([['out of memory'], { written: 0, failed: 1 }]);
  await fund(sequencer, 3_000, 3_000);
  await turns();
  expect(ends.length).toBe(2);
  await sequencer.close();
  expect(failures).toEqual(['out of memory']);
  expect(existsSync(snapshotIn(directory))).toBe(true);
  expect(await startedHash(directory)).toBe(stateHash(sequencer.state.exchange));
});

test('snapshotThreads() that cannot start, or are stopped, leave what was there', slow, async () => {
  const folder = temporaryDirectory();
  const job = { directory: folder, to: { records: 1, bytes: 1 } };
  const nowhere = snapshotThreads(new URL(`file://${folder}/nowhere.mjs`))(job);
  expect(await nowhere.done).toContain('nowhere.mjs');
  const silent = path.join(folder, 'silent.mjs');
  writeFileSync(silent, 'setInterval(() => {}, 1000);');
  const running = snapshotThreads(new URL(`file://${silent}`))(job);
  await running.stop();
  expect(await running.done).toBe('the thread ended without a word');
  expect(existsSync(snapshotIn(folder))).toBe(false);
});

test('a start after kill -9 in the middle of snapshots comes to what the journal says', slow, async () => {
  const directory = temporaryDirectory();
  const thread = await builtSnapshotThread(temporaryDirectory());
  const program = fileURLToPath(new URL('./sequencer-write-until-killed.ts', import.meta.url));
  const rng = seededRng(11);
  let acknowledged: string[] = [];
  for (let kill = 0; kill < 5; kill += 1) {
    const args = ['--import', 'tsx', program, directory, thread.href];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const goal = acknowledged.length + 900 + rng.below(900);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (acknowledged.length + text.split('\n').length > goal) child.kill('SIGKILL');
    });
    await once(child, 'close');
    acknowledged = [...acknowledged, ...text.split('\n').slice(0, -1)];
    expect(acknowledged.length).toBeGreaterThanOrEqual(goal);
    const survivor = await opened(directory);
    const { orders } = survivor.state.exchange;
    expect(acknowledged.filter((orderId) => !orders.has(venueOrderIdOf(orderId)))).toEqual([]);
    // Not written again at the end: the next one begins where the killed one left its snapshot.
    const fromStart = lonjaFold(openTradeFiles(temporaryDirectory()));
    const to = { records: linesOf(directory), bytes: statSync(path.join(directory, 'journal.log')).size };
    const elsewhere = temporaryDirectory();
    writeFileSync(path.join(elsewhere, 'journal.log'), readFileSync(path.join(directory, 'journal.log')));
    expect(await takeSnapshot(fromStart, { directory: elsewhere, to })).toMatchObject({ ok: true });
    expect(stateHash(survivor.state.exchange)).toBe(stateHash(fromStart.state.exchange));
    await survivor.close();
  }
  expect(existsSync(snapshotIn(directory))).toBe(true);
});
