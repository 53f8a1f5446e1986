// Says of each item of the checklist whether it is passed, superseded, not applicable or open, from what the tests did.

import type { Exemption } from './exemptions.ts';
import type { ChecklistItem } from './items.ts';

export type ItemState = 'passed' | 'superseded' | 'not_applicable' | 'open';

/** One titled test as it ran; `file` is from the root of the repository. */
export interface RanTest {
  readonly file: string;
  readonly title: string;
  readonly items: readonly number[];
  readonly passed: boolean;
}

export interface JudgedItem extends ChecklistItem {
  readonly state: ItemState;
  readonly tests: readonly RanTest[];
  /** Why it, or its half at one product, is superseded, not applicable or open. */
  readonly reasons: readonly string[];
}

type Side = 'app' | 'portal';

interface Judged {
  readonly state: ItemState;
  readonly reason: string;
}

/**
 * An item of both products needs both halves: each with a test that passed or an exemption. A test that failed leaves
 * its item open, whatever else there is. A superseded half is shown by the tests of what took its place, if there are
 * any; a half that was not applicable and has a passing test is passed.
 */
export function judgeItems(
  items: readonly ChecklistItem[],
  exemptions: readonly Exemption[],
  ran: readonly RanTest[],
): readonly JudgedItem[] {
  return items.map((item) => {
    const sides: readonly Side[] = item.of === 'both' ? ['app', 'portal'] : [item.of];
    const tests = ran.filter((test) => test.items.includes(item.item) && sides.includes(sideOf(test)));
    const halves = sides.map((side) => ({
      side,
      ...judgeHalf(
        tests.filter((test) => sideOf(test) === side),
        exemptions.find((each) => each.item === item.item && (each.of ?? side) === side) ?? null,
      ),
    }));
    const told = halves.filter(({ reason }) => reason !== '');
    const reasons = told.map(({ side, reason }) => (sides.length > 1 ? `${side}: ${reason}` : reason));
    return { ...item, state: worstFirst(halves), tests, reasons: [...new Set(reasons)] };
  });
}

/** Whose test it is: the exchange lives in a folder of its own. */
function sideOf({ file }: RanTest): Side {
  return file.startsWith('apps/lonja') ? 'portal' : 'app';
}

function judgeHalf(tests: readonly RanTest[], exemption: Exemption | null): Judged {
  const failed = tests.filter((test) => !test.passed).length;
  if (failed > 0) return { state: 'open', reason: `${failed} of its tests did not pass` };
  if (exemption?.state === 'superseded') return exemption;
  if (tests.length > 0) return { state: 'passed', reason: '' };
  return exemption ?? { state: 'open', reason: 'no test names it' };
}

/** Open when a half is; passed when a half was shown and the other has its reason. */
function worstFirst(halves: readonly Judged[]): ItemState {
  const order: readonly ItemState[] = ['open', 'passed', 'superseded', 'not_applicable'];
  return order.find((state) => halves.some((half) => half.state === state)) ?? 'open';
}
