import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stateHash } from '@mandato/exchange-core/engine/state-hash';
import { accountIdOf, assetOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { expect, test } from 'vitest';
import { encodeRecord } from './journal/journal-codec.ts';
import { temporaryDirectory } from './journal/temporary-directory.ts';
import { type LonjaSequencer, openLonjaSequencer } from './sequencer-lonja.ts';
import { marketUntil } from './testing/market-until.ts';

async function opened(directory: string): Promise<LonjaSequencer> {
  const sequencer = await openLonjaSequencer(directory);
  if (!sequencer.ok) expect.fail(JSON.stringify(sequencer.error));
  return sequencer.value;
}

function hashOf(sequencer: LonjaSequencer): string {
  return stateHash(sequencer.state.exchange);
}

test('openSequencer() replays to the same state hash', async () => {
  const directory = temporaryDirectory();
  const first = await opened(directory);
  await marketUntil(first, () => first.state.exchange.nextTradeId >= 60);
  const lived = hashOf(first);
  await first.close();

  const second = await opened(directory);
  expect(hashOf(second)).toBe(lived);
  await second.close();
});

test('submit() journals no refused command and says why', async () => {
  const directory = temporaryDirectory();
  const sequencer = await opened(directory);
  const account = accountIdOf('ana');
  const open = { domain: 'exchange', command: { kind: 'open_account', atMs: 1, account } } as const;
  expect(await sequencer.submit(open)).toMatchObject({ ok: true });
  expect(await sequencer.submit(open)).toEqual({ ok: false, error: 'account_exists' });
  await sequencer.close();
  const again = await opened(directory);
  expect(again.state.exchange.accounts.size).toBe(1);
  await again.close();
});

test('submit() never acknowledges after the disk is full, and refuses from then on', async () => {
  const directory = temporaryDirectory();
  let isFull = false;
  const sequencer = await openLonjaSequencer(directory, {
    openDisk: async () => ({
      append: () =>
        isFull ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : Promise.resolve(),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }),
  });
  if (!sequencer.ok) expect.fail(sequencer.error.code);
  isFull = true;
  const open = (name: string) =>
    ({ domain: 'exchange', command: { kind: 'open_account', atMs: 1, account: accountIdOf(name) } }) as const;
  expect(await sequencer.value.submit(open('ana'))).toEqual({ ok: false, error: 'disk_full' });
  isFull = false;
  expect(await sequencer.value.submit(open('beto'))).toEqual({ ok: false, error: 'disk_full' });
  expect(sequencer.value.fault).toBe('disk_full');
  expect(sequencer.value.state.exchange.accounts.has(accountIdOf('beto'))).toBe(false);
  await sequencer.value.close();
});

test('openSequencer() says who holds the directory, and which record it cannot replay', async () => {
  const directory = temporaryDirectory();
  const sequencer = await opened(directory);
  expect(await openLonjaSequencer(directory)).toEqual({
    ok: false,
    error: { code: 'data_held', pid: process.pid },
  });
  await sequencer.close();
  appendFileSync(path.join(directory, 'journal.log'), encodeRecord(1, { domain: 'elsewhere', command: {} }));
  expect(await openLonjaSequencer(directory)).toEqual({
    ok: false,
    error: { code: 'journal_record_unknown', record: 1 },
  });
  // The failed opening gave the directory back.
  expect(await openLonjaSequencer(directory)).toMatchObject({ error: { code: 'journal_record_unknown' } });
});

test('openSequencer() finds every acknowledged command after kill -9 under load, again and again', {
  timeout: 120_000,
}, async () => {
  const directory = temporaryDirectory();
  const program = fileURLToPath(new URL('./sequencer-write-until-killed.ts', import.meta.url));
  const acknowledged: string[] = [];
  for (const enough of [40, 333, 1_000]) {
    const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    const goal = acknowledged.length + enough;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (acknowledged.length + text.split('\n').length > goal) child.kill('SIGKILL');
    });
    await once(child, 'close');
    acknowledged.push(...text.split('\n').slice(0, -1));

    const survivor = await opened(directory);
    const { orders } = survivor.state.exchange;
    expect(acknowledged.length).toBeGreaterThanOrEqual(goal);
    expect(acknowledged.filter((orderId) => !orders.has(venueOrderIdOf(orderId)))).toEqual([]);
    const lived = hashOf(survivor);
    await survivor.close();
    const again = await opened(directory);
    expect(hashOf(again)).toBe(lived);
    await again.close();
  }
});

test('openSequencer() starts from a snapshot and what came after it, and without one from the start', async () => {
  const directory = temporaryDirectory();
  const first = await opened(directory);
  const account = accountIdOf('ana');
  await first.submit({ domain: 'exchange', command: { kind: 'open_account', atMs: 1, account } });
  for (let number = 0; number < 6; number += 1) {
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => fundOnce(first, number * 1_000 + index)));
  }
  await first.close();
  const snapshot = path.join(directory, 'snapshot.bin');
  const size = statSync(snapshot).size;

  const second = await opened(directory);
  await Promise.all(Array.from({ length: 20 }, (_, index) => fundOnce(second, 10_000 + index)));
  const lived = hashOf(second);
  await second.close();
  expect(statSync(snapshot).size).toBe(size);
  const withSnapshot = await opened(directory);
  expect(hashOf(withSnapshot)).toBe(lived);
  await withSnapshot.close();

  const content = readFileSync(snapshot);
  content[content.length - 9] = (content[content.length - 9] ?? 0) ^ 1;
  writeFileSync(snapshot, content);
  const afterDamage = await opened(directory);
  expect(hashOf(afterDamage)).toBe(lived);
  await afterDamage.close();
  rmSync(snapshot);
  const fromStart = await opened(directory);
  expect(hashOf(fromStart)).toBe(lived);
  await fromStart.close();
});

async function fundOnce(sequencer: LonjaSequencer, number: number): Promise<void> {
  const fundingId = number.toString(16).padStart(32, '0');
  const money = { asset: assetOf('mxn'), amount: 1n + BigInt(number), method: 'practice' };
  const command = { kind: 'fund', atMs: number, account: accountIdOf('ana'), fundingId, ...money } as const;
  expect((await sequencer.submit({ domain: 'exchange', command })).ok).toBe(true);
}
