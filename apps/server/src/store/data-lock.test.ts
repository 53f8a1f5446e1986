// The data lock: one living process at a time, and a dead one's lock is no obstacle.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataLock } from './data-lock.ts';

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'mandato-lock-'));
  file = path.join(dir, 'mandato.lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('takeDataLock() refuses a second owner and names the first', () => {
  const lock = takeDataLock(file);
  expect(lock.ok).toBe(true);
  expect(takeDataLock(file)).toEqual({ ok: false, error: { pid: process.pid } });
  if (lock.ok) lock.value.release();
  expect(readdirSync(dir)).toEqual([]);
});

test('takeDataLock() refuses while another process holds it', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    writeFileSync(file, JSON.stringify({ pid: other.pid, startTime: null, bootId: null }));
    expect(takeDataLock(file)).toEqual({ ok: false, error: { pid: other.pid } });
  } finally {
    other.kill('SIGKILL');
  }
});

test('takeDataLock() takes over from a process that is gone, from another boot, and from half a file', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  const left = [
    JSON.stringify({ pid, startTime: null, bootId: null }),
    JSON.stringify({ pid: process.ppid, startTime: '1', bootId: null }),
    JSON.stringify({ pid: process.ppid, startTime: null, bootId: 'another boot' }),
    '{"pid":',
  ];
  for (const content of left) {
    writeFileSync(file, content);
    const lock = takeDataLock(file);
    expect(lock.ok).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    if (lock.ok) lock.value.release();
    expect(existsSync(file)).toBe(false);
  }
});
