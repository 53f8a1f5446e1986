// The money side of fills: both accounts pay and receive, both pay their fee, and every entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import { type BookState, type ExchangeState, lockedAt, monthAt } from '../engine/state.ts';
import { dayMs, rollVolumes } from '../fees/day-volumes.ts';
import type { FeeTable } from '../fees/fee-tier.ts';
import { isSellOf, partiallyFilled, termsOfBits, withStatus } from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  filledColumn,
  intsAt,
  numbersAt,
  remainingColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { isBacked, pay, release } from './balances.ts';
import type { FillRun } from './fill-run.ts';
import { buyHoldUnits, feeUnits, notionalUnits, setBuyHold, setFee, setNotional } from './notional.ts';
import {
  type Amounts,
  addAmount,
  addAt,
  addUnits,
  copyFrom,
  isLess,
  moveAt,
  setSafeUnits,
  subtractAmount,
  subtractAt,
  unitsPerHigh,
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
  if (state.money.volumeDays[account] !== run.day) rollVolumes(state, account);
  setSafeUnits(run.notionals, 0);
  setSafeUnits(run.makerFees, 0);
  setSafeUnits(run.takerFees, 0);
  setTakerRate(run, book.fees);
}

/** Books the fill that the run has for its maker's account and row, and counts it for the taker. */
export function settleFill(state: ExchangeState, { fees, baseIndex, quoteIndex }: BookState): void {
  const { run } = state.scratch;
  const { price, fillLots: lots, makerAccount, isTakerSell } = run;
  const money = state.money.page(makerAccount);
  const base = state.money.assetAt(makerAccount, baseIndex);
  const quote = state.money.assetAt(makerAccount, quoteIndex);
  if (state.money.volumeDays[makerAccount] !== run.day) rollVolumes(state, makerAccount);
  // The volumes before this fill decide.
  const makerPpm = fees.makerPpmAt(money, quote + monthAt);
  run.makerPpm = makerPpm;
  if (isLess(run.takerRoom, run.notionals)) setTakerRate(run, fees);
  const { takerPpm } = run;
  const units = notionalUnits(price, lots);
  const before = run.remaining + lots;
  const held = isTakerSell ? buyHoldUnits(price, before) : before;
  if (units < 0 || held < 0 || before >= unitsPerHigh) {
    settleLarge(run, money, { base, quote });
    return;
  }
  let makerFee = 0;
  if (isTakerSell) {
    // A maker's buy that goes on keeps what its remainder needs: both were rounded up.
    moveAt(money, quote + lockedAt, (run.remaining === 0 ? 0 : buyHoldUnits(price, run.remaining)) - held);
    moveAt(money, quote, -units);
    makerFee = feeUnits(lots, makerPpm);
    moveAt(money, base, lots - makerFee);
    invariant(isBacked(money, quote), 'a payment comes out of its hold');
    addUnits(run.takerFees, feeUnits(units, takerPpm));
  } else {
    moveAt(money, base + lockedAt, -lots);
    moveAt(money, base, -lots);
    makerFee = feeUnits(units, makerPpm);
    moveAt(money, quote, units - makerFee);
    invariant(isBacked(money, base), 'a payment comes out of its hold');
    addUnits(run.takerFees, feeUnits(lots, takerPpm));
  }
  addUnits(run.makerFees, makerFee);
  addUnits(run.notionals, units);
  moveAt(money, quote + monthAt, units);
  moveAt(run.makerFilled, run.makerFilledAt, units);
}

interface Places {
  readonly base: number;
  readonly quote: number;
}

// The same for amounts of any size: those above are below 2^52 units, as everyday ones are.
function settleLarge(run: FillRun, money: Amounts, { base, quote }: Places): void {
  const { notional, quantity, fee, price, fillLots: lots, remaining } = run;
  setNotional(notional, price, lots);
  setSafeUnits(quantity, lots);
  if (run.isTakerSell) {
    setBuyHold(run.unlocked, price, remaining + lots);
    setBuyHold(fee, price, remaining);
    subtractAmount(run.unlocked, fee);
    release(money, quote, run.unlocked);
    pay(money, quote, notional);
    addAt(money, base, quantity);
  } else {
    release(money, base, quantity);
    pay(money, base, quantity);
    addAt(money, quote, notional);
  }
  setFee(fee, run.isTakerSell ? quantity : notional, run.makerPpm);
  subtractAt(money, run.isTakerSell ? base : quote, fee);
  addAmount(run.makerFees, fee);
  setFee(fee, run.isTakerSell ? notional : quantity, run.takerPpm);
  addAmount(run.takerFees, fee);
  addAt(money, quote + monthAt, notional);
  addAt(run.makerFilled, run.makerFilledAt, notional);
  addAmount(run.notionals, notional);
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

/**
 * Books the sums of the run for its taker: its row, its account's money and what it traded, and all fees. Nothing is locked
 * for an order while it takes, so that it pays out of what its account can spend.
 */
export function endRun(state: ExchangeState, book: BookState, taker: number): void {
  const { run } = state.scratch;
  const { takerMoney: money, takerQuote: quote, quantity, notionals } = run;
  const base = state.money.assetAt(run.takerAccount, book.baseIndex);
  setSafeUnits(quantity, run.lots);
  pay(money, run.isTakerSell ? base : quote, run.isTakerSell ? quantity : notionals);
  const received = run.isTakerSell ? quote : base;
  addAt(money, received, run.isTakerSell ? notionals : quantity);
  subtractAt(money, received, run.takerFees);
  addAt(money, quote + monthAt, notionals);
  addAt(state.fees, book.quoteIndex * 2, run.isTakerSell ? run.takerFees : run.makerFees);
  addAt(state.fees, book.baseIndex * 2, run.isTakerSell ? run.makerFees : run.takerFees);
  advance(state, taker);
}

// What the taker's own row says of its fills.
function advance({ orders, scratch }: ExchangeState, taker: number): void {
  const { run } = scratch;
  const { ints, numbers } = orders.page(taker);
  const row = numbersAt(taker);
  numbers[row | remainingColumn] = (numbers[row | remainingColumn] ?? 0) - run.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  addAt(numbers, row | filledColumn, run.notionals);
  ints[run.takerAt | bitsColumn] = withStatus(ints[run.takerAt | bitsColumn] ?? 0, partiallyFilled);
}
