// Brings a working copy to the point where its programs can run: installs what is missing, builds what is stale.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure } from './plain-failure.mjs';
import { root } from './repository-root.mjs';

/**
 * Installs and builds what `targets` (names of tools/build-targets.mjs, all of them when left out) need.
 * @param {string[]} [targets]
 */
export async function prepare(targets) {
  await ensureInstalled();
  const { buildStale } = await import('./build-stale.mjs');
  await buildStale(targets);
}

/** Runs `npm ci` unless node_modules holds exactly what package-lock.json asks for. */
export async function ensureInstalled() {
  if (isInstalled(root)) return;
  console.log('Installing packages (npm ci), about a minute the first time ...');
  const { code, output } = await runNpm(['ci', '--include=dev', '--no-fund', '--no-audit']);
  if (code === 0) writeFileSync(markFile(root), hashLock(root));
  else {
    const tail = output.trim().split('\n').slice(-15).join('\n');
    throw new PlainFailure(`${tail}\nInstalling the packages failed: run "npm ci" in ${root} to see why.`);
  }
}

/**
 * Whether `folder` holds what its lock file names: either we installed from this very lock file, or what npm
 * recorded when somebody else did agrees with it.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const recordFile = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(recordFile)) return false;
  if (existsSync(markFile(folder)) && readFileSync(markFile(folder), 'utf8') === hashLock(folder))
    return true;
  const wanted = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
  return Object.entries(wanted).every(([where, entry]) => {
    if (!where.startsWith('node_modules/') && !where.includes('/node_modules/')) return true;
    if (entry.optional || entry.devOptional || entry.peer) return true;
    return present[where]?.version === entry.version;
  });
}

/** @param {string} folder */
function markFile(folder) {
  return path.join(folder, 'node_modules', '.mandato-lock-hash');
}

/** @param {string} folder */
function hashLock(folder) {
  return createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function runNpm(args) {
  const npmScript = process.env['npm_execpath'] ?? '';
  const isScript = /npm-cli\.[cm]?js$/.test(npmScript) && existsSync(npmScript);
  const program = isScript ? process.execPath : 'npm';
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, isScript ? [npmScript, ...args] : args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', (error) => resolve({ code: 127, output: `npm could not start: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
