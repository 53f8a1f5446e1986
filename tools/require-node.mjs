// Says in one sentence when this Node is too old; must parse and run on Node versions that nothing else here runs on.

import { readFileSync } from 'node:fs';

/** Ends the program with one sentence when Node does not fit the `engines` of package.json. */
export function requireNode() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const reason = whyNodeUnfit(process.versions.node, manifest.engines.node);
  if (reason === undefined) return;
  console.error(reason);
  process.exit(1);
}

/**
 * The sentence for a Node of `version` that `range` (`^a.b.c`, `>=a.b.c`, joined by `||`) leaves out, or undefined.
 * @param {string} version
 * @param {string} range
 * @returns {string | undefined}
 */
export function whyNodeUnfit(version, range) {
  const have = parseVersion(version);
  const fits = range.split('||').some((part) => {
    const bound = part.trim();
    const wanted = parseVersion(bound.replace(/^(\^|>=)/, ''));
    if (compareVersions(have, wanted) < 0) return false;
    return bound.startsWith('>=') || have[0] === wanted[0];
  });
  if (fits) return undefined;
  return `Mandato needs Node ${range.replace(/\s*\|\|\s*/g, ' or ')}, and this is Node ${version}: install a newer Node from https://nodejs.org and run the command again.`;
}

/** @param {string} text */
function parseVersion(text) {
  return text.split('.').map(Number);
}

/**
 * @param {number[]} left
 * @param {number[]} right
 */
function compareVersions(left, right) {
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] || 0) - (right[part] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
