// What is written reaches the disk by one of two ways: a sync where Node allows one, else writes that go through.

import { constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { openSynced, syncDirectory } from './synced-file.ts';

const seen = vi.hoisted(() => ({ isDenied: false, opened: [] as unknown[], syncs: 0 }));
const denied = vi.hoisted(() => () => {
  throw Object.assign(new Error('fsync API is disabled'), { code: 'ERR_ACCESS_DENIED' });
});
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, fdatasyncSync: () => (seen.isDenied ? denied() : undefined) };
});
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    async open(path: string, flags: number | string, mode: number) {
      const file = await real.open(path, flags, mode);
      seen.opened.push(flags);
      for (const name of ['sync', 'datasync'] as const) {
        const own = file[name].bind(file);
        Reflect.set(file, name, () => {
          seen.syncs += 1;
          return seen.isDenied ? denied() : own();
        });
      }
      return file;
    },
  };
});

const root = mkdtempSync(join(tmpdir(), 'synced-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  Object.assign(seen, { opened: [], syncs: 0 });
});

async function writeAll(name: string): Promise<string> {
  const path = join(root, name);
  const made = await openSynced(path, 'new', 0o600);
  await made.write('one');
  await made.close();
  const appended = await openSynced(path, 'append', 0o600);
  await appended.write(' two');
  await appended.write(' three');
  await appended.close();
  await syncDirectory(root);
  return readFileSync(path, 'utf8');
}

const isThrough = (flags: unknown) => (Number(flags) & constants.O_SYNC) === constants.O_SYNC;

test('openSynced() and syncDirectory() sync each write and each change of a name where they may', async () => {
  seen.isDenied = false;
  expect(await writeAll('a')).toBe('one two three');
  expect(seen.syncs).toBe(4);
  expect(seen.opened.filter(isThrough)).toEqual([]);
});

test('openSynced() and syncDirectory() write through where Node denies fsync to its cage, as from 26 on', async () => {
  seen.isDenied = true;
  expect(await writeAll('b')).toBe('one two three');
  expect(seen.syncs).toBe(0);
  expect(seen.opened).toHaveLength(3);
  expect(seen.opened.every(isThrough)).toBe(true);
  await expect(openSynced(join(root, 'b'), 'new', 0o600)).rejects.toMatchObject({ code: 'EEXIST' });
});
