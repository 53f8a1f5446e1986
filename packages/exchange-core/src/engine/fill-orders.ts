// Books the fills of a taker: what belongs to it is looked up once for all, and each fill touches its maker alone.

import { entriesPerTrade } from '../ledger/fill-refs.ts';
import { beginRun, endRun, settleFill } from '../ledger/settle.ts';
import { eventBits, fillEvent } from '../store/event-log.ts';
import { endCompleted, partiallyFilled, withReason, withStatus } from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  filledColumn,
  intsAt,
  nextColumn,
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
import { linkEnded } from './end-order.ts';
import type { BookState, ExchangeState } from './state.ts';

/** Books every fill of the book's last match, from the rows of the trades to the ends of makers that are filled whole. */
export function fillOrders(state: ExchangeState, book: BookState, taker: number): void {
  const { run } = state.scratch;
  const { fillCount, fillTicks, fillLots } = book.orderBook;
  const firstRow = state.trades.count;
  beginRun(state, book, taker);
  state.log.reserve(fillCount);
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

// One fill, from the money of its maker to the end of one that it fills whole.
function fillMaker(state: ExchangeState, book: BookState, fill: number): void {
  const { orderBook } = book;
  const { run, atMs } = state.scratch;
  const maker = orderBook.fillTags[fill] ?? 0;
  const ticks = orderBook.fillTicks[fill] ?? 0;
  const lots = orderBook.fillLots[fill] ?? 0;
  const { ints, numbers } = state.orders.page(maker);
  const at = intsAt(maker);
  const row = numbersAt(maker);
  const remaining = (numbers[row | remainingColumn] ?? 0) - lots;
  const account = ints[at | accountColumn] ?? 0;
  numbers[row | remainingColumn] = remaining;
  numbers[row | updatedAtMsColumn] = atMs;
  run.makerAccount = account;
  run.makerFilled = numbers;
  run.makerFilledAt = row | filledColumn;
  run.price = ticks * book.tick;
  run.fillLots = lots;
  run.remaining = remaining;
  settleFill(state, book);

  writeTrade(state, book, fill);
  noteFill(state, book, { maker, remaining });
  if (remaining > 0) ints[at | bitsColumn] = withStatus(ints[at | bitsColumn] ?? 0, partiallyFilled);
  else {
    // What `endOrder` does, on the row that is at hand.
    ints[at | slotColumn] = -1;
    state.open.remove(account, ints[at | nextColumn] ?? 0);
    ints[at | bitsColumn] = withReason(ints[at | bitsColumn] ?? 0, endCompleted);
    ints[at | nextColumn] = -1;
    linkEnded(state, maker);
  }
}

// Who traded what with whom, and at which fees, once both have it.
function writeTrade(state: ExchangeState, book: BookState, fill: number): void {
  const { trades } = state;
  const { run, atMs } = state.scratch;
  const { takerInts, takerAt } = run;
  const maker = book.orderBook.fillTags[fill] ?? 0;
  const page = state.orders.page(maker);
  const makerInts = page.ints;
  const makerAt = intsAt(maker);
  const row = trades.add();
  const { ints, numbers } = trades.newest;
  const at = trades.intsAt(row);
  ints[at | makerIdAt] = makerInts[makerAt] ?? 0;
  ints[at | (makerIdAt + 1)] = makerInts[makerAt | 1] ?? 0;
  ints[at | (makerIdAt + 2)] = makerInts[makerAt | 2] ?? 0;
  ints[at | takerIdAt] = takerInts[takerAt] ?? 0;
  ints[at | (takerIdAt + 1)] = takerInts[takerAt | 1] ?? 0;
  ints[at | (takerIdAt + 2)] = takerInts[takerAt | 2] ?? 0;
  ints[at | makerAccountAt] = run.makerAccount;
  ints[at | takerAccountAt] = run.takerAccount;
  ints[at | tradeTicksAt] = book.orderBook.fillTicks[fill] ?? 0;
  ints[at | bookAndMakerFeeAt] = packFee(book.index, run.makerPpm);
  ints[at | sideAndTakerFeeAt] = packFee(run.isTakerSell ? 1 : 0, run.takerPpm);
  ints[at | fundingsBeforeAt] = state.nextEntry - 1 - (row - fill) * entriesPerTrade;
  const from = trades.numbersAt(row);
  numbers[from | tradeLotsAt] = run.fillLots;
  numbers[from | tradeAtMsAt] = atMs;
  if (run.takerOriginId !== null || page.originIds !== null) keepOriginIds(state, maker, row);
}

function keepOriginIds(
  { orders, trades, scratch: { run } }: ExchangeState,
  maker: number,
  trade: number,
): void {
  const makerOriginId = orders.originId(maker);
  if (makerOriginId !== null) trades.setOriginId(trade, 0, makerOriginId);
  if (run.takerOriginId !== null) trades.setOriginId(trade, 1, run.takerOriginId);
}

// One event for the trade and what it makes of its maker, with the sequence number that all makers of a match share.
function noteFill(
  { log, trades }: ExchangeState,
  { sequence }: BookState,
  { maker, remaining }: { readonly maker: number; readonly remaining: number },
): void {
  const { rows } = log;
  const at = log.count << eventBits;
  log.count += 1;
  rows[at] = fillEvent;
  rows[at | 1] = trades.count - 1;
  rows[at | 2] = maker;
  rows[at | 3] = sequence;
  rows[at | 4] = remaining;
}
