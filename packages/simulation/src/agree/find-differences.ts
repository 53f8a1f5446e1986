// Holds what was seen of the product against what the model says must be seen; an empty list is agreement.

import { unitsPerWhole } from '@mandato/primitives/money';
import type { AgreeModel, PlanExpected, SlotExpected } from './agree-model.ts';
import type { PlanSeen, Seen, SlotSeen } from './product.ts';

/** Everything in which they differ, in words for whoever reads a failed run. */
export function findDifferences(model: AgreeModel, seen: Seen): readonly string[] {
  const unexpected = [...seen.plans.keys()].filter((name) => !model.plans.has(name));
  const stray = seen.strayOrders === 0 ? [] : [`${seen.strayOrders} orders that Mandato knows nothing of`];
  return [
    ...seen.findings,
    ...stray,
    ...unexpected.map((name) => `there is a plan ${name}`),
    ...[...model.plans].flatMap(([name, plan]) => ofPlan(name, plan, seen.plans.get(name))),
  ];
}

function ofPlan(name: string, expected: PlanExpected, seen: PlanSeen | undefined): readonly string[] {
  if (seen === undefined) return [`${name} is not there`];
  const slots = [...seen.slots.values()];
  const spent = slots.reduce((sum, slot) => sum + slot.spent, 0n);
  const bought = slots.reduce((sum, slot) => sum + slot.bought, 0n);
  const budget = expected.wish.budget === null ? null : BigInt(expected.wish.budget) * unitsPerWhole;
  const unexpected = [...seen.slots.keys()].filter((slot) => !expected.slots.has(slot));
  return [
    ...differing(`${name} is`, standing(expected), standing(seen)),
    ...differing(`${name} says to have spent`, spent, seen.spent),
    ...differing(`${name} says to have bought`, bought, seen.bought),
    ...(budget !== null && seen.spent > budget ? [`${name} is above its limit`] : []),
    ...unexpected.map((slot) => `${name} has a slot ${slot}`),
    ...[...expected.slots].flatMap(([slot, of]) =>
      ofSlot(`${name} ${slot}`, { expected: of, notional: expected.wish.notional }, seen.slots.get(slot)),
    ),
  ];
}

function standing({
  state,
  pausedBecause,
}: {
  readonly state: string;
  readonly pausedBecause: string | null;
}): string {
  return `${state} (${pausedBecause ?? 'by the person'})`;
}

function ofSlot(
  name: string,
  of: { readonly expected: SlotExpected; readonly notional: number },
  seen: SlotSeen | undefined,
): readonly string[] {
  if (seen === undefined) return [`${name} is not there`];
  const { expected } = of;
  const isThere = expected.fill !== 'none' || expected.isUnbooked;
  return [
    ...differing(
      `${name} is`,
      `${expected.state} ${expected.reason ?? ''}`,
      `${seen.state} ${seen.reason ?? ''}`,
    ),
    ...differing(`${name} was filled`, expected.fill, fillOf(seen, of.notional)),
    ...differing(`${name} has orders at the exchange:`, isThere ? 1 : 0, seen.orders),
    ...(expected.isUnbooked ? [] : differing(`${name} cost`, seen.paid, seen.spent)),
    ...(expected.isUnbooked ? [] : differing(`${name} brought`, seen.received, seen.bought)),
  ];
}

/** What is left over of a whole fill is less than a fiftieth. */
function fillOf({ spent }: SlotSeen, notional: number): SlotExpected['fill'] {
  const whole = BigInt(notional) * unitsPerWhole;
  if (spent === 0n) return 'none';
  return spent <= whole && spent * 50n >= whole * 49n ? 'full' : 'part';
}

function differing<T>(what: string, expected: T, seen: T): readonly string[] {
  return expected === seen ? [] : [`${what} ${seen}, and must be ${expected}`];
}
