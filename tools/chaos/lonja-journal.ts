// Lonja's journal after all its kills: replayed from the first record, and held against a start from the snapshot.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { apply } from '@mandato/exchange-core/engine/apply';
import { type EngineCommand, isEngineCommand } from '@mandato/exchange-core/engine/command';
import { createExchangeState, type ExchangeState } from '@mandato/exchange-core/engine/state';
import { stateHash } from '@mandato/exchange-core/engine/state-hash';
import { accountIdOf } from '@mandato/exchange-core/ids';
import { balancesOf, houseBalancesOf } from '@mandato/exchange-core/view/account-view';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { readJournal } from '../../apps/lonja/src/journal/read-journal.ts';
import { openLonjaSequencer } from '../../apps/lonja/src/sequencer-lonja.ts';
import type { JournaledCommand } from './lonja-claims.ts';

export interface JournalTruth {
  readonly records: number;
  readonly fills: number;
  /** What writers sent, in order. */
  readonly commands: readonly JournaledCommand[];
  /** The nonces of requests that changed something and stand there twice. */
  readonly nonceTwice: number;
  /** Currencies whose accounts, fees and payments from outside do not add up to nothing. */
  readonly unbalanced: readonly string[];
  /** Hash of the replay from the first record, and of a start from the snapshot and what came after it. */
  readonly hashes: readonly [replayed: string, started: string];
  /** An account's balances as the replay has them: currency, total, locked. */
  readonly balancesOf: (account: string) => string;
}

/** Reads `directory`, whose Lonja has stopped; throws when the journal is broken or does not replay. */
export async function readLonjaJournal(directory: string): Promise<JournalTruth> {
  const content = readJournal(await readFile(join(directory, 'journal.log')));
  if (content.kind === 'broken') throw new Error(`the journal is broken at byte ${content.offset}`);
  const state = createExchangeState(bookCatalogue);
  const commands: JournaledCommand[] = [];
  const nonces = new Set<string>();
  let nonceTwice = 0;
  for (const [index, value] of content.values.entries()) {
    const { command, nonce } = partsOf(value);
    if (command === null) continue;
    if (!apply(state, command).ok) throw new Error(`record ${index + 1} of the journal does not replay`);
    const said = saidOf(command);
    if (said !== null) commands.push(said);
    if (nonce === null) continue;
    if (nonces.has(nonce)) nonceTwice += 1;
    nonces.add(nonce);
  }
  return {
    records: content.values.length,
    fills: state.nextTradeId,
    commands,
    nonceTwice,
    unbalanced: state.assets.filter((asset) => sumOf(state, asset) !== 0n),
    hashes: [stateHash(state), await startedHash(directory)],
    balancesOf: (account) =>
      balancesOf(state, accountIdOf(account))
        .map((row) => `${row.asset} ${formatMoneyTrimmed(row.total)} ${formatMoneyTrimmed(row.locked)}`)
        .join('\n'),
  };
}

async function startedHash(directory: string): Promise<string> {
  const opened = await openLonjaSequencer(directory);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const hash = stateHash(opened.value.state.exchange);
  await opened.value.close();
  return hash;
}

function sumOf(state: ExchangeState, asset: ExchangeState['assets'][number]): bigint {
  const { fees, external } = houseBalancesOf(state, asset);
  let sum = fees + external;
  for (const account of state.accounts.keys()) {
    sum += balancesOf(state, account).find((row) => row.asset === asset)?.total ?? 0n;
  }
  return sum;
}

function partsOf(value: unknown): { readonly command: EngineCommand | null; readonly nonce: string | null } {
  if (typeof value !== 'object' || value === null || !('command' in value))
    return { command: null, nonce: null };
  const command = isEngineCommand(value.command) ? value.command : null;
  return { command, nonce: 'nonce' in value ? JSON.stringify(value.nonce) : null };
}

function saidOf(command: EngineCommand): JournaledCommand | null {
  const { kind } = command;
  if (kind === 'cancel_order') return { kind: 'cancel', orderId: command.orderId };
  if (kind === 'modify_order') return { kind: 'change', orderId: command.orderId };
  if (kind !== 'place_order' || command.terms.kind !== 'limit') return null;
  const { orderId, originId, account, side, terms } = command;
  const price = formatMoneyTrimmed(terms.price);
  const major = formatMoneyTrimmed(terms.quantity);
  return { kind: 'place', orderId, asked: { originId: originId ?? '', account, side, price, major } };
}
