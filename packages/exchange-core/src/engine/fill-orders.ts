// Books the fills of a taker: what belongs to it is looked up once for all, and each fill touches its maker alone.

import { entriesPerTrade } from '../ledger/fill-refs.ts';
import type { FillRun } from '../ledger/fill-run.ts';
import { roundUp, setBuyHold, setNotional } from '../ledger/notional.ts';
import { beginRun, countForTaker, endRun, settleMaker } from '../ledger/settle.ts';
import { addAt, copyAmount, setSafeUnits, subtractAmount } from '../ledger/split-money.ts';
import { diffEvent, eventBits, tradeEvent } from '../store/event-log.ts';
import { diffCompleted, diffOpen, endCompleted, partiallyFilled, withStatus } from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  filledAt,
  intsAt,
  numbersAt,
  remainingColumn,
  slotColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import {
  bookAndMakerFeeAt,
  fundingsBeforeAt,
  makerAccountAt,
  makerIdAt,
  packFee,
  sideAndTakerFeeAt,
  takerAccountAt,
  takerIdAt,
  tradeAtMsAt,
  tradeLotsAt,
  tradeTicksAt,
} from '../store/trade-store.ts';
import { endOrder } from './end-order.ts';
import type { BookState, ExchangeState } from './state.ts';

// A trade, a diff of its maker, and the maker's end.
const eventsPerFill = 3;

/** Books every fill of the book's last match, from the rows of the trades to the ends of makers that are filled whole. */
export function fillOrders(state: ExchangeState, book: BookState, taker: number): void {
  const { run } = state.scratch;
  const { fillCount, fillTicks, fillLots } = book.orderBook;
  const firstRow = state.trades.count;
  beginRun(state, book, taker);
  state.log.reserve(fillCount * eventsPerFill);
  // What one match does to resting orders is one message of the depth feed.
  book.sequence += 1;
  let lots = 0;
  for (let fill = 0; fill < fillCount; fill += 1) {
    lots += fillLots[fill] ?? 0;
    fillMaker(state, book, fill);
  }
  run.lots = lots;
  run.count = fillCount;
  run.firstTicks = fillTicks[0] ?? 0;
  run.lastTicks = fillTicks[fillCount - 1] ?? 0;
  endRun(state, book, taker);
  state.nextEntry += entriesPerTrade * fillCount;
  book.lastTicks = run.lastTicks;
  book.trades.pushRun(firstRow, fillCount);
  book.candles.add(run, state.scratch.atMs);
}

// One fill, from the row of its trade to the end of a maker that it fills whole.
function fillMaker(state: ExchangeState, book: BookState, fill: number): void {
  const { orderBook } = book;
  const { run, atMs } = state.scratch;
  const maker = orderBook.fillTags[fill] ?? 0;
  const ticks = orderBook.fillTicks[fill] ?? 0;
  const lots = orderBook.fillLots[fill] ?? 0;
  const { ints, numbers, filled } = state.orders.page(maker);
  const at = intsAt(maker);
  const row = numbersAt(maker);
  const remaining = (numbers[row | remainingColumn] ?? 0) - lots;
  const isExact = setNotional(run.notional, ticks * book.tick, lots);
  setSafeUnits(run.quantity, lots);
  if (run.isTakerSell) {
    copyAmount(run.unlocked, run.notional);
    if (remaining > 0) setPartUnlocked(run, ticks * book.tick, { before: remaining + lots, remaining });
    else if (!isExact) roundUp(run.unlocked);
  }
  writeTrade(state, book, fill);
  numbers[row | remainingColumn] = remaining;
  addAt(filled, filledAt(maker), run.notional);
  noteFill(state, book, { maker, ticks, remaining });
  if (remaining === 0) {
    ints[at | slotColumn] = -1;
    endOrder(state, maker, endCompleted);
  } else {
    numbers[row | updatedAtMsColumn] = atMs;
    ints[at | bitsColumn] = withStatus(ints[at | bitsColumn] ?? 0, partiallyFilled);
  }
}

// A maker's buy that goes on keeps what its remainder needs: both were rounded up.
function setPartUnlocked(run: FillRun, price: number, lots: { before: number; remaining: number }): void {
  setBuyHold(run.unlocked, price, lots.before);
  setBuyHold(run.fee, price, lots.remaining);
  subtractAmount(run.unlocked, run.fee);
}

// Who traded what with whom, and at which fees, once both accounts have it.
function writeTrade(state: ExchangeState, book: BookState, fill: number): void {
  const { trades, scratch } = state;
  const { run } = scratch;
  const { takerInts, takerAt } = run;
  const maker = book.orderBook.fillTags[fill] ?? 0;
  const page = state.orders.page(maker);
  const makerInts = page.ints;
  const makerAt = intsAt(maker);
  const account = makerInts[makerAt | accountColumn] ?? 0;
  const row = trades.add();
  const { ints, numbers } = trades.newest;
  const at = trades.intsAt(row);
  ints[at | makerIdAt] = makerInts[makerAt] ?? 0;
  ints[at | (makerIdAt + 1)] = makerInts[makerAt | 1] ?? 0;
  ints[at | (makerIdAt + 2)] = makerInts[makerAt | 2] ?? 0;
  ints[at | takerIdAt] = takerInts[takerAt] ?? 0;
  ints[at | (takerIdAt + 1)] = takerInts[takerAt | 1] ?? 0;
  ints[at | (takerIdAt + 2)] = takerInts[takerAt | 2] ?? 0;
  ints[at | makerAccountAt] = account;
  ints[at | takerAccountAt] = run.takerAccount;
  ints[at | tradeTicksAt] = book.orderBook.fillTicks[fill] ?? 0;
  ints[at | bookAndMakerFeeAt] = packFee(book.index, settleMaker(state, book, account));
  ints[at | sideAndTakerFeeAt] = packFee(run.isTakerSell ? 1 : 0, countForTaker(state, book));
  ints[at | fundingsBeforeAt] = state.nextEntry - 1 - (row - fill) * entriesPerTrade;
  const from = trades.numbersAt(row);
  numbers[from | tradeLotsAt] = book.orderBook.fillLots[fill] ?? 0;
  numbers[from | tradeAtMsAt] = scratch.atMs;
  if (run.takerOriginId !== null) trades.setOriginId(row, 1, run.takerOriginId);
  if (page.originIds === null) return;
  const makerOriginId = state.orders.originId(maker);
  if (makerOriginId !== null) trades.setOriginId(row, 0, makerOriginId);
}

// The trade's event and the diff of its maker, which shares its match's sequence number with those of the other makers.
function noteFill(
  { log, trades }: ExchangeState,
  book: BookState,
  { maker, ticks, remaining }: { readonly maker: number; readonly ticks: number; readonly remaining: number },
): void {
  const { rows } = log;
  const trade = log.count << eventBits;
  const diff = (log.count + 1) << eventBits;
  log.count += 2;
  rows[trade] = tradeEvent;
  rows[trade | 1] = trades.count - 1;
  rows[diff] = diffEvent;
  rows[diff | 1] = maker;
  rows[diff | 2] = book.sequence;
  rows[diff | 3] = remaining === 0 ? diffCompleted : diffOpen;
  rows[diff | 4] = remaining;
  rows[diff | 5] = ticks;
}
