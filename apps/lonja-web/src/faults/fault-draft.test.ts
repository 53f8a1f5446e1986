import type { SandboxVerb } from '@mandato/lonja/api-contract/sandbox-contract';
import { expect, test } from 'vitest';
import { curlOf, emptyFaultDraft, ruleOf } from './fault-draft.ts';

const delay: SandboxVerb = {
  verb: 'delay',
  description: { en: '', es: '' },
  isCondition: false,
  parameters: [
    {
      name: 'ms',
      description: { en: '', es: '' },
      kind: 'whole_number',
      choices: [],
      isRequired: true,
      example: '2000',
    },
  ],
};

test('ruleOf() sends what is typed, numbers as numbers, and leaves out what is empty', () => {
  const draft = emptyFaultDraft(delay);
  expect(ruleOf(delay, draft)).toEqual({
    do: { verb: 'delay', ms: 2000 },
    when: 'after_engine',
    match: { probability: 1, skip: 0 },
    seed: 1,
  });
  expect(
    ruleOf(delay, { ...draft, path: ' /orders ', times: '3', seed: 'x', parameters: { ms: 'soon' } }),
  ).toEqual({
    do: { verb: 'delay', ms: 'soon' },
    when: 'after_engine',
    match: { path: '/orders', probability: 1, skip: 0 },
    times: 3,
    seed: 'x',
  });
  expect(ruleOf({ ...delay, isCondition: true }, draft)).not.toHaveProperty('when');
});

test('curlOf() quotes what a shell would take apart', () => {
  expect(curlOf('http://localhost:4000', { body: "it's" })).toBe(
    `curl -X POST http://localhost:4000/sandbox/faults -d '{"body":"it'\\''s"}'`,
  );
});
