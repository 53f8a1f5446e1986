// No page of a journey may have anything that axe calls a violation.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Fails with the first place of each violation, as the page is once nothing on it moves. */
export async function expectAccessible(page: Page): Promise<void> {
  // What fades in has, for a moment, less contrast than what a person reads; what comes meanwhile is there at once.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(comeToRest);
  const { violations } = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ reducedMotion: null });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

// A colour that is still changing. What turns for ever (a spinner) has no end to wait for, and what goes away before its
// end is at rest too.
const comeToRest = `Promise.allSettled(
  document.getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished),
).then(() => {})`;
