import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from './journal.ts';
import type { JournalDisk } from './journal-disk.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function opened(directory: string, openDisk?: (file: string) => Promise<JournalDisk>) {
  const values: unknown[] = [];
  const result = await openJournal(directory, { openDisk, visit: (value) => values.push(value) > 0 });
  if (!result.ok) expect.fail(result.error.code);
  return { journal: result.value, values };
}

async function written(directory: string, values: readonly unknown[]): Promise<string> {
  const { journal } = await opened(directory);
  await Promise.all(values.map((value) => journal.append(value)));
  await journal.close();
  return path.join(directory, 'journal.log');
}

async function valuesIn(directory: string): Promise<readonly unknown[]> {
  const { journal, values } = await opened(directory);
  await journal.close();
  return values;
}

test('openJournal() gives back every acknowledged record in order', async () => {
  const directory = temporaryDirectory();
  const values = Array.from({ length: 500 }, (_, index) => ({ index, amount: BigInt(index) ** 9n }));
  await written(directory, values.slice(0, 200));
  const again = await opened(directory);
  expect(again.values).toEqual(values.slice(0, 200));
  await Promise.all(values.slice(200).map((value) => again.journal.append(value)));
  await again.journal.close();
  expect(await valuesIn(directory)).toEqual(values);
});

test('openJournal() cuts a torn end off at any byte, and goes on from there', async () => {
  const directory = temporaryDirectory();
  const file = await written(directory, ['one', 'two']);
  const whole = statSync(file).size;
  await written(directory, ['three, which is torn']);
  const content = readFileSync(file);
  for (let size = whole; size < content.length; size += 1) {
    writeFileSync(file, content.subarray(0, size));
    const { journal, values } = await opened(directory);
    await journal.close();
    expect(values).toEqual(['one', 'two']);
    expect(statSync(file).size).toBe(whole);
  }
  await written(directory, ['other']);
  expect(await valuesIn(directory)).toEqual(['one', 'two', 'other']);
});

test('openJournal() takes zeros at the end for a torn write', async () => {
  const directory = temporaryDirectory();
  const file = await written(directory, ['one']);
  appendFileSync(file, Buffer.alloc(4096));
  expect(await valuesIn(directory)).toEqual(['one']);
});

test('openJournal() names the offset of a record that is broken in the middle', async () => {
  const directory = temporaryDirectory();
  const file = await written(directory, ['one']);
  const offset = statSync(file).size;
  await written(directory, ['two', 'three']);
  const content = readFileSync(file);
  content[offset + 14] = (content[offset + 14] ?? 0) ^ 1;
  writeFileSync(file, content);
  expect(await openJournal(directory, { visit: () => true })).toEqual({
    ok: false,
    error: { code: 'journal_broken', offset },
  });
  expect(readFileSync(file)).toEqual(content);
});

test('openJournal() refuses a file of another format', async () => {
  const directory = temporaryDirectory();
  const file = await written(directory, []);
  truncateSync(file, 0);
  const { encodeRecord } = await import('./journal-codec.ts');
  writeFileSync(file, encodeRecord(0, { format: 'lonja-journal', version: 2 }));
  expect(await openJournal(directory, { visit: () => true })).toMatchObject({
    error: { code: 'journal_version_unknown' },
  });
});

test('Journal writes waiting records together and acknowledges none before its sync', async () => {
  const directory = temporaryDirectory();
  const log: string[] = [];
  let finishSync = () => {};
  const { journal } = await opened(directory, async () => ({
    append: async (bytes) => {
      log.push(`append ${bytes.toString().trim().split('\n').length}`);
    },
    sync: () =>
      new Promise((resolve) => {
        log.push('sync');
        finishSync = resolve;
        if (log.length === 2) resolve();
      }),
    close: async () => {},
  }));
  log.push('open');
  const acks = [1, 2, 3].map((value) => journal.append(value).then(() => log.push(`ack ${value}`)));
  const barrier = journal.barrier().then(() => log.push('barrier'));
  await new Promise((resolve) => setImmediate(resolve));
  const late = journal.append(4).then(() => log.push('ack 4'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['append 1', 'sync', 'open', 'append 3', 'sync']);
  finishSync();
  await Promise.all([...acks, barrier]);
  await new Promise((resolve) => setImmediate(resolve));
  // The next group may start while the first is being told.
  const told = (line: string) => line.startsWith('ack') || line === 'barrier';
  expect(log.slice(5).filter(told)).toEqual(['ack 1', 'ack 2', 'ack 3', 'barrier']);
  expect(log.slice(5).filter((line) => !told(line))).toEqual(['append 1', 'sync']);
  finishSync();
  await late;
  expect(log.at(-1)).toBe('ack 4');
});

test('Journal sends a full group ahead of the rest of its turn, one at a time and in order', async () => {
  const steps: string[] = [];
  const { journal } = await opened(temporaryDirectory(), async () => ({
    append: async (bytes) => {
      steps.push(`write ${bytes.toString('latin1').split('\n').length - 1}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    sync: async () => {
      steps.push('sync');
    },
    close: async () => undefined,
  }));
  steps.length = 0;
  const told: number[] = [];
  for (let number = 0; number < 120; number += 1) {
    journal.appendThen(number, () => {
      if (told.length === 0 || number === 48) steps.push(`told ${number}`);
      told.push(number);
    });
  }
  await journal.close();
  // The second group, which is full as well, is under way before the first one is told.
  expect(steps).toEqual(['write 48', 'sync', 'write 72', 'told 0', 'sync', 'told 48']);
  expect(told).toEqual(Array.from({ length: 120 }, (_, number) => number));
});

test.each([
  ['ENOSPC', 'disk_full'],
  ['EIO', 'disk_error'],
])('Journal after %s acknowledges nothing any more: %s', async (code, fault) => {
  const directory = temporaryDirectory();
  const failing = { append: false, sync: false };
  const broken = () => Promise.reject(Object.assign(new Error(code), { code }));
  const { journal } = await opened(directory, async () => ({
    append: () => (failing.append ? broken() : Promise.resolve()),
    sync: () => (failing.sync ? broken() : Promise.resolve()),
    close: async () => {},
  }));
  expect(await journal.append('fine')).toMatchObject({ ok: true });
  failing.sync = true;
  const answers = await Promise.all([journal.append('a'), journal.append('b'), journal.barrier()]);
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: fault });
  failing.sync = false;
  expect(await journal.append('c')).toEqual({ ok: false, error: fault });
  expect(await journal.barrier()).toEqual({ ok: false, error: fault });
  expect(journal.fault).toBe(fault);
});
