// The fills of each account as references, added some trades at a time: matching itself only writes the trade's row.

import type { AccountState, ExchangeState } from '../engine/state.ts';
import type { NumberList } from '../store/number-list.ts';
import { makerAccountAt, takerAccountAt } from '../store/trade-store.ts';
import { fillRef, postingOfFill, postingOfFunding } from './fill-refs.ts';

// So many trades wait at most; what waits is in memory, and posting it takes no time that is noticed.
const waitingMax = 1024;

/** Fills and fundings of an account, ascending, the latest fill included. */
export function postingsOf(state: ExchangeState, account: AccountState): NumberList {
  postTrades(state);
  state.postingStage.empty(account.index, account.postings);
  return account.postings;
}

/** Posts the funding that comes next in the account's list. */
export function postFunding(state: ExchangeState, account: AccountState): void {
  postingsOf(state, account).push(postingOfFunding(account.fundings.length));
}

/** Posts the trades that wait when they are many. */
export function postManyTrades(state: ExchangeState): void {
  if (state.trades.count - state.postedTrades >= waitingMax) postTrades(state);
}

/** Posts every trade that waits, the maker's fill before the taker's. */
export function postTrades(state: ExchangeState): void {
  const { trades } = state;
  for (let row = state.postedTrades; row < trades.count; row += 1) {
    const ints = trades.ints(row);
    const at = trades.intsAt(row);
    post(state, ints[at | makerAccountAt] ?? 0, postingOfFill(fillRef(row, false)));
    post(state, ints[at | takerAccountAt] ?? 0, postingOfFill(fillRef(row, true)));
  }
  state.postedTrades = trades.count;
}

function post({ postingStage, accountList }: ExchangeState, account: number, posting: number): void {
  if (!postingStage.push(account, posting)) return;
  const list = accountList[account]?.postings;
  if (list !== undefined) postingStage.empty(account, list);
}
