// readCounts(): a part that fails, or says nothing, never counts as passed.

import { expect, it } from 'vitest';
import { readCounts } from './test-everything.mjs';

const part = { name: 'a part', words: [], limitMs: 1, needsChromium: false };

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
