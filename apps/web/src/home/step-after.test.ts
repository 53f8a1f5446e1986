import { expect, it } from 'vitest';
import { stepAfter } from './step-after.ts';

it.each([
  [{ hasSecondFactor: false, links: 1, plans: 1 }, 'second_factor'],
  [{ hasSecondFactor: true, links: 0, plans: 1 }, 'link'],
  [{ hasSecondFactor: true, links: 1, plans: 0 }, 'plan'],
  [{ hasSecondFactor: true, links: 1, plans: 2 }, null],
])('stepAfter() of %j is %s', (progress, step) => {
  expect(stepAfter(progress)).toBe(step);
});
