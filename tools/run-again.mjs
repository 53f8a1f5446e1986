// Decides which failed test files are run once more by themselves: those that lean on real clocks, sockets and processes.

/** Cores are pure, so that what fails there once is wrong; a property's counterexample is a finding, wherever it is. */
const steadyFolders = ['/packages/'];
const counterexample = /Property failed after \d+ tests/;
const filesAtMost = 3;

/**
 * The files to run again, alone; none when one failure is of the kind that must stand, or when so many failed that the
 * machine cannot be the reason.
 * @param {import('./name-failures.mjs').TestReport | undefined} report
 * @returns {string[]}
 */
export function filesToRunAgain(report) {
  const failed = (report?.testResults ?? []).filter((file) => file.status === 'failed');
  if (failed.length > filesAtMost || failed.some(mustStand)) return [];
  return failed.map((file) => file.name);
}

/** @param {import('./name-failures.mjs').FileResult} file */
function mustStand(file) {
  if (steadyFolders.some((folder) => file.name.includes(folder))) return true;
  const failed = file.assertionResults.filter((test) => test.status !== 'passed');
  if (failed.length === 0 || failed.some((test) => test.status !== 'failed')) return true;
  return failed.some((test) => (test.failureMessages ?? []).some((why) => counterexample.test(why)));
}
