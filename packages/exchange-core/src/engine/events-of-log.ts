// The rows that a command left in the event log, as events.

import { invariant } from '@mandato/primitives/invariant';
import type { AccountId } from '../ids.ts';
import { tradeAccounts, tradeOf } from '../ledger/fill-refs.ts';
import { acceptedEvent, endedEvent, fillEvent } from '../store/event-log.ts';
import {
  diffCompleted,
  diffOpen,
  diffStatuses,
  endCompleted,
  endReasons,
  sideOf,
} from '../store/order-codes.ts';
import { tradeTicksAt } from '../store/trade-store.ts';
import type { BookDiff, EngineEvent } from './event.ts';
import { bookOf } from './match-order.ts';
import type { ExchangeState } from './state.ts';

/** Every event of the command that was applied last, in order. */
export function eventsOfLog(state: ExchangeState): readonly EngineEvent[] {
  const events: EngineEvent[] = [];
  const { log } = state;
  for (let event = 0; event < log.count; event += 1) {
    if (log.read(event, 0) === fillEvent) events.push(...eventsOfFill(state, event));
    else events.push(eventOf(state, event));
  }
  return events;
}

function eventOf(state: ExchangeState, event: number): EngineEvent {
  const { log, orders } = state;
  const kind = log.read(event, 0);
  const order = log.read(event, 1);
  if (kind === acceptedEvent) {
    return {
      kind: 'order_accepted',
      account: accountIdAt(state, orders.account(order)),
      orderId: orders.orderId(order),
    };
  }
  if (kind === endedEvent) return endOf(state, order, log.read(event, 2));
  return diffOf(state, {
    order,
    sequence: log.read(event, 2),
    status: log.read(event, 3),
    lots: log.read(event, 4),
    ticks: log.read(event, 5),
  });
}

// The trade, what it makes of its maker, and the maker's end when it took the last of it.
function eventsOfFill(state: ExchangeState, event: number): readonly EngineEvent[] {
  const { log, trades } = state;
  const row = log.read(event, 1);
  const maker = log.read(event, 2);
  const left = log.read(event, 4);
  const diff = diffOf(state, {
    order: maker,
    sequence: log.read(event, 3),
    status: left === 0 ? diffCompleted : diffOpen,
    lots: left,
    ticks: trades.ints(row)[trades.intsAt(row) + tradeTicksAt] ?? 0,
  });
  const trade = tradeEventOf(state, row);
  return left === 0 ? [trade, diff, endOf(state, maker, endCompleted)] : [trade, diff];
}

function endOf(state: ExchangeState, order: number, code: number): EngineEvent {
  const reason = endReasons[code];
  invariant(reason !== undefined, 'an order ends for a reason');
  const { orders } = state;
  return {
    kind: 'order_ended',
    account: accountIdAt(state, orders.account(order)),
    orderId: orders.orderId(order),
    reason,
  };
}

function tradeEventOf(state: ExchangeState, row: number): EngineEvent {
  const { maker, taker } = tradeAccounts(state, row);
  return {
    kind: 'trade',
    trade: tradeOf(state, row),
    makerAccount: accountIdAt(state, maker),
    takerAccount: accountIdAt(state, taker),
  };
}

interface Diff {
  readonly order: number;
  readonly sequence: number;
  readonly status: number;
  readonly lots: number;
  readonly ticks: number;
}

function diffOf(state: ExchangeState, diff: Diff): BookDiff {
  const { orders } = state;
  const { order } = diff;
  const { spec } = bookOf(state, order);
  const status = diffStatuses[diff.status];
  invariant(status !== undefined, 'a diff has a status');
  return {
    kind: 'book_diff',
    book: spec.id,
    sequence: diff.sequence,
    orderId: orders.orderId(order),
    side: sideOf(orders.terms(order)),
    price: BigInt(diff.ticks) * spec.tickSize,
    status,
    quantity: BigInt(diff.lots),
    createdAtMs: orders.createdAtMs(order),
    atMs: state.scratch.atMs,
  };
}

function accountIdAt(state: ExchangeState, index: number): AccountId {
  const account = state.accountList[index];
  invariant(account !== undefined, 'an order is of an account');
  return account.id;
}
