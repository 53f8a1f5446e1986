// Runs a TypeScript tool as a child after installing and building, and answers with its exit code.

import { spawn } from 'node:child_process';
import { PlainFailure } from './plain-failure.mjs';
import { prepare } from './prepare.mjs';
import { root } from './repository-root.mjs';

/**
 * `words` are the file, from the root of the repository, and the arguments that it gets.
 * @param {string[]} words
 * @returns {Promise<number>}
 */
export async function runTypeScriptTool(words) {
  const [file, ...args] = words;
  if (file === undefined) {
    throw new PlainFailure('Name the file to run: node tools/run.mjs FILE.ts [argument ...]', 2);
  }
  await prepare();
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
