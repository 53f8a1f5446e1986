// References to fills and ledger postings as single numbers, and the objects that they stand for.

import { invariant } from '@mandato/primitives/invariant';
import type { Fill, Trade } from '../engine/event.ts';
import type { AccountState, BookState, ExchangeState, Funding } from '../engine/state.ts';
import { unpackId } from '../store/packed-id.ts';
import {
  bookAndMakerFeeAt,
  fundingsBeforeAt,
  makerAccountAt,
  makerIdAt,
  placeOfFee,
  rateOfFee,
  sideAndTakerFeeAt,
  takerAccountAt,
  takerIdAt,
  tradeAtMsAt,
  tradeLotsAt,
  tradeTicksAt,
} from '../store/trade-store.ts';
import { setFee, setNotional } from './notional.ts';
import { Amount, setUnits, unitsOf } from './split-money.ts';

/** A trade and a fee for the maker, then for the taker. */
export const entriesPerTrade = 4;

/** Ledger rows are derived from these: a fill is a trade row and a fee row, a funding is one row. */
export type Posting =
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'funding'; readonly funding: Funding };

/** A fill is the row of its trade doubled, plus one for the taker's. */
export function fillRef(row: number, isTaker: boolean): number {
  return row * 2 + (isTaker ? 1 : 0);
}

/** A posting is a fill's reference doubled, or the place of a funding in its account's list doubled plus one. */
export function postingOfFill(ref: number): number {
  return ref * 2;
}

export function postingOfFunding(index: number): number {
  return index * 2 + 1;
}

export function isFundingPosting(posting: number): boolean {
  return posting % 2 === 1;
}

/** The trade id of a fill. */
export function tradeIdOfFill(ref: number): number {
  return Math.floor(ref / 2) + 1;
}

/** The trade in a row, as the public sees it. */
export function tradeOf(state: ExchangeState, row: number): Trade {
  const ints = state.trades.ints(row);
  const at = state.trades.intsAt(row);
  const numbers = state.trades.numbers(row);
  const from = state.trades.numbersAt(row);
  const book = bookOfTrade(state, row);
  const ticks = ints[at + tradeTicksAt] ?? 0;
  const lots = numbers[from + tradeLotsAt] ?? 0;
  const notional = new Amount();
  setNotional(notional, ticks * book.tick, lots);
  return {
    tradeId: row + 1,
    book: book.spec.id,
    price: BigInt(ticks) * book.spec.tickSize,
    quantity: BigInt(lots),
    notional: unitsOf(notional),
    takerSide: placeOfFee(ints[at + sideAndTakerFeeAt] ?? 0) === 1 ? 'sell' : 'buy',
    makerOrderId: unpackId(ints, at + makerIdAt),
    takerOrderId: unpackId(ints, at + takerIdAt),
    atMs: numbers[from + tradeAtMsAt] ?? 0,
  };
}

/** The book that a trade was made in. */
export function bookOfTrade(state: ExchangeState, row: number): BookState {
  const packed = state.trades.ints(row)[state.trades.intsAt(row) + bookAndMakerFeeAt] ?? 0;
  const book = state.bookList[placeOfFee(packed)];
  invariant(book !== undefined, 'a trade is of a book');
  return book;
}

/** The accounts of a trade, as places in the list of accounts. */
export function tradeAccounts(
  state: ExchangeState,
  row: number,
): { readonly maker: number; readonly taker: number } {
  const ints = state.trades.ints(row);
  const at = state.trades.intsAt(row);
  return { maker: ints[at + makerAccountAt] ?? 0, taker: ints[at + takerAccountAt] ?? 0 };
}

/** The fill that a reference stands for. */
export function fillOf(state: ExchangeState, ref: number): Fill {
  const row = Math.floor(ref / 2);
  const isTaker = ref % 2 === 1;
  const trade = tradeOf(state, row);
  const { spec } = bookOfTrade(state, row);
  const isBuy = (trade.takerSide === 'buy') === isTaker;
  return {
    trade,
    orderId: isTaker ? trade.takerOrderId : trade.makerOrderId,
    originId: state.trades.originId(row, isTaker ? 1 : 0),
    side: isBuy ? 'buy' : 'sell',
    role: isTaker ? 'taker' : 'maker',
    receivedAsset: isBuy ? spec.base : spec.quote,
    paidAsset: isBuy ? spec.quote : spec.base,
    fee: feeOf(state, ref, isBuy ? trade.quantity : trade.notional),
    entry: entryOfFill(state, ref),
  };
}

// Worked out as when it was taken, from the rate that applied then.
function feeOf(state: ExchangeState, ref: number, received: bigint): bigint {
  const row = Math.floor(ref / 2);
  const at = state.trades.intsAt(row) + (ref % 2 === 1 ? sideAndTakerFeeAt : bookAndMakerFeeAt);
  const amount = new Amount();
  const fee = new Amount();
  setUnits(amount, received);
  setFee(fee, amount, rateOfFee(state.trades.ints(row)[at] ?? 0));
  return unitsOf(fee);
}

/** The number of the ledger entry of a fill's trade row: the maker's comes first, each is followed by its fee. */
export function entryOfFill(state: ExchangeState, ref: number): number {
  const row = Math.floor(ref / 2);
  const fundings = state.trades.ints(row)[state.trades.intsAt(row) + fundingsBeforeAt] ?? 0;
  return 1 + row * entriesPerTrade + fundings + (ref % 2) * 2;
}

/** The number of the first ledger entry of a posting of `account`. */
export function entryOfPosting(state: ExchangeState, account: AccountState, posting: number): number {
  if (isFundingPosting(posting)) return account.fundings[(posting - 1) / 2]?.entry ?? 0;
  return entryOfFill(state, posting / 2);
}
