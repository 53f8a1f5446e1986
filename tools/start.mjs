// `npm start`: runs Lonja and Mandato until they are asked to stop; uses nothing that must be installed first.

import { requireNode } from './require-node.mjs';

requireNode();
const { runPlainly } = await import('./plain-failure.mjs');
const { startProducts } = await import('./start-products.mjs');
await runPlainly(() => startProducts(process.argv.slice(2)));
