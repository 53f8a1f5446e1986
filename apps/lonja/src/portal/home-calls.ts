// The first page: what the account holds, what it is worth in pesos, the books and the latest fills.

import type { Fill } from '@mandato/exchange-core/engine/event';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import { type AccountId, assetOf, isBookId } from '@mandato/exchange-core/ids';
import { balancesOf, fillsOf, signedAmounts } from '@mandato/exchange-core/view/account-view';
import { bookSpecs } from '@mandato/exchange-core/view/book-view';
import { tickerOf } from '@mandato/exchange-core/view/ticker-view';
import { formatMoney, formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';
import { z } from 'zod';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { practiceMoney, topUpIdsLeft } from '../accounts/practice-money.ts';
import type { PortalHome } from '../api-contract/portal-contract.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { changePercent } from './change-percent.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';

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
  const balances = balancesOf(exchange, person.id).map((row) => ({ row, worth: worthOf(exchange, row) }));
  const known = balances.reduce((sum, { worth }) => sum + (worth ?? 0n), 0n);
  return {
    name: person.name,
    balances: balances.map(({ row, worth }) => ({
      currency: row.asset,
      available: formatMoney(row.available),
      locked: formatMoney(row.locked),
      total: formatMoney(row.total),
      worthMxn: worth === null ? null : formatMoney(worth),
    })),
    worthMxn: formatMoney(known),
    topUpsLeftToday: topUpIdsLeft(exchange, person.id, ports.wallClock.nowMs()).length,
    topUpAmountMxn: formatMoneyTrimmed(practiceMoney.atTopUp),
    books: booksOf(exchange, ports.marketClock.nowMs()),
    recentTrades: recentTrades(exchange, person.id),
  };
}

function worthOf(
  exchange: ExchangeState,
  row: { readonly asset: string; readonly total: bigint },
): bigint | null {
  if (row.asset === 'mxn' || row.total === 0n) return row.total;
  const price = lastPriceOf(exchange, `${row.asset}_mxn`);
  return price === null ? null : divideDown(row.total * price, unitsPerWhole);
}

function lastPriceOf(exchange: ExchangeState, book: string): bigint | null {
  return isBookId(book) ? (exchange.books.get(book)?.lastPrice ?? null) : null;
}

function booksOf(exchange: ExchangeState, atMs: number): PortalHome['books'] {
  return bookSpecs(exchange).map(({ id }) => {
    const numbers = tickerOf(exchange, id, atMs);
    const last = numbers?.last ?? null;
    return {
      book: id,
      last: last === null ? null : formatMoneyTrimmed(last),
      change24Percent: changePercent(last, numbers?.change24h ?? null),
    };
  });
}

function recentTrades(exchange: ExchangeState, account: AccountId): PortalHome['recentTrades'] {
  const fills = fillsOf(exchange, account, { book: null, marker: null, sort: 'desc', limit: 10 });
  return fills.map(tradeRow);
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
