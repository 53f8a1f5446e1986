import { expect, test } from 'vitest';
import { verbParameters } from './fault-parameters.ts';
import { faultRuleSchema, isConditionName, verbNames } from './fault-verb.ts';

function filledIn(verb: (typeof verbNames)[number], isWhole: (name: string) => boolean): object {
  const values = verbParameters[verb].flatMap(({ name, example, kind }) => {
    if (example === '' || !isWhole(name)) return [];
    return [[name, kind === 'whole_number' ? Number(example) : example]];
  });
  return { verb, ...Object.fromEntries(values) };
}

test('verbParameters lead a form to a dial that is accepted, for every verb', () => {
  expect(verbNames.length).toBeGreaterThan(15);
  for (const verb of verbNames) {
    const rule = {
      do: filledIn(verb, () => true),
      ...(isConditionName(verb) ? {} : { when: 'before_reply' }),
    };
    expect([verb, faultRuleSchema.safeParse(rule).success]).toEqual([verb, true]);
  }
});

test('verbParameters mark as required what a dial cannot be without', () => {
  for (const verb of verbNames) {
    for (const { name, isRequired, kind } of verbParameters[verb]) {
      // Numbers and choices that have a value of their own may be left out.
      if (!isRequired || kind === 'choice' || ['bytesPerSecond', 'count'].includes(name)) continue;
      const rule = {
        do: filledIn(verb, (each) => each !== name),
        ...(isConditionName(verb) ? {} : { when: 'before_auth' }),
      };
      expect([verb, name, faultRuleSchema.safeParse(rule).success]).toEqual([verb, name, false]);
    }
  }
});
