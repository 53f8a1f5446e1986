// `node tools/run.mjs FILE.ts [argument ...]`: runs a TypeScript tool after installing and building what it needs.

import { requireNode } from './require-node.mjs';

requireNode();
const { runPlainly } = await import('./plain-failure.mjs');
const { runTypeScriptTool } = await import('./run-typescript-tool.mjs');
await runPlainly(() => runTypeScriptTool(process.argv.slice(2)));
