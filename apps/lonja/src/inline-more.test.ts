import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { inlineFlag } from './inline-more.ts';

// Set in a running process, a flag that V8 does not know is passed over with a line of text.
test('inlineFlag is one that this V8 knows', () => {
  expect(spawnSync(process.execPath, [inlineFlag, '--eval', '']).status).toBe(0);
  expect(spawnSync(process.execPath, [`${inlineFlag}x`, '--eval', '']).status).not.toBe(0);
  expect(spawnSync(process.execPath, ['--max-inlined-nothing=1', '--eval', '']).status).not.toBe(0);
});
