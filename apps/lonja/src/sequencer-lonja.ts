// Lonja's whole state behind one sequencer: the exchange and the portal, changed by two kinds of command.

import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { type Applied, apply, applyQuietly } from '@mandato/exchange-core/engine/apply';
import {
  type EngineCommand,
  type EngineRefusal,
  isEngineCommand,
} from '@mandato/exchange-core/engine/command';
import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import { eventsOfLog } from '@mandato/exchange-core/engine/events-of-log';
import { createExchangeState, type ExchangeState } from '@mandato/exchange-core/engine/state';
import { endedEvent, fillEvent } from '@mandato/exchange-core/store/event-log';
import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import { applyPortal, checkNonce, spendNonce } from './accounts/apply-portal.ts';
import type { PortalCommand, PortalCommandRefusal, UseNonce } from './accounts/portal-command.ts';
import { createPortalState, type PortalState } from './accounts/portal-state.ts';
import type { Fold } from './fold.ts';
import { createOrderHistory, noteEndedOrders, type OrderHistory } from './history/order-history.ts';
import { openTradeFiles, type TradeFiles } from './journal/trade-archive.ts';
import { lonjaSnapshots } from './lonja-snapshot.ts';
import {
  openSequencer,
  type Sequencer,
  type SequencerOpenError,
  type SequencerOptions,
} from './sequencer.ts';
import { writeLonjaCommand } from './write-lonja-command.ts';

export interface LonjaState {
  readonly exchange: ExchangeState;
  readonly portal: PortalState;
  /** The orders of people that ended, which the exchange itself forgets after an hour. */
  readonly history: OrderHistory;
}

export type LonjaCommand =
  | { readonly domain: 'exchange'; readonly command: EngineCommand }
  | { readonly domain: 'portal'; readonly command: PortalCommand }
  /** A command together with the nonce of the request that brought it: one record holds both, or neither. */
  | { readonly domain: 'signed'; readonly command: EngineCommand; readonly nonce: UseNonce };

export type LonjaRefusal = EngineRefusal | PortalCommandRefusal;

/** What a command did: the exchange's events; none for portal commands. */
export type LonjaSequencer = Sequencer<LonjaState, LonjaCommand, readonly EngineEvent[], LonjaRefusal>;

/** Whether anybody listens to the events of orders; without it they are not even made. */
export interface Audience {
  isThere: () => boolean;
}

/** How Lonja's state is opened; all of it may be left out. */
export interface LonjaSequencerOptions
  extends Pick<
    SequencerOptions<LonjaState, LonjaCommand, readonly EngineEvent[], LonjaRefusal>,
    'openDisk' | 'takeBeside' | 'noteSnapshotFailure'
  > {
  /** A snapshot is taken after so many commands. */
  readonly snapshotEveryCommands?: number | undefined;
  /** May come later. */
  readonly audience?: Audience | undefined;
  /** Told why a page of old trades could not be put away; it stays in memory and is tried again. */
  readonly notePageFailure?: ((reason: string) => void) | undefined;
}

// A start has five seconds for what comes after the last one.
const everyCommands = 100_000;

/** Opens Lonja's state in `directory`, replaying its journal. */
export function openLonjaSequencer(
  directory: string,
  options: LonjaSequencerOptions = {},
): Promise<Result<LonjaSequencer, SequencerOpenError>> {
  const { snapshotEveryCommands, audience, notePageFailure: noteFailure, ...rest } = options;
  const files = openTradeFiles(directory, noteFailure === undefined ? {} : { noteFailure });
  const fold = lonjaFold(files, { snapshotEveryCommands, audience });
  const beside = { writeCommand: writeLonjaCommand, endWork: files.close };
  return openSequencer({ ...fold, ...rest, ...beside, directory });
}

/** Lonja before its first command, with its old trades in `files`. */
export function lonjaFold(
  files: TradeFiles,
  options: Pick<LonjaSequencerOptions, 'snapshotEveryCommands' | 'audience'> = {},
): Fold<LonjaState, LonjaCommand, readonly EngineEvent[], LonjaRefusal> {
  const { snapshotEveryCommands = everyCommands, audience = { isThere: () => true } } = options;
  const exchange = createExchangeState(bookCatalogue);
  exchange.trades.archiveIn(files);
  return {
    state: { exchange, portal: createPortalState(), history: createOrderHistory() },
    reduce: (state, command) => reduceLonja(state, command, audience),
    isCommand: isLonjaCommand,
    snapshots: lonjaSnapshots(files, snapshotEveryCommands),
  };
}

function reduceLonja(
  state: LonjaState,
  command: LonjaCommand,
  audience: Audience,
): Result<readonly EngineEvent[], LonjaRefusal> {
  switch (command.domain) {
    case 'exchange': {
      const done = apply(state.exchange, command.command);
      if (done.ok) noteEndedOrders(state, done.value);
      return done;
    }
    case 'portal': {
      const done = applyPortal(state.portal, command.command);
      return done.ok ? ok([]) : done;
    }
    case 'signed': {
      const fresh = checkNonce(state.portal, command.nonce);
      if (!fresh.ok) return fresh;
      const done = applySigned(state.exchange, command.command, audience);
      if (!done.ok) return done;
      spendNonce(state.portal, fresh.value, command.nonce);
      noteEndedOrders(state, done.value);
      return done;
    }
    default:
      return unreachable(command);
  }
}

// The events of an order that rests are told to whoever listens, and are of no other use.
function applySigned(exchange: ExchangeState, command: EngineCommand, audience: Audience): Applied {
  if (command.kind !== 'place_order' || audience.isThere()) return apply(exchange, command);
  const refusal = applyQuietly(exchange, command);
  if (refusal !== null) return err(refusal);
  return ok(hasEnded(exchange) ? eventsOfLog(exchange) : nothingTold);
}

const nothingTold: readonly EngineEvent[] = [];

function hasEnded({ log }: ExchangeState): boolean {
  for (let event = 0; event < log.count; event += 1) {
    const kind = log.read(event, 0);
    // A fill ends the one order or the other.
    if (kind === endedEvent || kind === fillEvent) return true;
  }
  return false;
}

function isLonjaCommand(value: unknown): value is LonjaCommand {
  if (typeof value !== 'object' || value === null || !('domain' in value && 'command' in value)) return false;
  if (value.domain === 'exchange') return isEngineCommand(value.command);
  if (value.domain === 'portal') return isPortalCommand(value.command);
  const isSigned = value.domain === 'signed' && 'nonce' in value;
  return isSigned && isPortalCommand(value.nonce) && isEngineCommand(value.command);
}

// Written by us and protected by a checksum: only its shape as a command is looked at.
function isPortalCommand(value: unknown): value is PortalCommand {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
