// No page of a journey may have anything that axe calls a violation.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Fails with the first place of each violation, once what moves has come to rest. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(comeToRest);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

/**
 * A dialog that is fading in has, for a moment, less contrast than the one that a person reads. What turns for
 * ever (a spinner) has no end to wait for, and one that goes away before its end is at rest too.
 */
const comeToRest = `Promise.allSettled(
  document.getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished),
).then(() => {})`;
