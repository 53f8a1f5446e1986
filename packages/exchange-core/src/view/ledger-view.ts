// An account's ledger as rows: each fill is a trade row and a fee row, each funding one row.

import { invariant } from '@mandato/primitives/invariant';
import type { Asset } from '@mandato/primitives/money';
import { entryId, entryOfId } from '../engine/entry-id.ts';
import type { Fill } from '../engine/event.ts';
import type { AccountState, ExchangeState, Funding } from '../engine/state.ts';
import type { AccountId } from '../ids.ts';
import { entryOfPosting, fillOf, isFundingPosting, type Posting } from '../ledger/fill-refs.ts';
import { postingsOf } from '../ledger/postings.ts';
import { pageOf } from './page.ts';

export type LedgerOperation = 'trade' | 'fee' | 'funding';

/** One ledger row; amounts are signed units of 10^-8. A trade row has the amount received first. */
export interface LedgerRow {
  /** The `eid`: 32 hex digits. */
  readonly entryId: string;
  readonly entry: number;
  readonly operation: LedgerOperation;
  readonly atMs: number;
  readonly balanceUpdates: readonly { readonly asset: Asset; readonly amount: bigint }[];
  readonly cause: Posting;
}

/** Rows after `marker` (an entry id, exclusive; null for the first page) in the direction asked for. */
export interface LedgerQuery {
  readonly operation: LedgerOperation | null;
  readonly marker: string | null;
  readonly sort: 'asc' | 'desc';
  readonly limit: number;
}

/** The account's ledger rows; null when the marker is not an entry id. */
export function ledgerOf(
  state: ExchangeState,
  account: AccountId,
  query: LedgerQuery,
): readonly LedgerRow[] | null {
  const marker = query.marker === null ? null : entryOfId(query.marker);
  if (query.marker !== null && marker === null) return null;
  const owner = state.accounts.get(account);
  if (owner === undefined) return [];
  // Next to the marker up to two postings may hold no further row, hence two more than the limit.
  const around = marker === null || query.sort === 'desc' ? marker : marker - 2;
  const near = pageOf(
    postingsOf(state, owner),
    { marker: around, sort: query.sort, limit: query.limit + 2 },
    {
      key: (posting) => entryOfPosting(state, owner, posting),
      wanted: (posting) => query.operation === null || mayHave(posting, query.operation),
    },
  ).map((posting) => postingOf(state, owner, posting));
  const rows = near.flatMap((posting) =>
    query.sort === 'asc' ? rowsOf(posting) : rowsOf(posting).reverse(),
  );
  return rows
    .filter((row) => query.operation === null || row.operation === query.operation)
    .filter((row) => marker === null || (query.sort === 'asc' ? row.entry > marker : row.entry < marker))
    .slice(0, query.limit);
}

function mayHave(posting: number, operation: LedgerOperation): boolean {
  return isFundingPosting(posting) === (operation === 'funding');
}

function postingOf(state: ExchangeState, account: AccountState, posting: number): Posting {
  if (!isFundingPosting(posting)) return { kind: 'fill', fill: fillOf(state, posting / 2) };
  const funding = account.fundings[(posting - 1) / 2];
  invariant(funding !== undefined, 'a posting stands for a fill or a funding');
  return { kind: 'funding', funding };
}

function rowsOf(posting: Posting): LedgerRow[] {
  if (posting.kind === 'funding') return [fundingRow(posting.funding, posting)];
  return [tradeRow(posting.fill, posting), feeRow(posting.fill, posting)];
}

function fundingRow(funding: Funding, cause: Posting): LedgerRow {
  return {
    entryId: entryId(funding.entry),
    entry: funding.entry,
    operation: 'funding',
    atMs: funding.atMs,
    balanceUpdates: [{ asset: funding.asset, amount: funding.amount }],
    cause,
  };
}

function tradeRow(fill: Fill, cause: Posting): LedgerRow {
  const { quantity, notional, atMs } = fill.trade;
  const [received, paid] = fill.side === 'buy' ? [quantity, notional] : [notional, quantity];
  return {
    entryId: entryId(fill.entry),
    entry: fill.entry,
    operation: 'trade',
    atMs,
    balanceUpdates: [
      { asset: fill.receivedAsset, amount: received },
      { asset: fill.paidAsset, amount: -paid },
    ],
    cause,
  };
}

function feeRow(fill: Fill, cause: Posting): LedgerRow {
  return {
    entryId: entryId(fill.entry + 1),
    entry: fill.entry + 1,
    operation: 'fee',
    atMs: fill.trade.atMs,
    balanceUpdates: [{ asset: fill.receivedAsset, amount: -fill.fee }],
    cause,
  };
}
