// Lonja's whole state as bytes and back: the exchange as its rows, the portal and the order history as they are.

import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import {
  type ExchangeSnapshot,
  restoreExchange,
  snapshotOf,
} from '@mandato/exchange-core/engine/exchange-snapshot';
import type { PortalState } from './accounts/portal-state.ts';
import type { SnapshotCodec } from './fold.ts';
import type { OrderHistory } from './history/order-history.ts';
import { decodeParts, encodeParts } from './journal/snapshot-parts.ts';
import type { TradeFiles } from './journal/trade-archive.ts';
import type { LonjaState } from './sequencer-lonja.ts';

// A change of the portal's state that cannot be read as it was needs another number.
const portalVersion = 3;
interface LonjaSnapshot {
  readonly portalVersion: number;
  readonly exchange: ExchangeSnapshot;
  readonly portal: PortalState;
  readonly history: OrderHistory;
}

/**
 * Structured cloning keeps maps, bigints, typed arrays, and which objects are one and the same. Old trades are in
 * `files`, and a snapshot only says that they are.
 */
export function lonjaSnapshots(files: TradeFiles, everyCommands: number): SnapshotCodec<LonjaState> {
  return {
    everyCommands,
    encode: ({ exchange, portal, history }) =>
      encodeParts({ portalVersion, exchange: snapshotOf(exchange), portal, history }),
    prepare: files.sync,
    decode: (parts) => {
      const value = decodeParts(parts);
      if (!isSnapshot(value)) return null;
      const exchange = restoreExchange(bookCatalogue, value.exchange);
      if (exchange === null) return null;
      const { pages } = value.exchange.trades;
      if (pages.some((page, number) => page === null && !files.has(number))) return null;
      exchange.trades.archiveIn(files);
      return { exchange, portal: value.portal, history: value.history };
    },
  };
}

// Written by us and protected by a checksum: only that it is a snapshot of this version is looked at.
function isSnapshot(value: unknown): value is LonjaSnapshot {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'exchange' in value &&
    'portal' in value &&
    'history' in value &&
    'portalVersion' in value &&
    value.portalVersion === portalVersion
  );
}
