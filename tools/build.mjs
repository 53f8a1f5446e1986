// `node tools/build.mjs [target ...]`: builds what is stale, all apps or only the named ones.

import { requireNode } from './require-node.mjs';

requireNode();
const { runPlainly } = await import('./plain-failure.mjs');
const { prepare } = await import('./prepare.mjs');
await runPlainly(async () => {
  await prepare(process.argv.slice(2));
  return 0;
});
