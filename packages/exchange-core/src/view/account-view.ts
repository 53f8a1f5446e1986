// What an account may read about itself: balances, fills, fundings and fees, as exact numbers.

import type { Asset } from '@mandato/primitives/money';
import type { Fill } from '../engine/event.ts';
import type { ExchangeState, Funding } from '../engine/state.ts';
import { volumeOfThirtyDays } from '../fees/day-volumes.ts';
import { feeTierOf } from '../fees/fee-tier.ts';
import type { AccountId, BookId, VenueOrderId } from '../ids.ts';
import { firstAtLeast, type PageQuery, pageOf } from './page.ts';

export interface Balance {
  readonly asset: Asset;
  readonly total: bigint;
  readonly locked: bigint;
  readonly available: bigint;
}

/** An account's fees in one book. Rates are parts per million of the amount received; volumes are in quote. */
export interface FeeSituation {
  readonly makerPpm: number;
  readonly takerPpm: number;
  readonly volume: bigint;
  /** The next tier begins above `volumeMin`; null in the last tier. */
  readonly next: {
    readonly volumeMin: bigint;
    readonly makerPpm: number;
    readonly takerPpm: number;
  } | null;
}

/** True when the account exists. */
export function hasAccount(state: ExchangeState, account: AccountId): boolean {
  return state.accounts.has(account);
}

/** The balances of every asset of the exchange, zero ones too; empty for an unknown account. */
export function balancesOf(state: ExchangeState, account: AccountId): readonly Balance[] {
  const found = state.accounts.get(account);
  if (found === undefined) return [];
  return state.assets.map((asset) => {
    const { total, locked } = found.balances.get(asset) ?? { total: 0n, locked: 0n };
    return { asset, total, locked, available: total - locked };
  });
}

/** The account's fills, optionally of one book. The marker is a trade id. */
export function fillsOf(
  state: ExchangeState,
  account: AccountId,
  query: PageQuery & { readonly book: BookId | null },
): readonly Fill[] {
  return pageOf(state.accounts.get(account)?.fills ?? [], query, {
    key: tradeIdOf,
    wanted: (fill) => query.book === null || fill.trade.book === query.book,
  });
}

/** The account's fill of one trade, or null. */
export function fillOfTrade(state: ExchangeState, account: AccountId, tradeId: number): Fill | null {
  const fills = state.accounts.get(account)?.fills ?? [];
  const fill = fills[firstAtLeast(fills, tradeId, tradeIdOf)];
  return fill?.trade.tradeId === tradeId ? fill : null;
}

/** Every fill of one order of the account, newest first; also when the order can no longer be looked up. */
export function fillsOfOrder(
  state: ExchangeState,
  account: AccountId,
  orderId: VenueOrderId,
): readonly Fill[] {
  const fills = state.accounts.get(account)?.fills ?? [];
  return fills.filter((fill) => fill.orderId === orderId).reverse();
}

/** Every fill of all orders of the account that shared one origin id, newest first. */
export function fillsOfOriginId(state: ExchangeState, account: AccountId, originId: string): readonly Fill[] {
  const fills = state.accounts.get(account)?.fills ?? [];
  return fills.filter((fill) => fill.originId === originId).reverse();
}

/** The account's fundings, newest first. */
export function fundingsOf(state: ExchangeState, account: AccountId): readonly Funding[] {
  return [...(state.accounts.get(account)?.fundings ?? [])].reverse();
}

/** The account's fees in a book at market time `atMs`, or null for an unknown book. */
export function feesOf(
  state: ExchangeState,
  account: AccountId,
  query: { readonly book: BookId; readonly atMs: number },
): FeeSituation | null {
  const book = state.books.get(query.book);
  if (book === undefined) return null;
  const { feeTiers, quote } = book.spec;
  const volumes = state.accounts.get(account)?.volumes.get(quote);
  const volume = volumes === undefined ? 0n : volumeOfThirtyDays(volumes, query.atMs);
  const tier = feeTierOf(feeTiers, volume);
  const above = feeTiers[feeTiers.indexOf(tier) + 1];
  const next =
    above === undefined || tier.volumeMax === null
      ? null
      : { volumeMin: tier.volumeMax, makerPpm: above.makerPpm, takerPpm: above.takerPpm };
  return { makerPpm: tier.makerPpm, takerPpm: tier.takerPpm, volume, next };
}

/** A fill's base and quote as the account saw them: a buy is base + and quote −. Fees are not included. */
export function signedAmounts(fill: Fill): { readonly base: bigint; readonly quote: bigint } {
  const sign = fill.side === 'buy' ? 1n : -1n;
  return { base: sign * fill.trade.quantity, quote: -sign * fill.trade.notional };
}

function tradeIdOf(fill: Fill): number {
  return fill.trade.tradeId;
}
