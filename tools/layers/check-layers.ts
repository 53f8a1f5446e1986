// The layer check as a command: prints every import that breaks an arrow and exits 1 if there is one.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrokenArrows } from './find-broken-arrows.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const broken = findBrokenArrows(path.resolve(root));
for (const sentence of broken) console.log(sentence);
process.exitCode = broken.length === 0 ? 0 : 1;
