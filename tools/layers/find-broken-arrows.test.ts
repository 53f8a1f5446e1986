// Plants imports that no arrow allows, one per law of the layers, and expects exactly those reported.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../repository-root.mjs';
import { temporaryFolder } from '../temporary-folder.ts';
import { arrows } from './arrows.ts';
import { findBrokenArrows } from './find-broken-arrows.ts';
import { scanImports } from './scan-imports.ts';

const house = temporaryFolder();
let plantCount = 0;

function plant(workspace: string, statement: string, folder = 'src'): string[] {
  plantCount += 1;
  const base = `house-${plantCount}`;
  house.write(`${base}/${workspace}/package.json`, '{}');
  house.write(`${base}/${workspace}/${folder}/planted.ts`, `${statement}\n`);
  return findBrokenArrows(path.join(house.dir, base));
}

describe('findBrokenArrows', () => {
  it.each([
    ['packages/primitives', "import 'node:fs';", 'built-ins'],
    ['packages/primitives', "import { x } from '@mandato/invest-core/plan/plan';", 'no arrow'],
    ['packages/exchange-core', "import { x } from '@mandato/invest-core/plan/plan';", 'no arrow'],
    ['packages/invest-core', "import { x } from '@mandato/exchange-core/engine/apply';", 'no arrow'],
    ['packages/invest-core', "import { x } from '@mandato/bitso-wire/payload';", 'no arrow'],
    ['packages/invest-core', "import { z } from 'zod';", 'may not use this package'],
    ['packages/invest-core', "export { z } from 'zod';", 'may not use this package'],
    ['packages/invest-core', "import fs from 'fs';", 'built-ins'],
    ['packages/bitso-wire', "import pino from 'pino';", 'may not use this package'],
    ['packages/ui', "import { x } from '@mandato/messages/money';", 'no arrow'],
    ['packages/venue-bitso', "import { x } from '@mandato/signer/client/signer-client';", 'no arrow'],
    ['packages/venue-bitso', "import { x } from '../../primitives/src/money.ts';", 'climb out'],
    ['apps/lonja', "import { x } from '@mandato/invest-core/plan/plan';", 'no arrow'],
    ['apps/lonja-web', "import { x } from '@mandato/messages/money';", 'no arrow'],
    ['apps/lonja-web', "import { x } from '@mandato/lonja/portal/accounts';", 'no arrow'],
    ['apps/server', "import { x } from '@mandato/exchange-core/engine/apply';", 'no arrow'],
    ['apps/server', "import { x } from '@mandato/signer/store-credential';", 'no arrow'],
    ['apps/server', "const x = await import('@mandato/lonja/api-contract/portal');", 'no arrow'],
    ['apps/server', "import { x } from '@mandato/simulation/run';", 'no arrow'],
    ['apps/server', "import { x } from '@mandato/server/store/links';", 'by relative path'],
    ['apps/server', "import { x } from '@mandato/nowhere/x';", 'no such workspace'],
    ['apps/web', "import { x } from '@mandato/invest-core/plan/plan';", 'no arrow'],
    ['apps/web', "import { x } from '@mandato/server/store/links';", 'no arrow'],
    ['apps/web', "import type { X } from '@mandato/signer/client/signer-client';", 'no arrow'],
    ['apps/web', "import { readFile } from 'node:fs/promises';", 'built-ins'],
    ['packages/simulation', "import { x } from '@mandato/signer/store-credential';", 'no arrow'],
    ['packages/simulation', "import { x } from '@mandato/server/account/accounts';", 'no arrow'],
    ['packages/simulation', "import { x } from '@mandato/lonja/start/run-lonja';", 'reached only through'],
  ])('findBrokenArrows() refuses in %s: %s', (workspace, statement, reason) => {
    const broken = plant(workspace, statement);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(reason);
    expect(broken[0]).toContain(`${workspace}/src/planted.ts:1: `);
  });

  it.each([
    ['apps/server', 'src/api-contract', "import { x } from '../store/links.ts';", 'thin door'],
    [
      'apps/server',
      'src/api-contract',
      "import { x } from '@mandato/venue-bitso/rest/classify';",
      'no arrow',
    ],
    ['apps/server', 'src/api-contract', "import fastify from 'fastify';", 'may not use this package'],
    [
      'apps/lonja',
      'src/api-contract',
      "import { x } from '@mandato/exchange-core/engine/apply';",
      'no arrow',
    ],
    ['apps/signer', 'src/client', "import { x } from '../policy.ts';", 'thin door'],
    ['apps/signer', 'src/client', "import { x } from '@mandato/venue-bitso/rest/classify';", 'no arrow'],
    ['apps/lonja', 'src/api-contract', "import 'node:child_process';", 'built-ins'],
    ['apps/signer', 'src', "import { x } from '@mandato/invest-core/order/intent';", 'no arrow'],
  ])('findBrokenArrows() keeps the doors thin: %s/%s %s', (...[workspace, folder, statement, reason]) => {
    const broken = plant(workspace, statement, folder);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(reason);
  });

  it.each([
    ['apps/server', 'src/plans', "import { x } from '@mandato/signer/client/signer-client';"],
    ['apps/server', 'src/api-contract', "import { z } from 'zod';"],
    ['apps/server', 'src/plans', "import { x } from '../orders/record-order.ts';"],
    ['apps/signer', 'src/client', "import type { X } from '@mandato/invest-core/order/intent';"],
    ['apps/signer', 'src', "import type { X } from '@mandato/invest-core/order/intent';"],
    ['apps/web', 'src/link', "import { x } from '@mandato/server/api-contract/link-contract';"],
    ['packages/bitso-wire', 'src', "import { z } from 'zod';"],
    ['packages/invest-core', 'src', "// import 'node:fs';\nconst text = `import 'zod'`;"],
  ])('findBrokenArrows() allows in %s/%s: %s', (workspace, folder, statement) => {
    const shown = statement.replace('`import ', '`an import of ');
    expect(plant(workspace, shown, folder)).toEqual([]);
  });

  it('findBrokenArrows() refuses a workspace that the arrows do not name', () => {
    expect(plant('apps/surprise', '')).toEqual([
      'apps/surprise: this workspace has no entry in tools/layers/arrows.ts',
    ]);
  });

  it('check-layers exits 1 on a broken arrow and prints it', () => {
    plant('packages/invest-core', "import 'node:fs';");
    const tsx = path.join(root, 'node_modules', '.bin', 'tsx');
    const script = path.join(root, 'tools', 'layers', 'check-layers.ts');
    const done = spawnSync(tsx, [script, path.join(house.dir, `house-${plantCount}`)], { encoding: 'utf8' });
    expect(done.status).toBe(1);
    expect(done.stdout).toContain('packages/invest-core/src/planted.ts:1: "node:fs"');
  });
});

describe('arrows', () => {
  it('arrows lead to known workspaces and never in a circle', () => {
    const visit = (name: string, trail: readonly string[]): void => {
      expect(trail, [...trail, name].join(' -> ')).not.toContain(name);
      const workspace = arrows[name];
      expect(workspace, name).toBeDefined();
      for (const target of workspace?.workspaces ?? []) visit(target.split('/')[0] ?? '', [...trail, name]);
    };
    for (const name of Object.keys(arrows)) visit(name, []);
  });

  it('arrows let nothing import the simulation, and keep the two cores apart', () => {
    const importers = Object.entries(arrows).filter(([, rights]) => rights.workspaces.includes('simulation'));
    expect(importers).toEqual([]);
    const both = Object.entries(arrows).filter(([, { workspaces }]) =>
      ['exchange-core', 'invest-core'].every((core) => workspaces.includes(core)),
    );
    expect(both.map(([name]) => name)).toEqual(['simulation']);
  });
});

describe('scanImports', () => {
  it('scanImports() finds every form of import and no comment', () => {
    const source = [
      "import a, { b } from 'one';",
      "import 'two'; /* import 'not' */",
      'import {',
      '  c,',
      "} from 'three'; // import 'not'",
      "export type { D } from 'four';",
      "const e = await import('five');",
      "type F = import('six').F;",
      "const g = require('seven');",
      "vi.mock('eight');",
      "const r = /[/'\"]/; import 'nine';",
      `const t = \`\${\`it's \${1}\`} // text\`; import 'ten';`,
      "new Worker(new URL('./eleven.ts', import.meta.url));",
    ].join('\n');
    expect(scanImports(source).map(({ specifier, line }) => `${line} ${specifier}`)).toEqual([
      '1 one',
      '2 two',
      '3 three',
      '6 four',
      '7 five',
      '8 six',
      '9 seven',
      '10 eight',
      '11 nine',
      '12 ten',
      '13 ./eleven.ts',
    ]);
  });
});
