// What really happened at the exchange: its journal replayed from the first record through the engine.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { apply } from '@mandato/exchange-core/engine/apply';
import { isEngineCommand } from '@mandato/exchange-core/engine/command';
import { createExchangeState } from '@mandato/exchange-core/engine/state';
import { balancesOf, fillsOf } from '@mandato/exchange-core/view/account-view';
import { readJournal } from '../../apps/lonja/src/journal/read-journal.ts';

/** One order that the exchange took, under the id that its owner gave it. Amounts in units of 10^-8. */
export interface TrueOrder {
  readonly venueOrderId: string;
  readonly originId: string;
  readonly account: string;
}

export interface TrueFill {
  readonly tradeId: string;
  readonly venueOrderId: string;
  readonly originId: string;
  readonly account: string;
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly fee: bigint;
}

export interface ExchangeTruth {
  readonly commands: number;
  readonly orders: readonly TrueOrder[];
  readonly fills: readonly TrueFill[];
  /** Total of an asset over the accounts that placed orders with an id of ours. */
  readonly totalOf: (asset: string) => bigint;
  /** What was paid in to those accounts. */
  readonly fundedOf: (asset: string) => bigint;
}

/** Reads the journal of `directory`, whose Lonja has stopped; throws when it is broken or does not replay. */
export async function readTruth(directory: string): Promise<ExchangeTruth> {
  const content = readJournal(await readFile(join(directory, 'journal.log')));
  if (content.kind === 'broken') throw new Error(`the journal is broken at byte ${content.offset}`);
  const state = createExchangeState(bookCatalogue);
  const orders: TrueOrder[] = [];
  const funded = new Map<string, bigint>();
  let commands = 0;
  for (const value of content.values) {
    const command = engineCommandOf(value);
    if (command === null) continue;
    commands += 1;
    if (!apply(state, command).ok) throw new Error(`record ${commands} of the journal does not replay`);
    if (command.kind === 'place_order' && command.originId !== null)
      orders.push({ venueOrderId: command.orderId, originId: command.originId, account: command.account });
    if (command.kind === 'fund') {
      const key = `${command.account} ${command.asset}`;
      funded.set(key, (funded.get(key) ?? 0n) + command.amount);
    }
  }
  const accounts = [...new Set(orders.map(({ account }) => account))];
  const owners = [...state.accounts.keys()].filter((account) => accounts.some((own) => own === account));
  const fills = owners.flatMap((account) =>
    fillsOf(state, account, { book: null, marker: null, sort: 'asc', limit: 1_000_000 }).map(
      (fill): TrueFill => ({
        tradeId: `${fill.trade.tradeId}`,
        venueOrderId: fill.orderId,
        originId: fill.originId ?? '',
        account,
        quantity: fill.trade.quantity,
        notional: fill.trade.notional,
        fee: fill.fee,
      }),
    ),
  );
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  return {
    commands,
    orders,
    fills,
    totalOf: (asset) =>
      sum(
        owners.flatMap((account) =>
          balancesOf(state, account).flatMap((row) => (row.asset === asset ? [row.total] : [])),
        ),
      ),
    fundedOf: (asset) => sum(owners.map((account) => funded.get(`${account} ${asset}`) ?? 0n)),
  };
}

function engineCommandOf(value: unknown) {
  if (typeof value !== 'object' || value === null || !('domain' in value && 'command' in value)) return null;
  const isOfExchange = value.domain === 'exchange' || value.domain === 'signed';
  return isOfExchange && isEngineCommand(value.command) ? value.command : null;
}
