// Turns one app into what runs: esbuild for Node programs, Vite for web pages; loads both only when called.

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
 * @param {BuildTarget} target
 * @param {string} appDir
 * @returns {Promise<string | undefined>}
 */
async function bundleNode(target, appDir) {
  const { build } = await import('esbuild');
  const sealed = target.kind === 'sealed';
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: target.entries.map((entry) => path.join(appDir, entry)),
      entryNames: '[name]',
      outdir: path.join(appDir, 'dist'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: sealed ? false : 'linked',
      metafile: true,
      logLevel: 'silent',
      plugins: sealed ? [] : [keepPackagesOutside],
    });
    return sealed ? whyNotSealed(metafile) : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Registry packages stay imports (some bring native code, workers or wasm); our own workspaces are bundled.
 * @type {import('esbuild').Plugin}
 */
export const keepPackagesOutside = {
  name: 'keep-packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (found) => {
      const isOurs = found.path.startsWith('@mandato/') || found.kind === 'entry-point';
      return isOurs ? undefined : { path: found.path, external: true };
    });
  },
};

/**
 * A sealed bundle may import Node's built-ins and nothing else: it must not change with node_modules.
 * @param {import('esbuild').Metafile} metafile
 */
function whyNotSealed(metafile) {
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const stranger = output.imports.find((found) => found.external && !isBuiltin(found.path));
    if (stranger !== undefined) return `${file} imports "${stranger.path}" from outside its bundle`;
  }
  return undefined;
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
