// The house-rule check as a command: prints every broken rule and exits 1 if there is one.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findUntidy } from './find-untidy.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const untidy = findUntidy(path.resolve(root));
for (const sentence of untidy) console.log(sentence);
process.exitCode = untidy.length === 0 ? 0 : 1;
