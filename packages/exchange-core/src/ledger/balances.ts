// Movements of one account's money of one asset; a total never falls below what is locked of it.

import { invariant } from '@mandato/primitives/invariant';
import { lockedAt } from '../engine/state.ts';
import { type Amount, type Amounts, subtractAt } from './split-money.ts';

/** Unlocks `amount` of what was held. The asset's numbers begin at `at` of `money`. */
export function release(money: Amounts, at: number, amount: Amount): void {
  subtractAt(money, at + lockedAt, amount);
  invariant((money[at + lockedAt] ?? 0) >= 0, 'no more is released than was held');
}

/** Takes money that is not locked, or not any more. */
export function pay(money: Amounts, at: number, amount: Amount): void {
  subtractAt(money, at, amount);
  invariant(isBacked(money, at), 'a payment leaves what is locked');
}

/** Whether what is locked of an asset is not negative and at most its total. */
export function isBacked(money: Amounts, at: number): boolean {
  const whole = money[at] ?? 0;
  const held = money[at + lockedAt] ?? 0;
  if (held < 0 || held > whole) return false;
  return held < whole || (money[at + lockedAt + 1] ?? 0) <= (money[at + 1] ?? 0);
}
