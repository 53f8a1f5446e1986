// The rows that a command left in the event log, as events.

import { invariant } from '@mandato/primitives/invariant';
import type { AccountId } from '../ids.ts';
import { tradeAccounts, tradeOf } from '../ledger/fill-refs.ts';
import { acceptedEvent, endedEvent, tradeEvent } from '../store/event-log.ts';
import { diffStatuses, endReasons, sideOf } from '../store/order-codes.ts';
import type { BookDiff, EngineEvent } from './event.ts';
import { bookOf } from './match-order.ts';
import type { ExchangeState } from './state.ts';

/** Every event of the command that was applied last, in order. */
export function eventsOfLog(state: ExchangeState): readonly EngineEvent[] {
  const events: EngineEvent[] = [];
  for (let event = 0; event < state.log.count; event += 1) events.push(eventOf(state, event));
  return events;
}

function eventOf(state: ExchangeState, event: number): EngineEvent {
  const { log, orders } = state;
  const kind = log.read(event, 0);
  if (kind === tradeEvent) return tradeEventOf(state, log.read(event, 1));
  const order = log.read(event, 1);
  const account = accountIdAt(state, orders.account(order));
  const orderId = orders.orderId(order);
  if (kind === acceptedEvent) return { kind: 'order_accepted', account, orderId };
  if (kind === endedEvent) {
    const reason = endReasons[log.read(event, 2)];
    invariant(reason !== undefined, 'an order ends for a reason');
    return { kind: 'order_ended', account, orderId, reason };
  }
  return diffOf(state, event);
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

function diffOf(state: ExchangeState, event: number): BookDiff {
  const { log, orders } = state;
  const order = log.read(event, 1);
  const { spec } = bookOf(state, order);
  const status = diffStatuses[log.read(event, 3)];
  invariant(status !== undefined, 'a diff has a status');
  return {
    kind: 'book_diff',
    book: spec.id,
    sequence: log.read(event, 2),
    orderId: orders.orderId(order),
    side: sideOf(orders.terms(order)),
    price: BigInt(log.read(event, 5)) * spec.tickSize,
    status,
    quantity: BigInt(log.read(event, 4)),
    createdAtMs: orders.createdAtMs(order),
    atMs: state.scratch.atMs,
  };
}

function accountIdAt(state: ExchangeState, index: number): AccountId {
  const account = state.accountList[index];
  invariant(account !== undefined, 'an order is of an account');
  return account.id;
}
