// Plants one violation per rule that Biome and its plugins hold, and expects each of them, and nothing else, reported.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../repository-root.mjs';
import { temporaryFolder } from '../temporary-folder.ts';

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

const opening = '// A planted file: it exists for one test.\n';
const longBody = '  sum += 1;\n'.repeat(71);
const nested =
  'if (a) { for (const b of a) { if (b) { while (b > a.length) { if (b > 3) { if (b) return b; } } } } }';

/** Where the plant stands, what it says, and what Biome must answer. */
const plants: Readonly<Record<string, readonly [file: string, text: string, finding: string]>> = {
  format: ['apps/server/src/format.ts', 'export const a = {b:1}\n', 'format'],
  'function length': [
    'apps/server/src/long-function.ts',
    `export function long(): number {\n  let sum = 0;\n${longBody}  return sum;\n}\n`,
    'lint/complexity/noExcessiveLinesPerFunction',
  ],
  parameters: [
    'apps/server/src/parameters.ts',
    'export function four(a: 1, b: 2, c: 3, d: 4): number {\n  return a + b + c + d;\n}\n',
    'lint/complexity/useMaxParams',
  ],
  complexity: [
    'apps/server/src/complexity.ts',
    `export function deep(a: number[]): number { ${nested} return 0; }\n`,
    'lint/complexity/noExcessiveCognitiveComplexity',
  ],
  any: [
    'apps/server/src/any-type.ts',
    'export function loose(a: any): unknown {\n  return a;\n}\n',
    'lint/suspicious/noExplicitAny',
  ],
  'non-null': [
    'apps/server/src/non-null.ts',
    'export function sure(a: string | null): string {\n  return a!;\n}\n',
    'lint/style/noNonNullAssertion',
  ],
  cast: [
    'apps/server/src/cast.ts',
    'export function cast(a: unknown): string {\n  return a as string;\n}\n',
    'lint/nursery/noUnsafeTypeAssertion',
  ],
  'default export': [
    'apps/server/src/default-export.ts',
    'export default function main(): void {}\n',
    'lint/style/noDefaultExport',
  ],
  barrel: [
    'apps/server/src/barrel.ts',
    "export { parameterless } from './cycle-a.ts';\n",
    'lint/performance/noBarrelFile',
  ],
  'export all': [
    'apps/server/src/export-all.ts',
    "export * from './cycle-a.ts';\n",
    'lint/performance/noReExportAll',
  ],
  cycle: [
    'apps/server/src/cycle-a.ts',
    "import { b } from './cycle-b.ts';\n\nexport function parameterless(): number {\n  return b();\n}\n",
    'lint/suspicious/noImportCycles',
  ],
  'parameter assigned': [
    'apps/server/src/parameter-assigned.ts',
    'export function change(a: number): number {\n  a += 1;\n  return a;\n}\n',
    'lint/style/noParameterAssign',
  ],
  'focused test': [
    'apps/server/src/focused.test.ts',
    `import { it } from 'vitest';\n\nit.${'only'}('a() is alone', () => {});\n`,
    'lint/suspicious/noFocusedTests',
  ],
  throw: [
    'packages/invest-core/src/thrower.ts',
    "export function stop(): never {\n  throw new Error('no');\n}\n",
    'A core returns a Result instead of throwing',
  ],
  await: [
    'packages/bitso-wire/src/waiter.ts',
    'export const waited = await Promise.resolve(1);\n',
    'A core never waits: no `await`',
  ],
  async: [
    'packages/messages/src/later.ts',
    'export async function later(): Promise<number> {\n  return 1;\n}\n',
    'A core never waits: no `async`',
  ],
  random: [
    'packages/exchange-core/src/dice.ts',
    'export function dice(): number {\n  return Math.random();\n}\n',
    'Randomness is an input',
  ],
  date: [
    'packages/primitives/src/now.ts',
    'export function now(): number {\n  return Date.now();\n}\n',
    'Time is an input',
  ],
  process: [
    'packages/invest-core/src/environment.ts',
    "export function home(): unknown {\n  return process.env['HOME'];\n}\n",
    'does not know its process',
  ],
  'global object': [
    'packages/invest-core/src/global-object.ts',
    'export function clock(): unknown {\n  return globalThis.Date;\n}\n',
    'does not know its process',
  ],
};

/** Files that come close to a rule and break none. */
const innocents: Readonly<Record<string, string>> = {
  'apps/server/src/cycle-b.ts':
    "import { parameterless } from './cycle-a.ts';\n\nexport function b(): number {\n  return parameterless();\n}\n",
  'apps/server/src/waits.ts': 'export async function waits(): Promise<number> {\n  return Date.now();\n}\n',
  'packages/primitives/src/brand.ts':
    'export function brand(a: unknown): string {\n  return a as string;\n}\n',
  'packages/primitives/src/invariant.ts': "export function stop(): never {\n  throw new Error('bug');\n}\n",
  'packages/invest-core/src/literal.ts': "export const steps = ['a', 'b'] as const;\n",
  'packages/invest-core/src/pure.test.ts':
    "import { expect, it } from 'vitest';\n\nit('a() waits', async () => {\n  expect(await Promise.resolve(Date.now())).toBeGreaterThan(0);\n});\n",
};

const house = temporaryFolder();
let diagnostics: readonly Diagnostic[] = [];

function findingsIn(file: string): string[] {
  const here = diagnostics.filter((found) => found.location.path === file);
  return here.map((found) => `${found.category} ${found.message}`);
}

beforeAll(() => {
  for (const file of ['biome.json', '.gitignore', 'tools/grit']) house.copyFromRepository(file);
  for (const [file, text] of Object.entries(innocents)) house.write(file, opening + text);
  for (const [file, text] of Object.values(plants)) house.write(file, opening + text);
  diagnostics = runBiome(house.dir);
});

function runBiome(dir: string): readonly Diagnostic[] {
  const biome = path.join(root, 'node_modules', '.bin', 'biome');
  const args = ['check', '--reporter=json', '--max-diagnostics=500', 'apps', 'packages'];
  try {
    execFileSync(biome, args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return JSON.parse(String(error.stdout)).diagnostics;
    throw error;
  }
  return [];
}

describe('biome check', () => {
  it.each(Object.entries(plants))('biome() reports a planted violation: %s', (_name, [file, , finding]) => {
    expect(findingsIn(file).join('\n')).toContain(finding);
  });

  it.each(Object.keys(innocents).filter((file) => !file.includes('cycle')))(
    'biome() leaves %s alone',
    (file) => {
      expect(findingsIn(file)).toEqual([]);
    },
  );
});
