// Runs one tool of the workspace to its end and says how many of its checks passed and failed.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nameFailures } from './name-failures.mjs';
import { root } from './repository-root.mjs';
import { filesToRunAgain } from './run-again.mjs';

/**
 * @typedef {{ name: string, bin: string, args: string[], counts?: 'exit' | 'vitest', cwd?: string,
 *   isSecondLook?: boolean }} Check
 *   `bin` is a program of node_modules/.bin; with `counts: 'vitest'` every test is counted, else the exit code is.
 * @typedef {{ name: string, passed: number, failed: number, seconds: number, note: string, output: string }} Outcome
 */

/**
 * Runs `check`; a program that is missing or cannot start is a failed check, never a skipped one.
 * @param {Check} check
 * @returns {Promise<Outcome>}
 */
export async function runCheck(check) {
  const startedMs = Date.now();
  const scratch = mkdtempSync(path.join(tmpdir(), 'mandato-check-'));
  const reportFile = path.join(scratch, 'report.json');
  const extra =
    check.counts === 'vitest' ? ['--reporter=default', '--reporter=json', `--outputFile=${reportFile}`] : [];
  try {
    const { code, output } = await runTool(check, extra);
    const seconds = (Date.now() - startedMs) / 1000;
    if (check.counts !== 'vitest') return { name: check.name, seconds, output, ...judge(code, undefined) };
    const report = readReport(reportFile);
    const outcome = { name: check.name, seconds, output: `${nameFailures(report)}${output}` };
    const again = check.isSecondLook === true ? [] : filesToRunAgain(report);
    if (again.length === 0) return { ...outcome, ...judge(code, countTests(report)) };
    return secondLook(check, again, { ...outcome, ...judge(code, countTests(report)) });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Runs `files` alone, one after the other. What passes now counts as passed, and the first failure is still told: it is a
 * test to mend.
 * @param {Check} check
 * @param {string[]} files
 * @param {Outcome} first
 * @returns {Promise<Outcome>}
 */
async function secondLook(check, files, first) {
  const args = [...check.args, '--no-file-parallelism', ...files];
  const second = await runCheck({ ...check, args, isSecondLook: true });
  const seconds = first.seconds + second.seconds;
  if (second.failed > 0) return { ...first, seconds, output: `${second.output}\n${first.output}` };
  const note = `${first.passed + first.failed} tests passed, ${first.failed} of them only when run alone: mend them`;
  const told = first.output.split('\n').filter((line) => line.startsWith('NOT PASSED'));
  return {
    ...first,
    passed: first.passed + first.failed,
    failed: 0,
    seconds,
    note: [note, ...told.map((line) => `    ${line}`)].join('\n'),
  };
}

/**
 * @param {number} code
 * @param {{ passed: number, failed: number } | undefined} tests
 */
function judge(code, tests) {
  if (tests === undefined) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, note: '' };
  const failed = code !== 0 && tests.failed === 0 ? 1 : tests.failed;
  return { passed: tests.passed, failed, note: `${tests.passed} tests passed, ${failed} failed` };
}

/**
 * vitest's JSON report, or undefined when it left none.
 * @param {string} file
 * @returns {import('./name-failures.mjs').TestReport | undefined}
 */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * A skipped test is a failed one, and no report at all is one failure.
 * @param {import('./name-failures.mjs').TestReport | undefined} report
 */
function countTests(report) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const passed = Number(report.numPassedTests);
  const missed = Number(report.numFailedTests) + Number(report.numPendingTests) + Number(report.numTodoTests);
  const brokenFiles = report.testResults.filter(isBrokenFile).length;
  return { passed, failed: missed + brokenFiles };
}

/**
 * A test file that failed before any of its tests could.
 * @param {{ status: string, assertionResults: { status: string }[] }} result
 */
function isBrokenFile(result) {
  return result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed');
}

/**
 * @param {Check} check
 * @param {string[]} extra
 * @returns {Promise<{ code: number, output: string }>}
 */
function runTool(check, extra) {
  const program = path.join(root, 'node_modules', '.bin', check.bin);
  if (!existsSync(program)) {
    return Promise.resolve({ code: 127, output: `${check.bin} is not installed: run "npm ci".` });
  }
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, [...check.args, ...extra], {
      cwd: check.cwd ?? root,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', (error) =>
      resolve({ code: 126, output: `${check.bin} could not start: ${error.message}` }),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
