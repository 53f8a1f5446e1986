// Says of each item of the checklist whether it is passed, superseded, not applicable or open, from what the tests did.

import type { Exemption } from './exemptions.ts';
import type { ChecklistItem } from './items.ts';

export type ItemState = 'passed' | 'superseded' | 'not_applicable' | 'open';

/** One titled test as it ran. */
export interface RanTest {
  readonly title: string;
  readonly items: readonly number[];
  readonly passed: boolean;
}

export interface JudgedItem extends ChecklistItem {
  readonly state: ItemState;
  readonly tests: readonly RanTest[];
  /** Why it is superseded, not applicable or open; empty when it passed. */
  readonly reason: string;
}

/**
 * A test that failed leaves its item open, whatever else there is. A superseded item is shown by the tests of what
 * took its place, if there are any; an item that was not applicable and has a passing test is passed.
 */
export function judgeItems(
  items: readonly ChecklistItem[],
  exemptions: readonly Exemption[],
  ran: readonly RanTest[],
): readonly JudgedItem[] {
  return items.map((item) => {
    const tests = ran.filter((test) => test.items.includes(item.item));
    const exemption = exemptions.find((each) => each.item === item.item) ?? null;
    return { ...item, tests, ...stateOf(tests, exemption) };
  });
}

function stateOf(
  tests: readonly RanTest[],
  exemption: Exemption | null,
): { readonly state: ItemState; readonly reason: string } {
  const failed = tests.filter((test) => !test.passed).length;
  if (failed > 0) return { state: 'open', reason: `${failed} of its tests did not pass` };
  if (exemption?.state === 'superseded') return exemption;
  if (tests.length > 0) return { state: 'passed', reason: '' };
  return exemption ?? { state: 'open', reason: 'no test names it' };
}
