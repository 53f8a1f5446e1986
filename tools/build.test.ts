// The build in a small stand-in house: what is stale, what stays outside a bundle, and what a sealed one may import.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { buildTargets } from './build-targets.mjs';
import { isInstalled } from './prepare.mjs';
import { root } from './repository-root.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const opening = '// A stand-in: it exists for one test.\n';
const house = temporaryFolder();
for (const file of readdirSync(path.join(root, 'tools'))) {
  if (file.endsWith('.mjs')) house.copyFromRepository(`tools/${file}`);
}
house.copyFromRepository('package.json');
house.write('package-lock.json', '{"packages":{}}');
house.linkInstalledPackages();
house.write('apps/lonja/package.json', '{"type":"module","dependencies":{"@mandato/primitives":"0.1.0"}}');
house.write(
  'apps/lonja/src/lonja.ts',
  `${opening}import { z } from 'zod';\n\nconsole.log(z.string(), 'first');\n`,
);
house.write('apps/signer/package.json', '{"type":"module"}');
for (const { name, entries } of buildTargets) {
  if (name !== 'signer' && name !== 'lonja') continue;
  for (const entry of entries) {
    if (entry !== 'src/lonja.ts') house.write(`apps/${name}/${entry}`, `${opening}export {};\n`);
  }
}
house.write('packages/primitives/package.json', '{"type":"module"}');
house.write('packages/primitives/src/money.ts', opening);

function build(...targets: string[]): { readonly code: number | null; readonly out: string } {
  const done = spawnSync(process.execPath, ['tools/build.mjs', ...targets], {
    cwd: house.dir,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout + done.stderr };
}

function built(file: string): string {
  return readFileSync(path.join(house.dir, file), 'utf8');
}

it('buildStale() builds once, and again only when a source of it or of what it depends on changed', () => {
  expect(build('lonja').out).toContain('Built lonja');
  expect(built('apps/lonja/dist/lonja.mjs')).toMatch(/from "zod"/);
  expect(build('lonja').out).toBe('');
  house.write('apps/lonja/src/lonja.test.ts', opening);
  expect(build('lonja').out).toBe('');
  house.write('packages/primitives/src/money.ts', `${opening}export const changed = true;\n`);
  expect(build('lonja').out).toContain('Built lonja');
  rmSync(path.join(house.dir, 'apps/lonja/dist'), { recursive: true });
  expect(build('lonja').out).toContain('Built lonja');
});

it('buildStale() says which file does not compile, and stays stale', () => {
  house.write('apps/lonja/src/lonja.ts', `${opening}const = 1;\n`);
  const failed = build('lonja');
  expect(failed.code).toBe(1);
  expect(failed.out).toContain('apps/lonja/src/lonja.ts:2');
  expect(build('lonja').code).toBe(1);
});

it("bundleNode() seals a bundle: registry packages go inside, and only Node's built-ins stay outside", () => {
  house.write(
    'apps/signer/src/signer.ts',
    `${opening}import { z } from 'zod';\n\nconsole.log(z.string());\n`,
  );
  expect(build('signer')).toMatchObject({ code: 0 });
  expect(built('apps/signer/dist/signer.mjs')).not.toMatch(/from "zod"/);
  house.write('apps/signer/src/signer.ts', `${opening}import 'node:no-such-module';\n`);
  const broken = build('signer');
  expect(broken.code).toBe(1);
  expect(broken.out).toContain('node:no-such-module');
});

it('buildStale() names what is missing or unknown', () => {
  expect(build('server').out).toContain('apps/server/src/mandato.ts does not exist');
  expect(build('moon').out).toContain('There is no build target called "moon".');
});

it('isInstalled() compares what is installed with the lock file', () => {
  const record = '{"packages":{"node_modules/a":{"version":"1.0.0"}}}';
  house.write('installed/package-lock.json', record);
  expect(isInstalled(path.join(house.dir, 'installed'))).toBe(false);
  house.write('installed/node_modules/.package-lock.json', record);
  expect(isInstalled(path.join(house.dir, 'installed'))).toBe(true);
  house.write('installed/package-lock.json', record.replace('1.0.0', '1.0.1'));
  expect(isInstalled(path.join(house.dir, 'installed'))).toBe(false);
});
