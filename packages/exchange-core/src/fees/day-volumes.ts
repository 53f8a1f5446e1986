// An account's traded quote volume of the last thirty days, kept by day so that old days can fall away.

import { type AccountState, beforeTodayIndex, type ExchangeState, monthIndex } from '../engine/state.ts';
import { Amount, setUnits, subtractAt, unitsAt } from '../ledger/split-money.ts';

/** A UTC day. */
export const dayMs = 86_400_000;
const daysKept = 30;

/** Makes the day of the command that is applied the account's running one; time never runs backwards. */
export function rollVolumes(state: ExchangeState, index: number): void {
  const account = state.accountList[index];
  const day = Math.floor(state.scratch.atMs / dayMs);
  if (account !== undefined && day !== account.volumeDay) beginDay(account, day);
}

/** What the account traded against a quote asset in the thirty UTC days that end with the day of `atMs`. */
export function volumeOfThirtyDays(account: AccountState, asset: number, atMs: number): bigint {
  const first = Math.floor(atMs / dayMs) - daysKept + 1;
  const counted = account.volumeDay >= first ? monthIndex(asset) : beforeTodayIndex(asset);
  return account.earlierVolumes
    .filter((earlier) => earlier.day < first && earlier.asset === asset)
    .reduce((sum, { volume }) => sum - volume, unitsAt(account.money, counted));
}

function beginDay(account: AccountState, day: number): void {
  const { money, earlierVolumes } = account;
  for (let asset = 0; monthIndex(asset) < money.length; asset += 1) {
    const volume = unitsAt(money, monthIndex(asset)) - unitsAt(money, beforeTodayIndex(asset));
    if (volume > 0n) earlierVolumes.push({ day: account.volumeDay, asset, volume });
  }
  account.volumeDay = day;
  const dropped = new Amount();
  for (let oldest = earlierVolumes[0]; oldest !== undefined; oldest = earlierVolumes[0]) {
    if (oldest.day > day - daysKept) break;
    setUnits(dropped, oldest.volume);
    subtractAt(money, monthIndex(oldest.asset), dropped);
    earlierVolumes.shift();
  }
  for (let asset = 0; monthIndex(asset) < money.length; asset += 1) {
    money.copyWithin(beforeTodayIndex(asset), monthIndex(asset), monthIndex(asset) + 2);
  }
}
