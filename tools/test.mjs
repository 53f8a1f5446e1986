// `npm test`: everything that proves this repository, from a bare clone; uses nothing that must be installed first.

import { requireNode } from './require-node.mjs';

requireNode();
const { runPlainly } = await import('./plain-failure.mjs');
const { testEverything } = await import('./test-everything.mjs');
const { testParts } = await import('./test-parts.mjs');
await runPlainly(() => testEverything(testParts));
