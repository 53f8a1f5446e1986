// A part that fails, breaks, or says nothing never counts as passed, wherever it runs.

import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { readCounts, runParts } from './test-everything.mjs';
import type { TestPart } from './test-parts.mjs';

const part = { name: 'a part', words: [], limitMs: 1, needsChromium: false, runsBeside: false };

it.each([
  [0, '12 passed, 0 failed', { passed: 12, failed: 0 }],
  [1, '12 passed, 2 failed', { passed: 12, failed: 2 }],
  [1, '12 passed, 0 failed', { passed: 12, failed: 1 }],
  [0, 'all is well', { passed: 0, failed: 1 }],
  [0, '', { passed: 0, failed: 1 }],
])('readCounts() of exit code %d and the last line "%s"', (code, line, counts) => {
  expect(readCounts({ ...part, counts: 'last-line' }, code, line)).toEqual(counts);
});

it.each([
  [0, '{"ok":true,"figures":{"seconds":3},"targets":{}}', { passed: 1, failed: 0 }],
  [1, '{"ok":false,"figures":{"seconds":3},"targets":{}}', { passed: 0, failed: 1 }],
  [0, '{"ok":true,"figures":{"passed":40,"failed":0},"targets":{}}', { passed: 40, failed: 0 }],
  [1, '{"ok":false,"figures":{"passed":40,"failed":0},"targets":{}}', { passed: 40, failed: 1 }],
  [1, '{"ok":true,"figures":{},"targets":{}}', { passed: 1, failed: 1 }],
  [0, 'not json', { passed: 0, failed: 1 }],
])('readCounts() of exit code %d and the report %s', (code, line, counts) => {
  expect(readCounts({ ...part, counts: 'report' }, code, line)).toEqual(counts);
});

function saying(script: string, runsBeside: boolean): TestPart {
  const words = ['-e', script];
  return { name: script, words, counts: 'last-line', limitMs: 60_000, needsChromium: false, runsBeside };
}

it('runParts() counts what runs beside the others, also when one of them fails', async () => {
  const good = "console.log('3 passed, 0 failed')";
  const bad = "console.log('1 passed, 2 failed'); process.exitCode = 1";
  const parts = [
    saying(bad, true),
    saying(good, true),
    saying(good, false),
    saying('process.exit(1)', false),
  ];
  expect(await runParts(parts)).toEqual({ passed: 7, failed: 3 });
});

it('runParts() lets those beside the others wait behind them for the processor', async () => {
  const asks = "console.log(os.getPriority() + ' passed, 0 failed')";
  const { passed } = await runParts([saying(asks, false)]);
  const own = getPriority();
  expect(passed).toBe(own);
  expect((await runParts([saying(asks, true)])).passed).toBe(Math.max(own, 10));
});
