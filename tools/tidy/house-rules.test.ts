// Plants one breach per house rule and expects the rule, and only it, to answer.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../repository-root.mjs';
import { temporaryFolder } from '../temporary-folder.ts';
import { findUntidy } from './find-untidy.ts';
import { houseFile, houseRules } from './house-rules.ts';

const opening = '// A planted file: it exists for one test.\n';
const test = `${opening}import { expect, it } from 'vitest';\n\n`;
const sound = `${test}it('a() adds', () => {\n  expect(1).toBe(1);\n});\n`;

/** The text in pieces, so that this file itself stays tidy. */
function joined(...pieces: string[]): string {
  return pieces.join('');
}

function brokenRules(file: string, text: string): string[] {
  const seen = houseFile(file, text);
  return Object.entries(houseRules).flatMap(([name, rule]) => (rule(seen).length > 0 ? [name] : []));
}

describe('houseRules', () => {
  it.each([
    ['opening', 'packages/ui/src/button.tsx', 'export const a = 1;\n'],
    ['opening', 'packages/ui/src/button.tsx', '// Button\nexport const a = 1;\n'],
    ['name', 'packages/ui/src/BigButton.tsx', opening],
    ['name', 'packages/ui/src/big_button.tsx', opening],
    ['name', 'packages/ui/src/Controls/button.tsx', opening],
    ['name', 'packages/ui/src/helpers.ts', opening],
    ['name', 'apps/server/src/orders/index.ts', opening],
    ['name', 'apps/server/src/orders/types.ts', opening],
    ['name', 'apps/server/src/utils.test.ts', sound],
    ['length', 'apps/server/src/long.ts', `${opening}${'const a = 1;\n'.repeat(400)}`],
    ['unfinished', 'apps/server/src/a.ts', joined(opening, '// TO', 'DO: later.\n')],
    ['unfinished', 'apps/server/src/a.ts', joined(opening, 'const a = 1; // FIX', 'ME\n')],
    ['tests', 'apps/server/src/a.test.ts', joined(sound, 'it', ".skip('b() waits', () => {});\n")],
    ['tests', 'apps/server/src/a.test.ts', joined(sound, 'describe', ".only('b', () => {});\n")],
    ['tests', 'apps/server/src/a.test.ts', joined(sound, 'it', ".todo('b() comes');\n")],
    ['assertion', 'apps/server/src/a.test.ts', `${test}it('a() runs', () => {});\n`],
    ['titles', 'apps/server/src/a.test.ts', `${sound}it('a() adds', () => {\n  expect(2).toBe(2);\n});\n`],
    ['exportAll', 'apps/server/src/a.ts', joined(opening, 'export ', "* from './b.ts';\n")],
    ['machinePath', 'apps/server/src/a.ts', joined(opening, "const a = '/ho", "me/ana/data';\n")],
    ['machinePath', 'apps/server/src/a.ts', joined(opening, "const a = 'C", ":\\Users';\n")],
    ['console', 'apps/server/src/a.ts', joined(opening, 'console', ".log('here');\n")],
    ['silencer', 'apps/server/src/a.ts', joined(opening, '\n// @ts-', 'ignore\nconst a: string = 1;\n')],
    [
      'silencer',
      'apps/server/src/a.ts',
      joined(opening, '\n// biome-', 'ignore lint/suspicious/noExplicitAny: a reason\n'),
    ],
  ])('houseRules() reports %s in %s', (rule, file, text) => {
    expect(brokenRules(file, text)).toEqual([rule]);
  });

  it.each([
    ['apps/server/src/a.test.ts', sound],
    ['apps/lonja/src/lonja.ts', joined(opening, 'console', ".log('ready');\n")],
    [
      'apps/server/src/a.ts',
      joined(opening, '// console', ".log is not for here.\nconst a = 'console", ".log';\n"),
    ],
    ['apps/server/src/a.ts', `#!/usr/bin/env node\n/** Starts the thing: it never stops by itself. */\n`],
    ['apps/server/src/a.ts', `${opening}const api = '/api/v3/home/users';\nconst all = 'todo lo que hay';\n`],
    ['apps/web/vite.config.ts', opening],
    ['apps/server/src/long.ts', `${opening}${'const a = 1;\n'.repeat(399)}`],
  ])('houseRules() leaves %s alone', (file, text) => {
    expect(brokenRules(file, text)).toEqual([]);
  });
});

describe('findUntidy', () => {
  const house = temporaryFolder();

  it('check-tidy exits 1 and prints what it found in apps, packages and tools, and not in what is built', () => {
    const breach = 'export const a = 1;\n';
    for (const folder of ['apps/a/src', 'packages/b/src', 'tools', 'apps/a/dist', 'node_modules/c']) {
      house.write(`${folder}/planted.ts`, breach);
    }
    const found = findUntidy(house.dir);
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'packages/b/src/planted.ts',
      'apps/a/src/planted.ts',
      'tools/planted.ts',
    ]);
    const tsx = path.join(root, 'node_modules', '.bin', 'tsx');
    const script = path.join(root, 'tools', 'tidy', 'check-tidy.ts');
    const done = spawnSync(tsx, [script, house.dir], { encoding: 'utf8' });
    expect(done.status).toBe(1);
    expect(done.stdout.trim().split('\n')).toEqual(found);
  });
});
