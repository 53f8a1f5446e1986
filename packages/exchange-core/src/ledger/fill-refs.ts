// References to fills and ledger postings as single numbers, and the objects that they stand for.

import { invariant } from '@mandato/primitives/invariant';
import type { Fill, Trade } from '../engine/event.ts';
import type { AccountState, ExchangeState, Funding } from '../engine/state.ts';
import { unpackId } from '../store/packed-id.ts';
import {
  makerAccountAt,
  makerFeeAt,
  makerIdAt,
  takerAccountAt,
  takerFeeAt,
  takerIdAt,
  takerSellsAt,
  tradeAtMsAt,
  tradeBookAt,
  tradeEntryAt,
  tradeLotsAt,
  tradeNotionalAt,
  tradeTicksAt,
} from '../store/trade-store.ts';
import { unitsAt } from './split-money.ts';

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
  const book = state.bookList[ints[at + tradeBookAt] ?? 0];
  invariant(book !== undefined, 'a trade is of a book');
  return {
    tradeId: row + 1,
    book: book.spec.id,
    price: BigInt(ints[at + tradeTicksAt] ?? 0) * book.spec.tickSize,
    quantity: BigInt(numbers[from + tradeLotsAt] ?? 0),
    notional: unitsAt(numbers, from + tradeNotionalAt),
    takerSide: ints[at + takerSellsAt] === 1 ? 'sell' : 'buy',
    makerOrderId: unpackId(ints, at + makerIdAt),
    takerOrderId: unpackId(ints, at + takerIdAt),
    atMs: numbers[from + tradeAtMsAt] ?? 0,
  };
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
  const numbers = state.trades.numbers(row);
  const from = state.trades.numbersAt(row);
  const spec = state.books.get(trade.book)?.spec;
  invariant(spec !== undefined, 'a trade is of a book');
  const isBuy = (trade.takerSide === 'buy') === isTaker;
  return {
    trade,
    orderId: isTaker ? trade.takerOrderId : trade.makerOrderId,
    originId: state.trades.originId(row, isTaker ? 1 : 0),
    side: isBuy ? 'buy' : 'sell',
    role: isTaker ? 'taker' : 'maker',
    receivedAsset: isBuy ? spec.base : spec.quote,
    paidAsset: isBuy ? spec.quote : spec.base,
    fee: BigInt(numbers[from + (isTaker ? takerFeeAt : makerFeeAt)] ?? 0),
    entry: entryOfFill(state, ref),
  };
}

/** The number of the ledger entry of a fill's trade row. */
export function entryOfFill(state: ExchangeState, ref: number): number {
  const row = Math.floor(ref / 2);
  return (state.trades.numbers(row)[state.trades.numbersAt(row) + tradeEntryAt] ?? 0) + (ref % 2) * 2;
}

/** The number of the first ledger entry of a posting of `account`. */
export function entryOfPosting(state: ExchangeState, account: AccountState, posting: number): number {
  if (isFundingPosting(posting)) return account.fundings[(posting - 1) / 2]?.entry ?? 0;
  return entryOfFill(state, posting / 2);
}
