// The first page: what the account holds, what it is worth in pesos, the books and the latest fills.

import type { Fill } from '@mandato/exchange-core/engine/event';
import { assetOf, isBookId } from '@mandato/exchange-core/ids';
import { fillsOf, signedAmounts } from '@mandato/exchange-core/view/account-view';
import { bookSpecs } from '@mandato/exchange-core/view/book-view';
import { tickerOf } from '@mandato/exchange-core/view/ticker-view';
import { formatMoney, formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideDown, divideUp } from '@mandato/primitives/rounding';
import { z } from 'zod';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { practiceMoney, topUpIdsLeft } from '../accounts/practice-money.ts';
import type { PortalHome } from '../api-contract/portal-contract.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { visibility } from '../rest/order-conditions.ts';
import { type Seen, shownFills } from '../rest/shown-fills.ts';
import { changePercent } from './change-percent.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';
import { seenAs } from './seen-as.ts';
import { amountsText, balanceDials, type ShownBalance, shownBalances, tradeDials } from './shown-balances.ts';
import { priceDials, shownLast } from './shown-books.ts';

export const home = portalCall<'home'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  return answered(homeOf(context.ports, signedIn.value.person));
});

export const topUp = portalCall<'topUp'>(z.strictObject({}), async (context) => {
  const { ports } = context;
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { person } = signedIn.value;
  const { sequencer } = ports;
  const [fundingId] = topUpIdsLeft(sequencer.state.exchange, person.id, ports.wallClock.nowMs());
  if (fundingId === undefined) return refused('top_up_limit_reached');
  const funded = await sequencer.submit({
    domain: 'exchange',
    command: {
      kind: 'fund',
      atMs: ports.marketClock.nowMs(),
      account: person.id,
      asset: assetOf('mxn'),
      amount: practiceMoney.atTopUp,
      fundingId,
      method: 'practice',
    },
  });
  return funded.ok ? answered(homeOf(ports, person)) : refused('storage_failed');
});

function homeOf(ports: LonjaPorts, person: PortalAccount): PortalHome {
  const { exchange } = ports.sequencer.state;
  const at = { ...ports, state: ports.sequencer.state };
  const money = seenAs(at, person.id, { path: 'balance' });
  const ticker = seenAs(at, person.id, { path: 'ticker' });
  const trades = seenAs(at, person.id, { path: 'user_trades' });
  const balances = shownBalances(money).map((row) => ({ row, worth: worthOf(ticker, row) }));
  const known = balances.reduce((sum, { worth }) => sum + (worth ?? 0n), 0n);
  return {
    name: person.name,
    balances: balances.map(({ row, worth }) => ({
      currency: row.asset,
      ...amountsText(row.shown),
      actual: row.actual === null ? null : amountsText(row.actual),
      worthMxn: worth === null ? null : formatMoney(worth),
    })),
    balanceDials: balanceDials(money),
    tradeDials: tradeDials(trades),
    worthMxn: formatMoney(known),
    topUpsLeftToday: topUpIdsLeft(exchange, person.id, ports.wallClock.nowMs()).length,
    topUpAmountMxn: formatMoneyTrimmed(practiceMoney.atTopUp),
    books: booksOf(ticker),
    recentTrades: recentTrades(trades),
  };
}

function worthOf(ticker: Seen, { asset, shown }: ShownBalance): bigint | null {
  if (asset === 'mxn' || shown.total === 0n) return shown.total;
  const price = lastPriceOf(ticker, `${asset}_mxn`);
  if (price === null) return null;
  // A dial may show less than nothing.
  return shown.total < 0n
    ? -divideUp(-shown.total * price, unitsPerWhole)
    : divideDown(shown.total * price, unitsPerWhole);
}

function lastPriceOf(ticker: Seen, book: string): bigint | null {
  if (!isBookId(book)) return null;
  return shownLast(ticker, book, ticker.exchange.books.get(book)?.lastPrice ?? null);
}

function booksOf(ticker: Seen): PortalHome['books'] {
  return bookSpecs(ticker.exchange).map(({ id }) => {
    const numbers = tickerOf(ticker.exchange, id, ticker.atMs);
    const last = numbers?.last ?? null;
    const shown = shownLast(ticker, id, last);
    return {
      book: id,
      last: shown === null ? null : formatMoneyTrimmed(shown),
      change24Percent: shown === null ? null : changePercent(last, numbers?.change24h ?? null),
      dials: priceDials(ticker, id),
    };
  });
}

function recentTrades(trades: Seen): PortalHome['recentTrades'] {
  const latest = { book: null, marker: null, sort: 'desc', limit: 10 } as const;
  const isThere = visibility(trades);
  const fills = fillsOf(trades.exchange, trades.account, latest).filter(({ trade }) => isThere(trade.atMs));
  return shownFills(trades, fills).map(tradeRow);
}

function tradeRow(fill: Fill): PortalHome['recentTrades'][number] {
  const { base, quote } = signedAmounts(fill);
  return {
    tid: String(fill.trade.tradeId),
    book: fill.trade.book,
    side: fill.side,
    price: formatMoneyTrimmed(fill.trade.price),
    major: formatMoney(base),
    minor: formatMoney(quote),
    fee: formatMoney(fill.fee),
    feeCurrency: fill.receivedAsset,
    at: new Date(fill.trade.atMs).toISOString(),
  };
}

export const features = portalCall<'features'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  return answered({ hasFaultDials: context.ports.hasFaultDials });
});
