// What a person's pages are shown of their account: what it has, as the fault dials let the API show it.

import type { AccountId } from '@mandato/exchange-core/ids';
import { fillsOf } from '@mandato/exchange-core/view/account-view';
import { openOrdersOf } from '@mandato/exchange-core/view/order-view';
import type { TradingDesk } from '../api-contract/trade-contract.ts';
import { endedCountOf } from '../history/order-history.ts';
import { visibility } from '../rest/order-conditions.ts';
import { shownFills, shownOrder } from '../rest/shown-fills.ts';
import type { LonjaState } from '../sequencer-lonja.ts';
import { fillRow, orderRow } from './order-rows.ts';
import { type SeeingPorts, seenAs } from './seen-as.ts';
import { amountsText, balanceDials, shownBalances, tradeDials } from './shown-balances.ts';

const latestFillsMax = 20;

export interface DeskPorts extends SeeingPorts {
  /** Read only. */
  readonly state: Pick<LonjaState, 'exchange' | 'history'>;
}

/** What a person has free, open, and filled last. */
export function deskOf(ports: DeskPorts, account: AccountId): TradingDesk {
  const { exchange, history } = ports.state;
  const money = seenAs(ports, account, { path: 'balance' });
  const open = seenAs(ports, account, { path: 'open_orders' });
  const trades = seenAs(ports, account, { path: 'user_trades' });
  const latest = { book: null, marker: null, sort: 'desc', limit: latestFillsMax } as const;
  const orders = openOrdersOf(exchange, account, { book: null, limit: Number.MAX_SAFE_INTEGER });
  const isOrderThere = visibility(open);
  const isTradeThere = visibility(trades);
  const fills = fillsOf(exchange, account, latest).filter(({ trade }) => isTradeThere(trade.atMs));
  return {
    balances: shownBalances(money).map(({ asset, shown, actual }) => ({
      currency: asset,
      ...amountsText(shown),
      actual: actual === null ? null : amountsText(actual),
    })),
    balanceDials: balanceDials(money),
    tradeDials: tradeDials(trades),
    openOrders: orders
      .filter(({ createdAtMs }) => isOrderThere(createdAtMs))
      .map((order) => orderRow(shownOrder(open, order))),
    latestFills: shownFills(trades, fills).map(fillRow),
    endedOrders: endedCountOf(history, account),
  };
}
