// The exchange as a function: one command in, what happened out, or why nothing did.

import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { AccountId } from '../ids.ts';
import { credit } from '../ledger/balances.ts';
import { cancelAll, cancelOrder } from './cancel-order.ts';
import type { EngineCommand, EngineRefusal, Fund, OpenAccount } from './command.ts';
import { dropEndedOrders } from './end-order.ts';
import type { EngineEvent } from './event.ts';
import { placeOrder } from './place-order.ts';
import type { AccountState, ExchangeState } from './state.ts';

/** What a command did, or the code of the first reason to refuse it. */
export type Applied = Result<readonly EngineEvent[], EngineRefusal>;

/**
 * Applies one command to `state`, which it changes in place; a refused command changes nothing. The same commands
 * in the same order always give the same state and the same events.
 */
export function apply(state: ExchangeState, command: EngineCommand): Applied {
  const atMs = Math.max(state.nowMs, command.atMs);
  const applied = decide(state, command, atMs);
  if (applied.ok) {
    state.nowMs = atMs;
    dropEndedOrders(state);
  }
  return applied;
}

function decide(state: ExchangeState, command: EngineCommand, atMs: number): Applied {
  switch (command.kind) {
    case 'open_account':
      return openAccount(state, command, atMs);
    case 'fund':
      return fund(state, command, atMs);
    case 'place_order':
      return placeOrder(state, command, atMs);
    case 'cancel_order':
      return cancelOrder(state, command, atMs);
    case 'cancel_all':
      return cancelAll(state, command, atMs);
    default:
      return unreachable(command);
  }
}

function openAccount(state: ExchangeState, command: OpenAccount, atMs: number): Applied {
  if (state.accounts.has(command.account)) return err('account_exists');
  state.accounts.set(command.account, emptyAccount(command.account, state.accounts.size, atMs));
  return ok([{ kind: 'account_opened', account: command.account }]);
}

function emptyAccount(id: AccountId, index: number, openedAtMs: number): AccountState {
  return {
    id,
    index,
    openedAtMs,
    balances: new Map(),
    openOrders: new Map(),
    byOriginId: new Map(),
    fills: [],
    fundings: [],
    postings: [],
    volumes: new Map(),
  };
}

function fund(state: ExchangeState, command: Fund, atMs: number): Applied {
  const { asset, amount, fundingId, method } = command;
  const account = state.accounts.get(command.account);
  if (account === undefined) return err('account_unknown');
  const external = state.external.get(asset);
  if (external === undefined) return err('asset_unknown');
  if (state.fundingIds.has(fundingId)) return err('funding_id_duplicate');
  if (amount <= 0n) return err('amount_not_positive');

  state.external.set(asset, external - amount);
  credit(account, asset, amount);
  state.fundingIds.add(fundingId);
  const funding = { fundingId, asset, amount, method, atMs, entry: state.nextEntry };
  state.nextEntry += 1;
  account.fundings.push(funding);
  account.postings.push({ kind: 'funding', funding });
  return ok([{ kind: 'funded', account: account.id, asset, amount, fundingId }]);
}
