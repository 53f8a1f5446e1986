// Holds and movements of one account's money; a total never falls below what is locked of it.

import { invariant } from '@mandato/primitives/invariant';
import { type AccountState, lockedIndex, totalIndex } from '../engine/state.ts';
import { type Amount, addAmount, subtractAmount } from './split-money.ts';

/** Locks `amount`, which must be available. Assets are places in the exchange's list of them. */
export function hold(account: AccountState, asset: number, amount: Amount): void {
  addAmount(account.money, lockedIndex(asset), amount);
  invariant(isBacked(account, asset), 'a hold is backed by money');
}

/** Unlocks `amount` of what was held. */
export function release(account: AccountState, asset: number, amount: Amount): void {
  subtractAmount(account.money, lockedIndex(asset), amount);
  invariant((account.money[lockedIndex(asset)] ?? 0) >= 0, 'no more is released than was held');
}

/** Adds money that arrived. */
export function credit(account: AccountState, asset: number, amount: Amount): void {
  addAmount(account.money, totalIndex(asset), amount);
}

/** Takes money that was held and has been unlocked. */
export function pay(account: AccountState, asset: number, amount: Amount): void {
  subtractAmount(account.money, totalIndex(asset), amount);
  invariant(isBacked(account, asset), 'a payment comes out of its hold');
}

function isBacked({ money }: AccountState, asset: number): boolean {
  const total = totalIndex(asset);
  const locked = lockedIndex(asset);
  const whole = money[total] ?? 0;
  const held = money[locked] ?? 0;
  return held < whole || (held === whole && (money[locked + 1] ?? 0) <= (money[total + 1] ?? 0));
}
