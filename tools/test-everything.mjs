// `npm test` from installation to the last count: every part runs, also after an earlier one failed.

import { spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { findChromium } from './find-chromium.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { prepare } from './prepare.mjs';
import { root } from './repository-root.mjs';

/** @typedef {import('./test-parts.mjs').TestPart} TestPart */
/** @typedef {{ passed: number, failed: number }} Counts */

/** Low enough to leave the processors to whoever keeps time, high enough not to be forgotten on a busy machine. */
const besidePriority = 10;

/**
 * Runs `parts` and ends with the line "N passed, N failed", whatever happens.
 * @param {readonly TestPart[]} parts
 * @returns {Promise<number>} the exit code
 */
export async function testEverything(parts) {
  const total = await prepare().then(() => runParts(parts), countFailure);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/**
 * Runs the parts one after the other, and those that run beside the others likewise, from the start.
 * @param {readonly TestPart[]} parts
 * @returns {Promise<Counts>}
 */
export async function runParts(parts) {
  const lanes = [parts.filter(({ runsBeside }) => runsBeside), parts.filter(({ runsBeside }) => !runsBeside)];
  const counts = await Promise.all(lanes.map(runLane));
  return addUp(counts);
}

/**
 * @param {readonly TestPart[]} parts
 * @returns {Promise<Counts>}
 */
async function runLane(parts) {
  const counts = [];
  for (const part of parts) counts.push(await testPart(part).catch(countFailure));
  return addUp(counts);
}

/** @param {readonly Counts[]} counts */
function addUp(counts) {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/**
 * @param {unknown} error
 * @returns {Counts}
 */
function countFailure(error) {
  console.error(error instanceof PlainFailure ? error.message : error);
  return { passed: 0, failed: 1 };
}

/**
 * @param {TestPart} part
 * @returns {Promise<Counts>}
 */
async function testPart(part) {
  console.log(`\n== ${part.name}${part.runsBeside ? ', beside what follows' : ''}`);
  const startedMs = Date.now();
  const env = { ...process.env };
  if (part.needsChromium) {
    const chromium = findChromium();
    console.log(`Chromium: ${chromium.program} (${chromium.how})`);
    env['CHROMIUM_PATH'] = chromium.program;
  }
  const { code, lastLine, held } = await runPart(part, env);
  const counts = readCounts(part, code, lastLine);
  if (counts.failed > 0) process.stdout.write(held);
  else if (held !== '') console.log([...held.split('\n').filter(isUnsteady), lastLine].join('\n'));
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`== ${part.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
  return counts;
}

/**
 * A test that passed only when it ran alone is told, also by a log that says little.
 * @param {string} line
 */
function isUnsteady(line) {
  return line.includes('NOT PASSED');
}

/**
 * @param {TestPart} part
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, lastLine: string, held: string }>} `held` is what it said when nobody sits at a
 *   terminal, or beside another part: a log that is cut should be cut in what passed, not in what failed
 */
function runPart(part, env) {
  return new Promise((resolve) => {
    let tail = '';
    let held = '';
    const child = spawn(process.execPath, part.words, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (part.runsBeside && child.pid !== undefined && getPriority() < besidePriority) {
      setPriority(child.pid, besidePriority);
    }
    /** @param {string} text */
    const show = (text) => {
      if (process.stdout.isTTY && !part.runsBeside) process.stdout.write(text);
      else held += text;
    };
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGTERM', passOn);
    const limit = setTimeout(() => {
      console.error(`${part.name} did not end within ${part.limitMs / 1000} seconds.`);
      child.kill('SIGKILL');
    }, part.limitMs);
    child.stdout.on('data', (chunk) => {
      tail = `${tail}${String(chunk)}`.slice(-20_000);
      show(String(chunk));
    });
    child.stderr.on('data', (chunk) => show(String(chunk)));
    child.on('error', (error) => {
      console.error(error.message);
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      process.off('SIGTERM', passOn);
      resolve({ code: code ?? 1, lastLine: tail.trimEnd().split('\n').at(-1) ?? '', held });
    });
  });
}

/**
 * A part that failed has at least one failure, and a part that says nothing of its counts has failed.
 * @param {TestPart} part
 * @param {number} code
 * @param {string} lastLine
 * @returns {Counts}
 */
export function readCounts(part, code, lastLine) {
  const counts = part.counts === 'last-line' ? readCountLine(lastLine) : readReportLine(lastLine);
  if (counts === undefined) return { passed: 0, failed: 1 };
  if (code !== 0 && counts.failed === 0) return { passed: counts.passed, failed: 1 };
  return counts;
}

/**
 * @param {string} line
 * @returns {Counts | undefined}
 */
function readCountLine(line) {
  const match = /^(\d+) passed, (\d+) failed$/.exec(line);
  return match === null ? undefined : { passed: Number(match[1]), failed: Number(match[2]) };
}

/**
 * @param {string} line
 * @returns {Counts | undefined}
 */
function readReportLine(line) {
  try {
    const report = JSON.parse(line);
    const { passed, failed } = report.figures;
    if (Number.isInteger(passed) && Number.isInteger(failed)) return { passed, failed };
    return report.ok === true ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  } catch {
    return undefined;
  }
}
