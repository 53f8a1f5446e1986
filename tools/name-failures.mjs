// Says which tests failed and why, in a few lines that stand before everything else that a run printed.

/**
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} TestResult
 * @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: FileResult[] }} TestReport
 *   the part that is read of vitest's JSON report
 */

const linesOfWhy = 12;

/**
 * One paragraph for each test, or whole file, that did not pass: long output is cut by whoever keeps it, and it is cut
 * at the end. Empty when everything passed.
 * @param {TestReport | undefined} report
 */
export function nameFailures(report) {
  const paragraphs = (report?.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status !== 'passed');
    if (tests.length === 0 && file.status === 'failed') return [paragraph(file.name, '', file.message)];
    return tests.map((test) =>
      paragraph(file.name, `${test.fullName} (${test.status})`, test.failureMessages?.[0]),
    );
  });
  return paragraphs.map((text) => `${text}\n`).join('');
}

/**
 * @param {string} file
 * @param {string} title
 * @param {string | undefined} why
 */
function paragraph(file, title, why) {
  const lines = (why ?? 'no reason was given').split('\n').slice(0, linesOfWhy);
  return [`NOT PASSED ${file} ${title}`.trimEnd(), ...lines.map((line) => `    ${line}`)].join('\n');
}
