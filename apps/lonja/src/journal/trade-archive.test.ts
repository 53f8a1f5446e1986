import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TradeRows } from '@mandato/exchange-core/store/trade-store';
import { expect, onTestFinished, test } from 'vitest';
import { type PageDisk, realPageDisk } from './page-disk.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { openKeptTrades, openTradeFiles, type TradeFiles } from './trade-archive.ts';

const numbers = Float64Array.from({ length: 4_096 }, (_, index) => index * 0.5);
const rows: TradeRows = { numbers, originIds: null };
const otherRows: TradeRows = { numbers: numbers.map((number) => number + 1), originIds: null };

function fileIn(directory: string, name = '00000000.bin'): string {
  return path.join(directory, 'trades', name);
}

/** Resolves once the page is kept. */
function kept(files: Pick<TradeFiles, 'keep'>, page: number, of: TradeRows): Promise<void> {
  return new Promise((resolve) => files.keep(page, of, resolve));
}

/** What a replay beside is told at once. */
function isKept(files: Pick<TradeFiles, 'keep'>, page: number, of: TradeRows): boolean {
  let told = false;
  files.keep(page, of, () => {
    told = true;
  });
  return told;
}

function opened(directory: string, disk: Partial<PageDisk> = {}, notes: string[] = []) {
  const options = { disk: { ...realPageDisk, ...disk }, retryMs: 1 };
  const files = openTradeFiles(directory, { ...options, noteFailure: (reason) => notes.push(reason) });
  onTestFinished(() => files.close());
  return files;
}

function turns(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

const never = new Promise<never>(() => {});

/** A disk that notes its steps and stands still for ever, as a process that is killed, before the one of this name. */
function killedBefore(step: keyof PageDisk | null) {
  const steps: string[] = [];
  function noted<Args extends readonly unknown[], Value>(
    name: keyof PageDisk,
    run: (...args: Args) => Promise<Value>,
  ) {
    return (...args: Args): Promise<Value> => {
      if (name === step) return never;
      steps.push(name);
      return run(...args);
    };
  }
  const disk: PageDisk = {
    read: noted('read', realPageDisk.read),
    write: noted('write', realPageDisk.write),
    sync: noted('sync', realPageDisk.sync),
    rename: noted('rename', realPageDisk.rename),
    remove: noted('remove', realPageDisk.remove),
    makeFolder: noted('makeFolder', realPageDisk.makeFolder),
    syncFolder: noted('syncFolder', realPageDisk.syncFolder),
  };
  return { steps, disk };
}

test('openTradeFiles() reads back what it kept, origin ids included, in another process too', async () => {
  const directory = temporaryDirectory();
  const files = opened(directory);
  const originIds = ['mía', null, 'two'];
  expect(files.has(0)).toBe(false);
  const both = [kept(files, 0, rows), kept(files, 1, { numbers: numbers.subarray(1, 9), originIds })];
  expect(files.waiting()).toBe(2);
  await Promise.all(both);
  expect(files.waiting()).toBe(0);
  const again = opened(directory);
  expect([again.has(0), again.has(1), again.has(2)]).toEqual([true, true, false]);
  expect(again.read(0)).toEqual(rows);
  expect(again.read(1)).toEqual({ numbers: numbers.slice(1, 9), originIds });
});

test('openTradeFiles() keeps a page when file and name are on stable storage, and does not wait for it', async () => {
  const { steps, disk } = killedBefore(null);
  const files = opened(temporaryDirectory(), disk);
  const done = kept(files, 0, rows);
  // Nothing but a first look has begun in the turn of the command.
  expect(steps).toEqual(['read']);
  await done;
  expect(steps).toEqual(['read', 'makeFolder', 'write', 'rename', 'syncFolder']);
});

test.each(['makeFolder', 'write', 'rename', 'syncFolder'] as const)(
  'openTradeFiles() that is killed before %s keeps nothing, and the next one does',
  async (step) => {
    const directory = temporaryDirectory();
    const killed = openTradeFiles(directory, { disk: killedBefore(step).disk });
    expect(isKept(killed, 0, rows)).toBe(false);
    await turns();
    expect(killed.waiting()).toBe(1);
    const hasName = step === 'syncFolder';
    expect(existsSync(fileIn(directory))).toBe(hasName);
    expect(existsSync(fileIn(directory, '00000000.bin.new'))).toBe(step === 'rename');
    const files = opened(directory);
    // The name may be there already: then what it holds is whole.
    if (hasName) expect(files.read(0)).toEqual(rows);
    await kept(files, 0, rows);
    expect(files.read(0)).toEqual(rows);
    expect(readdirSync(path.join(directory, 'trades'))).toEqual(['00000000.bin']);
  },
);

test('openTradeFiles() tries again what failed, in order, and leaves no half of it behind', async () => {
  const directory = temporaryDirectory();
  const notes: string[] = [];
  let failures = 3;
  const files = opened(
    directory,
    {
      write: async (file, parts) => {
        await realPageDisk.write(file, parts.slice(0, 1));
        failures -= 1;
        if (failures >= 0) throw new Error('ENOSPC: no space left on device');
        await realPageDisk.write(file, parts);
      },
      remove: async (file) => {
        await realPageDisk.remove(file);
        expect(readdirSync(path.join(directory, 'trades'))).toEqual([]);
      },
    },
    notes,
  );
  await Promise.all([kept(files, 0, rows), kept(files, 1, otherRows)]);
  expect(notes).toEqual(Array.from({ length: 3 }, () => '00000000.bin: ENOSPC: no space left on device'));
  expect([files.read(0), files.read(1)]).toEqual([rows, otherRows]);
  expect(files.waiting()).toBe(0);
});

test('openTradeFiles() keeps nothing where nothing can be written, until something can', async () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'trades'), 'a file where the folder belongs');
  const notes: string[] = [];
  const files = openTradeFiles(directory, { retryMs: 60_000, noteFailure: (reason) => notes.push(reason) });
  expect(isKept(files, 0, rows)).toBe(false);
  while (notes.length === 0) await turns();
  expect([files.waiting(), files.has(0)]).toEqual([1, false]);
  await files.close();
});

test('openTradeFiles() does not write a page again that is there, and replaces one that is another', async () => {
  const directory = temporaryDirectory();
  await kept(opened(directory), 0, rows);
  const { steps, disk } = killedBefore(null);
  const files = opened(directory, disk);
  await kept(files, 0, rows);
  expect(steps).toEqual(['read', 'sync', 'syncFolder']);
  await kept(files, 0, otherRows);
  expect(files.read(0)).toEqual(otherRows);
});

test('openTradeFiles().close() ends the step that is under way, and what waits is not kept', async () => {
  const directory = temporaryDirectory();
  const files = opened(directory);
  const first = kept(files, 0, rows);
  let second = false;
  files.keep(1, otherRows, () => {
    second = true;
  });
  await Promise.all([files.close(), first]);
  expect([files.has(0), files.has(1), second]).toEqual([true, false, false]);
});

test('openTradeFiles() refuses a page of which a bit flipped', async () => {
  const directory = temporaryDirectory();
  const files = opened(directory);
  await kept(files, 0, rows);
  const bytes = readFileSync(fileIn(directory));
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  writeFileSync(fileIn(directory), bytes);
  expect(() => files.read(0)).toThrow('damaged');
  writeFileSync(fileIn(directory), 'short');
  expect(() => files.read(0)).toThrow('damaged');
});

test('openKeptTrades() takes over pages that are there and the same, syncs them, and never writes one', async () => {
  const directory = temporaryDirectory();
  const { steps, disk } = killedBefore(null);
  const beside = openKeptTrades(directory, disk);
  expect(isKept(beside, 0, rows)).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
  await kept(opened(directory), 0, rows);
  expect(isKept(beside, 0, rows)).toBe(true);
  expect(isKept(beside, 0, otherRows)).toBe(false);
  await beside.sync();
  expect(steps).toEqual(['sync', 'syncFolder']);
  expect(beside.read(0)).toEqual(rows);
});
