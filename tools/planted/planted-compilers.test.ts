// Plants what the type checker, the type-aware linter, the dead-code check and the test runner must each report.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../repository-root.mjs';
import { runCheck } from '../run-check.mjs';
import { temporaryFolder } from '../temporary-folder.ts';

const opening = '// A planted file: it exists for one test.\n';
const house = temporaryFolder();
house.linkInstalledPackages();
for (const file of ['tsconfig.json', '.oxlintrc.json', 'knip.json', 'package-lock.json'])
  house.copyFromRepository(file);
house.write(
  'package.json',
  '{"name":"planted","private":true,"type":"module","workspaces":["packages/*","apps/*"]}',
);

function run(bin: string, args: readonly string[]): { readonly code: number | null; readonly out: string } {
  const program = path.join(root, 'node_modules', '.bin', bin);
  const done = spawnSync(program, args, {
    cwd: house.dir,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: done.status, out: done.stdout + done.stderr };
}

describe('tsc', () => {
  const folder = 'packages/primitives/src';

  it.each([
    ['a wrong type', "export const amount: number = 'ten';\n", 'TS2322'],
    [
      'an index that may miss',
      'const list: string[] = [];\nconst first: string = list[0];\nexport { first };\n',
      'TS2322',
    ],
    [
      'an optional property set to undefined',
      'interface A {\n  a?: number;\n}\nexport const a: A = { a: undefined };\n',
      'TS2375',
    ],
    ['an enum', 'export enum Side {\n  Bid,\n}\n', 'TS1294'],
    [
      'a variant that a switch forgets',
      "import { unreachable } from './unreachable.ts';\nexport function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n    default:\n      return unreachable(a);\n  }\n}\n",
      'TS2345',
    ],
  ])('tsc() reports %s', (_name, text, code) => {
    house.write(`${folder}/unreachable.ts`, 'export declare function unreachable(value: never): never;\n');
    house.write(`${folder}/planted.ts`, opening + text);
    const checked = run('tsc', ['-p', 'tsconfig.json']);
    expect(checked.out).toContain(`${folder}/planted.ts`);
    expect(checked.out).toContain(code);
    house.write(`${folder}/planted.ts`, `${opening}export const fine = 1;\n`);
  });
});

describe('oxlint --type-aware', () => {
  it('oxlint() reports floating promises, misused promises, needless awaits and incomplete switches', () => {
    house.write(
      'packages/primitives/src/promises.ts',
      `${opening}async function work(): Promise<boolean> {
  return true;
}
export async function main(kind: 'a' | 'b'): Promise<void> {
  work();
  if (work()) await 1;
  switch (kind) {
    case 'a':
      await work();
  }
}
`,
    );
    const linted = run('oxlint', ['--type-aware', '--deny-warnings']);
    expect(linted.code).not.toBe(0);
    const rules = [
      'no-floating-promises',
      'no-misused-promises',
      'await-thenable',
      'switch-exhaustiveness-check',
    ];
    expect(rules.filter((rule) => !linted.out.includes(rule))).toEqual([]);
  });
});

describe('knip', () => {
  it('knip() reports an unused export, an unused file, an unused and an unlisted dependency', () => {
    house.write(
      'packages/primitives/package.json',
      '{"name":"@mandato/primitives","type":"module","exports":{"./*":"./src/*.ts"},"dependencies":{"pino":"1"}}',
    );
    house.write('packages/primitives/src/dead.ts', `${opening}export function nobodyCallsThis(): void {}\n`);
    house.write('apps/lonja/package.json', '{"name":"@mandato/lonja","type":"module"}');
    house.write('apps/lonja/src/lonja.ts', `${opening}import { z } from 'zod';\n\nz.string();\n`);
    house.write('apps/lonja/src/forgotten.ts', `${opening}export const forgotten = 1;\n`);
    const found = run('knip', ['--no-progress', '--reporter=compact']);
    expect(found.code).not.toBe(0);
    expect(found.out).toMatch(/nobodyCallsThis/);
    expect(found.out).toMatch(/apps\/lonja\/src\/forgotten\.ts/);
    expect(found.out).toMatch(/Unused dependencies[\s\S]*pino/);
    expect(found.out).toMatch(/Unlisted dependencies[\s\S]*zod/);
  });
});

describe('runCheck', () => {
  it('runCheck() fails when the tool is missing', async () => {
    const outcome = await runCheck({ name: 'absent', bin: 'no-such-tool', args: [] });
    expect(outcome).toMatchObject({ passed: 0, failed: 1 });
    expect(outcome.output).toContain('no-such-tool is not installed');
  });

  it('runCheck() counts a failing test, a skipped test and a file that cannot load as failed', async () => {
    const skip = ['it', 'skip'].join('.');
    house.write(
      'tests/mixed.test.ts',
      `import { expect, it } from 'vitest';\nit('a', () => expect(1).toBe(1));\nit('b', () => expect(1).toBe(2));\n${skip}('c', () => {});\n`,
    );
    house.write('tests/broken.test.ts', "import './absent.ts';\n");
    const check = { name: 'tests', bin: 'vitest', args: ['run', '--dir', 'tests'], cwd: house.dir };
    const outcome = await runCheck({ ...check, counts: 'vitest' });
    expect(outcome).toMatchObject({ passed: 1, failed: 3 });
  });

  it('runCheck() fails when the test run finds no test at all', async () => {
    house.write('empty/readme.md', 'nothing here');
    const check = { name: 'none', bin: 'vitest', args: ['run', '--dir', 'empty'], cwd: house.dir };
    expect(await runCheck({ ...check, counts: 'vitest' })).toMatchObject({ passed: 0, failed: 1 });
  });
});
