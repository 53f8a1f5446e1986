// Turns one app into what runs: Rolldown for Node programs, Vite for web pages; loads both only when called.

import { spawn } from 'node:child_process';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { root } from './repository-root.mjs';

/** @typedef {import('./build-targets.mjs').BuildTarget} BuildTarget */

/**
 * Builds `target` into `appDir`/dist.
 * @param {BuildTarget} target
 * @param {string} appDir
 * @returns {Promise<string | undefined>} why it failed
 */
export function bundle(target, appDir) {
  return target.kind === 'web' ? bundleWeb(appDir) : bundleNode(target, appDir);
}

/**
 * Each entry becomes a program that stands alone: nothing is shared between files that one of them could lose.
 * @param {BuildTarget} target
 * @param {string} appDir
 * @returns {Promise<string | undefined>}
 */
async function bundleNode(target, appDir) {
  const isSealed = target.kind === 'sealed';
  try {
    for (const entry of target.entries) {
      const file = path.join(appDir, 'dist', `${path.basename(entry, '.ts')}.mjs`);
      const imports = await bundleProgram({ entry: path.join(appDir, entry), file, isSealed });
      const stranger = imports.find((found) => !isBuiltin(found));
      // What is sealed must not change with node_modules.
      if (isSealed && stranger !== undefined)
        return `${path.basename(file)} imports "${stranger}" from outside its bundle`;
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Makes one file of a program for Node. Its constants stay constants, which V8 computes with instead of reading them
 * (docs/decisions/0020). Packages of the registry stay imports (some bring native code, workers or wasm) unless it is sealed.
 * @param {{ entry: string, file: string, isSealed?: boolean }} program absolute paths of the source and of what is written
 * @returns {Promise<string[]>} what the file imports
 */
export async function bundleProgram({ entry, file, isSealed = false }) {
  const { build } = await import('rolldown');
  const { output } = await build({
    input: entry,
    cwd: root,
    platform: 'node',
    external: isSealed ? [] : isOfRegistry,
    transform: { target: 'node20' },
    // What our comments say of money that moves out is no word of the program.
    output: { file, format: 'esm', codeSplitting: false, sourcemap: !isSealed, comments: { jsdoc: false } },
    logLevel: 'silent',
  });
  return output.flatMap((each) => (each.type === 'chunk' ? [...each.imports, ...each.dynamicImports] : []));
}

/** @param {string} id as an import says it */
function isOfRegistry(id) {
  return /^[^./\0]/.test(id) && !path.isAbsolute(id) && !id.startsWith('@mandato/');
}

/**
 * @param {string} appDir
 * @returns {Promise<string | undefined>}
 */
function bundleWeb(appDir) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--emptyOutDir'], {
      cwd: appDir,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : output.trim()));
  });
}
