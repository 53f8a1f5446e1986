// What an account may read about itself: balances, fills, fundings and fees, as exact numbers.

import type { Asset } from '@mandato/primitives/money';
import type { Fill } from '../engine/event.ts';
import { type ExchangeState, type Funding, lockedIndex, totalIndex } from '../engine/state.ts';
import { volumeOfThirtyDays } from '../fees/day-volumes.ts';
import { feeTierOf } from '../fees/fee-tier.ts';
import type { AccountId, BookId, VenueOrderId } from '../ids.ts';
import {
  bookOfTrade,
  entryOfFill,
  entryOfPosting,
  fillOf,
  fillRef,
  isFundingPosting,
  tradeIdOfFill,
} from '../ledger/fill-refs.ts';
import { postingsOf } from '../ledger/postings.ts';
import { unitsAt } from '../ledger/split-money.ts';
import { NumberList } from '../store/number-list.ts';
import { packId } from '../store/packed-id.ts';
import { makerIdAt, takerIdAt } from '../store/trade-store.ts';
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
  return state.assets.map((asset, index) => {
    const total = unitsAt(found.money, totalIndex(index));
    const locked = unitsAt(found.money, lockedIndex(index));
    return { asset, total, locked, available: total - locked };
  });
}

/** What the exchange earned in fees of an asset, and what came in from outside (as a negative number). */
export function houseBalancesOf(
  state: ExchangeState,
  asset: Asset,
): { readonly fees: bigint; readonly external: bigint } {
  const index = state.assets.indexOf(asset);
  return {
    fees: index < 0 ? 0n : unitsAt(state.fees, index * 2),
    external: state.external.get(asset) ?? 0n,
  };
}

/** The account's fills, optionally of one book. The marker is a trade id. */
export function fillsOf(
  state: ExchangeState,
  account: AccountId,
  query: PageQuery & { readonly book: BookId | null },
): readonly Fill[] {
  const owner = state.accounts.get(account);
  if (owner === undefined) return [];
  const { marker, sort, limit } = query;
  // Fills and fundings are in one list, in the order of their ledger entries.
  const entryMarker = marker === null ? null : entryBeside(state, marker, sort);
  return pageOf(
    postingsOf(state, owner),
    { marker: entryMarker, sort, limit },
    {
      key: (posting) => entryOfPosting(state, owner, posting),
      wanted: (posting) =>
        !isFundingPosting(posting) && (query.book === null || bookOfFill(state, posting / 2) === query.book),
    },
  ).map((posting) => fillOf(state, posting / 2));
}

/** The account's fill of one trade, or null. */
export function fillOfTrade(state: ExchangeState, account: AccountId, tradeId: number): Fill | null {
  const owner = state.accounts.get(account);
  if (owner === undefined || !Number.isInteger(tradeId) || tradeId < 1 || tradeId > state.trades.count)
    return null;
  const entry = entryOfFill(state, fillRef(tradeId - 1, false));
  const postings = postingsOf(state, owner);
  const at = firstAtLeast(postings, entry, (posting) => entryOfPosting(state, owner, posting));
  const posting = postings.at(at);
  if (posting < 0 || isFundingPosting(posting) || tradeIdOfFill(posting / 2) !== tradeId) return null;
  return fillOf(state, posting / 2);
}

/** Every fill of one order of the account, newest first; also when the order can no longer be looked up. */
export function fillsOfOrder(
  state: ExchangeState,
  account: AccountId,
  orderId: VenueOrderId,
): readonly Fill[] {
  if (orderId.length !== 16) return [];
  const wanted = new Int32Array(3);
  packId(wanted, 0, orderId);
  return fillsWhere(state, account, (row, isTaker) => {
    const ints = state.trades.ints(row);
    const at = state.trades.intsAt(row) + (isTaker ? takerIdAt : makerIdAt);
    return ints[at] === wanted[0] && ints[at + 1] === wanted[1] && ints[at + 2] === wanted[2];
  });
}

/** Every fill of all orders of the account that shared one origin id, newest first. */
export function fillsOfOriginId(state: ExchangeState, account: AccountId, originId: string): readonly Fill[] {
  return fillsWhere(state, account, (row, isTaker) => {
    return state.trades.originId(row, isTaker ? 1 : 0) === originId;
  });
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
  const { feeTiers } = book.spec;
  const owner = state.accounts.get(account);
  const volume = owner === undefined ? 0n : volumeOfThirtyDays(owner, book.quoteIndex, query.atMs);
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

function fillsWhere(
  state: ExchangeState,
  account: AccountId,
  isWanted: (row: number, isTaker: boolean) => boolean,
): readonly Fill[] {
  const owner = state.accounts.get(account);
  const postings = owner === undefined ? new NumberList() : postingsOf(state, owner);
  const found: Fill[] = [];
  for (let at = postings.length - 1; at >= 0; at -= 1) {
    const posting = postings.at(at);
    if (isFundingPosting(posting)) continue;
    const ref = posting / 2;
    const row = tradeIdOfFill(ref) - 1;
    if (isWanted(row, ref === fillRef(row, true))) found.push(fillOf(state, ref));
  }
  return found;
}

// The last ledger entry of a trade for a page of what follows, its first for a page of what came before.
function entryBeside(state: ExchangeState, tradeId: number, sort: 'asc' | 'desc'): number {
  if (tradeId < 1) return 0;
  if (tradeId > state.trades.count) return state.nextEntry;
  const row = Math.floor(tradeId) - 1;
  return entryOfFill(state, fillRef(row, false)) + (sort === 'asc' ? 3 : 0);
}

function bookOfFill(state: ExchangeState, ref: number): BookId {
  return bookOfTrade(state, tradeIdOfFill(ref) - 1).spec.id;
}
