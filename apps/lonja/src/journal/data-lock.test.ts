import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeProcess, lockData } from './data-lock.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('lockData() holds a directory for one process until it is released', () => {
  const directory = temporaryDirectory();
  const first = lockData(directory);
  expect(first).toMatchObject({ ok: true, value: { tookOver: false } });
  expect(lockData(directory)).toEqual({ ok: false, error: { code: 'data_held', pid: process.pid } });
  if (first.ok) first.value.release();
  expect(readdirSync(directory)).toEqual([]);
  expect(lockData(directory).ok).toBe(true);
});

test('lockData() never takes a living process over, however old its lock looks', () => {
  const directory = temporaryDirectory();
  lockData(directory);
  utimesSync(path.join(directory, 'data.lock'), 0, 0);
  expect(lockData(directory)).toMatchObject({ error: { code: 'data_held' } });
});

test('lockData() takes over from a process that is gone, and from garbage', async () => {
  const directory = temporaryDirectory();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const holder = describeProcess(child.pid ?? 0);
  expect(holder?.startedAt).not.toBe('');
  const file = path.join(directory, 'data.lock');
  writeFileSync(file, JSON.stringify(holder));
  expect(lockData(directory)).toMatchObject({ error: { code: 'data_held', pid: child.pid } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(lockData(directory)).toMatchObject({ ok: true, value: { tookOver: true } });
  writeFileSync(file, 'half-writ');
  expect(lockData(directory)).toMatchObject({ ok: true, value: { tookOver: true } });
});

test('lockData() takes over when the number now belongs to another process', () => {
  const directory = temporaryDirectory();
  const own = describeProcess(process.pid);
  writeFileSync(path.join(directory, 'data.lock'), JSON.stringify({ ...own, startedAt: 'earlier' }));
  expect(lockData(directory)).toMatchObject({ ok: true, value: { tookOver: true } });
});

test('lockData() answers a code for a directory that cannot be made', () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'file'), '');
  chmodSync(path.join(directory, 'file'), 0o600);
  expect(lockData(path.join(directory, 'file', 'inside'))).toMatchObject({
    error: { code: 'data_not_writable' },
  });
  expect(existsSync(path.join(directory, 'file', 'inside'))).toBe(false);
});

test('lockData() answers where a folder can never be made, instead of trying for ever', () => {
  const refused = lockData('/proc/nowhere/lonja');
  expect(refused).toMatchObject({ ok: false, error: { code: 'data_not_writable' } });
});
