// The money side of fills: both accounts pay and receive, both pay their fee, and every entry sums to zero.

import { type BookState, type ExchangeState, monthAt, volumeDayAt } from '../engine/state.ts';
import { dayMs, rollVolumes } from '../fees/day-volumes.ts';
import type { FeeTable } from '../fees/fee-tier.ts';
import {
  isSellOf,
  kindOf,
  limitKind,
  partiallyFilled,
  termsOfBits,
  withStatus,
} from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  filledAt,
  intsAt,
  numbersAt,
  remainingColumn,
  ticksColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { pay, release } from './balances.ts';
import type { FillRun } from './fill-run.ts';
import { setBuyHold, setFee } from './notional.ts';
import {
  addAmount,
  addAt,
  copyAmount,
  copyFrom,
  isLess,
  setSafeUnits,
  subtractAmount,
  subtractAt,
} from './split-money.ts';

/** Begins the fills of an order that the book just matched. */
export function beginRun(state: ExchangeState, book: BookState, taker: number): void {
  const { run, atMs } = state.scratch;
  const { ints } = state.orders.page(taker);
  const at = intsAt(taker);
  const account = ints[at | accountColumn] ?? 0;
  run.takerInts = ints;
  run.takerAt = at;
  run.takerAccount = account;
  run.takerOriginId = state.orders.originId(taker);
  run.takerMoney = state.money.page(account);
  run.takerQuote = state.money.assetAt(account, book.quoteIndex);
  run.isTakerSell = isSellOf(termsOfBits(ints[at | bitsColumn] ?? 0));
  run.day = Math.floor(atMs / dayMs);
  if (run.takerMoney[state.money.rowAt(account) + volumeDayAt] !== run.day) rollVolumes(state, account);
  setSafeUnits(run.notionals, 0);
  setSafeUnits(run.makerFees, 0);
  setSafeUnits(run.takerFees, 0);
  setTakerRate(run, book.fees);
}

/** Books the fill in the run for the account of its maker; returns the rate of its fee in parts per million. */
export function settleMaker(state: ExchangeState, book: BookState, account: number): number {
  const { run } = state.scratch;
  const { notional, quantity, fee } = run;
  const money = state.money.page(account);
  const row = state.money.rowAt(account);
  const base = state.money.assetAt(account, book.baseIndex);
  const quote = state.money.assetAt(account, book.quoteIndex);
  if (money[row + volumeDayAt] !== run.day) rollVolumes(state, account);
  // The volume before this fill decides.
  const tier = book.fees.tierAt(money, quote + monthAt, book.fees.makerGuess);
  book.fees.makerGuess = tier;
  const ratePpm = book.fees.makerPpm(tier);
  if (run.isTakerSell) {
    release(money, quote, run.unlocked);
    pay(money, quote, notional);
    setFee(fee, quantity, ratePpm);
    addAt(money, base, quantity);
    subtractAt(money, base, fee);
  } else {
    release(money, base, quantity);
    pay(money, base, quantity);
    setFee(fee, notional, ratePpm);
    addAt(money, quote, notional);
    subtractAt(money, quote, fee);
  }
  addAmount(run.makerFees, fee);
  addAt(money, quote + monthAt, notional);
  return ratePpm;
}

/** Counts the fill in the run for its taker; returns the rate of its fee in parts per million. */
export function countForTaker({ scratch: { run } }: ExchangeState, { fees }: BookState): number {
  const { notional, notionals, fee } = run;
  // The volume before this fill decides.
  if (isLess(run.takerRoom, notionals)) setTakerRate(run, fees);
  setFee(fee, run.isTakerSell ? notional : run.quantity, run.takerPpm);
  addAmount(run.takerFees, fee);
  addAmount(notionals, notional);
  return run.takerPpm;
}

// What the taker pays after the fills so far, and for how much more it does.
function setTakerRate(run: FillRun, fees: FeeTable): void {
  const { takerMoney, takerVolume, takerRoom } = run;
  const month = run.takerQuote + monthAt;
  copyFrom(takerRoom, takerMoney, month);
  takerVolume[0] = takerRoom.high;
  takerVolume[1] = takerRoom.low;
  addAt(takerVolume, 0, run.notionals);
  const tier = fees.tierAt(takerVolume, 0, fees.takerGuess);
  fees.takerGuess = tier;
  fees.turnToRoom(takerRoom, tier);
  run.takerPpm = fees.takerPpm(tier);
}

/** Books the sums of the run for its taker: its row, its account's money and what it traded, and all fees. */
export function endRun(state: ExchangeState, book: BookState, taker: number): void {
  const { run } = state.scratch;
  const { takerMoney: money, takerQuote: quote, quantity, notionals } = run;
  const base = state.money.assetAt(run.takerAccount, book.baseIndex);
  setSafeUnits(quantity, run.lots);
  if (run.isTakerSell) {
    release(money, base, quantity);
    pay(money, base, quantity);
    addAt(money, quote, notionals);
    subtractAt(money, quote, run.takerFees);
  } else {
    setTakerUnlocked(state, book, taker);
    release(money, quote, run.unlocked);
    pay(money, quote, notionals);
    addAt(money, base, quantity);
    subtractAt(money, base, run.takerFees);
  }
  addAt(money, quote + monthAt, notionals);
  addAt(state.fees, book.quoteIndex * 2, run.isTakerSell ? run.takerFees : run.makerFees);
  addAt(state.fees, book.baseIndex * 2, run.isTakerSell ? run.makerFees : run.takerFees);
  advance(state, taker);
}

// What the fills unlock of a buy's hold: a limit order keeps what its remainder needs at its own price; all others simply
// pay out of what was held.
function setTakerUnlocked(state: ExchangeState, book: BookState, taker: number): void {
  const { run } = state.scratch;
  const bits = run.takerInts[run.takerAt | bitsColumn] ?? 0;
  if (kindOf(termsOfBits(bits)) !== limitKind) {
    copyAmount(run.unlocked, run.notionals);
    return;
  }
  const price = (run.takerInts[run.takerAt | ticksColumn] ?? 0) * book.tick;
  const before = state.orders.remaining(taker);
  setBuyHold(run.unlocked, price, before);
  if (before === run.lots) return;
  setBuyHold(run.fee, price, before - run.lots);
  subtractAmount(run.unlocked, run.fee);
}

// What the taker's own row says of its fills.
function advance({ orders, scratch }: ExchangeState, taker: number): void {
  const { run } = scratch;
  const { ints, numbers, filled } = orders.page(taker);
  const row = numbersAt(taker);
  numbers[row | remainingColumn] = (numbers[row | remainingColumn] ?? 0) - run.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  addAt(filled, filledAt(taker), run.notionals);
  ints[run.takerAt | bitsColumn] = withStatus(ints[run.takerAt | bitsColumn] ?? 0, partiallyFilled);
}
