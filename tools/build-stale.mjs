// Builds the targets whose sources changed since their last build, and leaves the others alone.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildTargets } from './build-targets.mjs';
import { bundle } from './bundle.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { root } from './repository-root.mjs';

/** @typedef {import('./build-targets.mjs').BuildTarget} BuildTarget */

/**
 * Builds the stale ones of `names` (all targets when left out); throws one sentence naming those that failed.
 * @param {string[]} [names]
 */
export async function buildStale(names) {
  const failures = [];
  for (const target of chosenTargets(names)) {
    const reason = await buildIfStale(target);
    if (reason !== undefined) failures.push(`${target.name}: ${reason}`);
  }
  if (failures.length > 0) throw new PlainFailure(`Building failed.\n${failures.join('\n')}`);
}

/** @param {string[] | undefined} names */
function chosenTargets(names) {
  if (names === undefined || names.length === 0) return buildTargets;
  const unknown = names.find((name) => !buildTargets.some((target) => target.name === name));
  if (unknown !== undefined) throw new PlainFailure(`There is no build target called "${unknown}".`);
  return buildTargets.filter((target) => names.includes(target.name));
}

/**
 * @param {BuildTarget} target
 * @returns {Promise<string | undefined>} why it failed
 */
async function buildIfStale(target) {
  const appDir = path.join(root, 'apps', target.name);
  const missing = target.entries.find((entry) => !existsSync(path.join(appDir, entry)));
  if (missing !== undefined) return `apps/${target.name}/${missing} does not exist`;
  const hashFile = path.join(appDir, 'dist', '.build-hash');
  const hash = hashSources(target);
  if (existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash) return undefined;
  const startedMs = Date.now();
  rmSync(hashFile, { force: true });
  const reason = await bundle(target, appDir);
  if (reason !== undefined) return reason;
  mkdirSync(path.dirname(hashFile), { recursive: true });
  writeFileSync(hashFile, hash);
  console.log(`Built ${target.name} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  return undefined;
}

/**
 * A hash over everything that can change what `target` builds to.
 * @param {BuildTarget} target
 */
function hashSources(target) {
  const hash = createHash('sha256');
  const buildFiles = [
    'package-lock.json',
    'tools/build-targets.mjs',
    'tools/build-stale.mjs',
    'tools/bundle.mjs',
  ];
  const folders = [...workspaceClosure(path.join(root, 'apps', target.name))].sort();
  const files = [...buildFiles.map((file) => path.join(root, file)), ...folders.flatMap(listBuildInputs)];
  for (const file of files) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * The folder of a workspace and of every workspace it depends on, directly or not.
 * @param {string} folder
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function workspaceClosure(folder, seen = new Set()) {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (!name.startsWith('@mandato/')) continue;
    const short = name.slice('@mandato/'.length);
    const group = existsSync(path.join(root, 'packages', short)) ? 'packages' : 'apps';
    workspaceClosure(path.join(root, group, short), seen);
  }
  return seen;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listBuildInputs(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory())
        return ['node_modules', 'dist'].includes(entry.name) ? [] : listBuildInputs(full);
      return entry.isFile() && !/\.test\.tsx?$/.test(entry.name) ? [full] : [];
    });
}
