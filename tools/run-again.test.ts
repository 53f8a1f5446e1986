// Which failures get a second look: never a pure core's, never a property's counterexample, never a skipped test.
import { expect, it } from 'vitest';
import { filesToRunAgain } from './run-again.mjs';

function report(...files: { name: string; status?: string; why?: string }[]) {
  return {
    numPassedTests: 0,
    numFailedTests: files.length,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: files.map(({ name, status = 'failed', why = 'timed out' }) => ({
      name,
      status: 'failed',
      assertionResults: [{ fullName: 't', status, failureMessages: [why] }],
    })),
  };
}

it('filesToRunAgain() takes a test beside real processes once more', () => {
  expect(filesToRunAgain(report({ name: '/r/apps/lonja/src/a.test.ts' }))).toEqual([
    '/r/apps/lonja/src/a.test.ts',
  ]);
});

it.each([
  ['a pure core', [{ name: '/r/packages/primitives/src/a.test.ts' }]],
  [
    'a counterexample',
    [{ name: '/r/apps/server/src/a.test.ts', why: 'Property failed after 12 tests\n{ seed: 1 }' }],
  ],
  ['a skipped test', [{ name: '/r/apps/server/src/a.test.ts', status: 'pending' }]],
  ['many files', ['a', 'b', 'c', 'd'].map((name) => ({ name: `/r/tools/${name}.test.ts` }))],
  [
    'one that stands beside one that does not',
    [{ name: '/r/tools/a.test.ts' }, { name: '/r/packages/ui/src/b.test.ts' }],
  ],
])('filesToRunAgain() lets stand what failed of %s', (_, files) => {
  expect(filesToRunAgain(report(...files))).toEqual([]);
});

it('filesToRunAgain() lets stand a file that broke before its tests, and a run without a report', () => {
  const broken = {
    name: '/r/tools/a.test.ts',
    status: 'failed',
    message: 'no such module',
    assertionResults: [],
  };
  expect(filesToRunAgain({ ...report(), testResults: [broken] })).toEqual([]);
  expect(filesToRunAgain(undefined)).toEqual([]);
});
