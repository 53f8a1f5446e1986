// What a person's pages are shown of their account: what it has, as the fault dials let the API show it.

import type { AccountId } from '@mandato/exchange-core/ids';
import { balancesOf, fillsOf } from '@mandato/exchange-core/view/account-view';
import { openOrdersOf } from '@mandato/exchange-core/view/order-view';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import type { Clock } from '@mandato/primitives/ports';
import type { TradingDesk } from '../api-contract/trade-contract.ts';
import { endedCountOf } from '../history/order-history.ts';
import { visibility } from '../rest/order-conditions.ts';
import { keptBack } from '../rest/release-lag.ts';
import { balanceShifts, driftOf, type Seen, shownFills, shownOrder } from '../rest/shown-fills.ts';
import type { Faults } from '../sandbox/fault-board.ts';
import type { LonjaState } from '../sequencer-lonja.ts';
import { fillRow, orderRow } from './order-rows.ts';

const latestFillsMax = 20;

export interface DeskPorts {
  /** Read only. */
  readonly state: Pick<LonjaState, 'exchange' | 'history'>;
  readonly faults: Pick<Faults, 'holds'>;
  readonly marketClock: Clock;
}

/** What a person has free, open, and filled last. */
export function deskOf(ports: DeskPorts, account: AccountId): TradingDesk {
  const { exchange, history } = ports.state;
  const money = seenAs(ports, account, 'balance');
  const open = seenAs(ports, account, 'open_orders');
  const trades = seenAs(ports, account, 'user_trades');
  const latest = { book: null, marker: null, sort: 'desc', limit: latestFillsMax } as const;
  const orders = openOrdersOf(exchange, account, { book: null, limit: Number.MAX_SAFE_INTEGER });
  const isOrderThere = visibility(open);
  const isTradeThere = visibility(trades);
  const fills = fillsOf(exchange, account, latest).filter(({ trade }) => isTradeThere(trade.atMs));
  return {
    balances: shownBalances(money),
    openOrders: orders
      .filter(({ createdAtMs }) => isOrderThere(createdAtMs))
      .map((order) => orderRow(shownOrder(open, order))),
    latestFills: shownFills(trades, fills).map(fillRow),
    endedOrders: endedCountOf(history, account),
  };
}

/** An account as a `GET` of the API at `path` would see it now. */
export function seenAs({ state, faults, marketClock }: DeskPorts, account: AccountId, path: string): Seen {
  return {
    exchange: state.exchange,
    account,
    atMs: marketClock.nowMs(),
    holds: (condition, book) =>
      faults.holds(condition, {
        method: 'GET',
        segments: [path],
        book: () => book ?? null,
        keyId: () => null,
      }),
  };
}

function shownBalances(seen: Seen): TradingDesk['balances'] {
  const shifts = balanceShifts(seen);
  const drift = driftOf(seen);
  return balancesOf(seen.exchange, seen.account).map(({ asset, available, locked, total }) => {
    const kept = keptBack(seen, asset);
    const shift = (shifts.get(asset) ?? 0n) + drift(asset);
    return {
      currency: asset,
      available: formatMoneyTrimmed(available - kept + shift),
      locked: formatMoneyTrimmed(locked + kept),
      total: formatMoneyTrimmed(total + shift),
    };
  });
}
