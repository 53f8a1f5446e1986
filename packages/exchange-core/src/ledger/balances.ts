// Holds and movements of one account's money; a total never falls below what is locked of it.

import { invariant } from '@mandato/primitives/invariant';
import type { Asset } from '@mandato/primitives/money';
import type { AccountState, BalanceState } from '../engine/state.ts';

/** What the account may spend of an asset. */
export function availableOf(account: AccountState, asset: Asset): bigint {
  const balance = account.balances.get(asset);
  return balance === undefined ? 0n : balance.total - balance.locked;
}

/** Locks `amount`, which must be available. */
export function hold(account: AccountState, asset: Asset, amount: bigint): void {
  const balance = balanceIn(account, asset);
  balance.locked += amount;
  invariant(balance.locked <= balance.total, 'a hold is backed by money');
}

/** Unlocks `amount` of what was held. */
export function release(account: AccountState, asset: Asset, amount: bigint): void {
  const balance = balanceIn(account, asset);
  balance.locked -= amount;
  invariant(balance.locked >= 0n, 'no more is released than was held');
}

/** Adds money that arrived. */
export function credit(account: AccountState, asset: Asset, amount: bigint): void {
  balanceIn(account, asset).total += amount;
}

/** Takes `paid` out of money that was held, unlocking `unlocked` (at least as much) of the hold. */
export function payFromHold(
  account: AccountState,
  asset: Asset,
  amounts: { readonly paid: bigint; readonly unlocked: bigint },
): void {
  const balance = balanceIn(account, asset);
  balance.total -= amounts.paid;
  balance.locked -= amounts.unlocked;
  invariant(balance.locked >= 0n && balance.locked <= balance.total, 'a payment comes out of its hold');
}

function balanceIn(account: AccountState, asset: Asset): BalanceState {
  const found = account.balances.get(asset);
  if (found !== undefined) return found;
  const fresh = { total: 0n, locked: 0n };
  account.balances.set(asset, fresh);
  return fresh;
}
