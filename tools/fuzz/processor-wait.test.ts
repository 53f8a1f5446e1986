// On a real process: time that it waited for a processor only ever grows, and one that is not there has none.

import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { ProcessorWait } from './processor-wait.ts';

test('ProcessorWait only ever grows, and goes on while a process sleeps', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await sleep(500);
  const wait = new ProcessorWait(child.pid ?? 0);
  const seen: number[] = [];
  for (let look = 0; look < 5; look += 1) {
    await sleep(20);
    wait.look();
    seen.push(wait.lostMs);
  }
  wait.stop();
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen[0]).toBeGreaterThanOrEqual(0);
});

test('ProcessorWait of a process that is not there is 0', () => {
  const wait = new ProcessorWait(2 ** 22 + 1);
  wait.look();
  wait.stop();
  expect(wait.lostMs).toBe(0);
});
