// What a failed run says first: the names of the tests that did not pass, and why.
import { describe, expect, it } from 'vitest';
import { nameFailures } from './name-failures.mjs';

const passed = { fullName: 'add() adds', status: 'passed', failureMessages: [] };

describe('nameFailures()', () => {
  it('nameFailures() names a failed test, a skipped test and a file that broke, and nothing that passed', () => {
    const text = nameFailures({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            passed,
            {
              fullName: 'sub() subtracts',
              status: 'failed',
              failureMessages: ['expected 1\nat a.test.ts:3'],
            },
            { fullName: 'sub() waits', status: 'pending' },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'cannot read b.ts', assertionResults: [] },
      ],
    });
    expect(text).toBe(
      [
        'NOT PASSED a.test.ts sub() subtracts (failed)',
        '    expected 1',
        '    at a.test.ts:3',
        'NOT PASSED a.test.ts sub() waits (pending)',
        '    no reason was given',
        'NOT PASSED b.test.ts',
        '    cannot read b.ts',
        '',
      ].join('\n'),
    );
  });

  it('nameFailures() says nothing of a run that passed, nor of one that left no report', () => {
    const all = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    expect(
      nameFailures({ ...all, testResults: [{ name: 'a', status: 'passed', assertionResults: [passed] }] }),
    ).toBe('');
    expect(nameFailures(undefined)).toBe('');
  });

  it('nameFailures() gives the first lines of a long reason, so that the next failure is still read', () => {
    const why = Array.from({ length: 400 }, (_, line) => `line ${line}`).join('\n');
    const text = nameFailures({
      numPassedTests: 0,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: 'a',
          status: 'failed',
          assertionResults: [{ fullName: 't', status: 'failed', failureMessages: [why] }],
        },
      ],
    });
    expect(text.split('\n')).toHaveLength(1 + 12 + 1);
  });
});
