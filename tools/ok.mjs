// `npm run ok`: every static check and every unit test; a tool that is missing fails, it is never skipped.

import { availableParallelism } from 'node:os';
import { runCheck } from './run-check.mjs';

/** @type {import('./run-check.mjs').Check[]} */
const staticChecks = [
  { name: 'types', bin: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types (web)', bin: 'tsc', args: ['-p', 'tsconfig.web.json'] },
  {
    name: 'format and lint',
    bin: 'biome',
    args: ['check', '--error-on-warnings', '--max-diagnostics=40', '.'],
  },
  { name: 'promises, switches', bin: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'layers', bin: 'tsx', args: ['tools/layers/check-layers.ts'] },
  { name: 'tidy', bin: 'tsx', args: ['tools/tidy/check-tidy.ts'] },
  { name: 'dead code', bin: 'knip', args: ['--no-progress'] },
];
/** @type {import('./run-check.mjs').Check} */
const unitTests = {
  name: 'unit tests',
  bin: 'vitest',
  args: ['run', '--silent=passed-only'],
  counts: 'vitest',
};

const startedMs = Date.now();
const counts = { passed: 0, failed: 0 };
const queue = [...staticChecks];
const lanes = Math.min(4, Math.max(2, availableParallelism()));
await Promise.all(Array.from({ length: lanes }, drainQueue));
report(await runCheck(unitTests));
console.log(`took ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

async function drainQueue() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) report(await runCheck(check));
}

/** @param {import('./run-check.mjs').Outcome} outcome */
function report(outcome) {
  counts.passed += outcome.passed;
  counts.failed += outcome.failed;
  const verdict = outcome.failed === 0 ? 'ok    ' : 'FAILED';
  console.log(
    `${verdict} ${outcome.name.padEnd(20)} ${outcome.seconds.toFixed(1).padStart(6)} s  ${outcome.note}`,
  );
  if (outcome.failed > 0) console.log(outcome.output);
}
