// The exchange as a function: one command in, what happened out, or why nothing did.

import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import { postFunding, postManyTrades } from '../ledger/postings.ts';
import { Amount, addAt, setUnits } from '../ledger/split-money.ts';
import { cancelAll, cancelOrder, refuseInactive } from './cancel-order.ts';
import { modifyOrder, replaceOrder } from './change-order.ts';
import type {
  EngineCommand,
  EngineRefusal,
  Fund,
  ModifyOrder,
  OpenAccount,
  PlaceOrder,
  ReplaceOrder,
} from './command.ts';
import { dropEndedOrders } from './end-order.ts';
import type { EngineEvent } from './event.ts';
import { eventsOfLog } from './events-of-log.ts';
import { OrderRequest } from './order-request.ts';
import { placeOrder } from './place-order.ts';
import { AccountState, type ExchangeState, totalIndex } from './state.ts';

/** What a command did, or the code of the first reason to refuse it. */
export type Applied = Result<readonly EngineEvent[], EngineRefusal>;

/**
 * Applies one command to `state`, which it changes in place; a refused command changes nothing. The same commands
 * in the same order always give the same state and the same events.
 */
export function apply(state: ExchangeState, command: EngineCommand): Applied {
  const refusal = applyQuietly(state, command);
  if (refusal !== null) return err(refusal);
  const setup = setupEventOf(command);
  return ok(setup === null ? eventsOfLog(state) : [setup]);
}

/** Does what `apply` does without making its events, which are left in `state.log` as rows. */
export function applyQuietly(state: ExchangeState, command: EngineCommand): EngineRefusal | null {
  beginCommand(state, command.atMs);
  const refusal = decide(state, command);
  if (refusal === null) endCommand(state);
  return refusal;
}

/** Before a command at market time `atMs`: its log is empty and its time not before that of the last one. */
export function beginCommand(state: ExchangeState, atMs: number): void {
  state.log.clear();
  state.scratch.atMs = Math.max(state.nowMs, atMs);
}

/** After a command that was not refused. */
export function endCommand(state: ExchangeState): void {
  state.nowMs = state.scratch.atMs;
  postManyTrades(state);
  dropEndedOrders(state);
}

function decide(state: ExchangeState, command: EngineCommand): EngineRefusal | null {
  if (command.kind === 'open_account') return openAccount(state, command);
  const account = state.accounts.get(command.account);
  if (account === undefined) return 'account_unknown';
  switch (command.kind) {
    case 'fund':
      return fund(state, account, command);
    case 'place_order':
      return place(state, account, command);
    case 'cancel_order':
      return cancelOrder(state, account, state.orders.handleOf(command.orderId));
    case 'cancel_all': {
      const book = command.book === null ? null : state.books.get(command.book);
      if (book === undefined) return 'book_unknown';
      cancelAll(state, account, book);
      return null;
    }
    case 'modify_order':
    case 'replace_order':
      return change(state, account, command);
    default:
      return unreachable(command);
  }
}

function place(state: ExchangeState, account: AccountState, command: PlaceOrder): EngineRefusal | null {
  const book = state.books.get(command.book);
  if (book === undefined) return 'book_unknown';
  const request = new OrderRequest(account, book);
  request.read(command);
  return placeOrder(state, request);
}

function change(
  state: ExchangeState,
  account: AccountState,
  command: ModifyOrder | ReplaceOrder,
): EngineRefusal | null {
  const order = state.orders.handleOf(command.orderId);
  const refusal = refuseInactive(state, account, order);
  if (refusal !== null) return refusal;
  return command.kind === 'modify_order'
    ? modifyOrder(state, order, command)
    : replaceOrder(state, order, command);
}

function openAccount(state: ExchangeState, command: OpenAccount): EngineRefusal | null {
  if (state.accounts.has(command.account)) return 'account_exists';
  const opening = { table: state.money, atMs: state.scratch.atMs };
  const account = new AccountState(command.account, state.accountList.length, opening);
  state.accounts.set(command.account, account);
  state.accountList.push(account);
  return null;
}

function fund(state: ExchangeState, account: AccountState, command: Fund): EngineRefusal | null {
  const { asset, amount, fundingId, method } = command;
  const external = state.external.get(asset);
  if (external === undefined) return 'asset_unknown';
  if (state.fundingIds.has(fundingId)) return 'funding_id_duplicate';
  if (amount <= 0n) return 'amount_not_positive';

  state.external.set(asset, external - amount);
  const units = new Amount();
  setUnits(units, amount);
  addAt(account.money, totalIndex(state.assets.indexOf(asset)), units);
  state.fundingIds.add(fundingId);
  const { atMs } = state.scratch;
  postFunding(state, account);
  account.fundings.push({ fundingId, asset, amount, method, atMs, entry: state.nextEntry });
  state.nextEntry += 1;
  return null;
}

// Commands that touch no order have one event each, which says what they said.
function setupEventOf(command: EngineCommand): EngineEvent | null {
  if (command.kind === 'open_account') return { kind: 'account_opened', account: command.account };
  if (command.kind !== 'fund') return null;
  const { account, asset, amount, fundingId } = command;
  return { kind: 'funded', account, asset, amount, fundingId };
}
