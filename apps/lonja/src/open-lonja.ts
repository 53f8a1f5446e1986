// Puts Lonja together without a socket: state from its journal, the API, the portal and the pages behind one router.

import path from 'node:path';
import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { Clock, IdSource } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { loadKeyFile } from './accounts/key-file.ts';
import { createSealer } from './accounts/seal.ts';
import { serveAsyncApi, serveOpenApi } from './documents/serve-documents.ts';
import { createRouter, type Router, type ServePart } from './http/router.ts';
import { loadWebPages } from './http/web-pages.ts';
import type { JournalDisk } from './journal/journal-disk.ts';
import { snapshotThreads } from './journal/snapshot-thread.ts';
import type { LonjaPorts } from './lonja-ports.ts';
import type { MarketPort } from './market/market-port.ts';
import { RequestMetrics } from './metrics/metrics.ts';
import { type Observed, observedOf } from './metrics/observed.ts';
import { type MetricsPorts, serveMetrics } from './metrics/serve-metrics.ts';
import { createDeskDoor } from './portal/desk-door.ts';
import { DeskFeed } from './portal/desk-feed.ts';
import { createPortalThrottles } from './portal/portal-throttles.ts';
import { createPortal } from './portal/serve-portal.ts';
import { createRest } from './rest/serve-rest.ts';
import { createFaultBoard, noFaults } from './sandbox/fault-board.ts';
import { type Sandbox, serveSandbox } from './sandbox/serve-sandbox.ts';
import { defaultSwitches } from './sandbox/switches.ts';
import type { SequencerOpenError } from './sequencer.ts';
import { type LonjaSequencer, openLonjaSequencer } from './sequencer-lonja.ts';
import { MarketStream } from './stream/market-stream.ts';
import { publishedSequencer } from './stream/published-sequencer.ts';
import { createStreamServer, type StreamServer, wireTimes } from './stream/serve-stream.ts';

export interface OpenLonjaOptions {
  /** Lonja's own directory: journal, lock and key file. */
  readonly directory: string;
  readonly wallClock: Clock;
  readonly marketClock: Clock;
  readonly ids: IdSource;
  readonly hasRateLimits: boolean;
  /** Offers the fault dials and switches under `/sandbox`. */
  readonly hasSandboxFaults?: boolean;
  /** The built pages; one that does not exist serves a line of text instead. */
  readonly pagesFolder: string;
  readonly noteError: (error: unknown) => void;
  /** Told of every request that came over a socket, without its content. */
  readonly noteRequest?: (observed: Observed) => void;
  /** Stands in for the real disk in tests. */
  readonly openDisk?: (file: string) => Promise<JournalDisk>;
  /** The built program of the thread that takes snapshots; without it everything waits for each of them. */
  readonly snapshotThreadUrl?: URL;
  /** Told why a snapshot was not written; nothing is lost by it, the next start takes longer. */
  readonly noteSnapshotFailure?: (reason: string) => void;
  /** Told why a page of old trades stays in memory for now. */
  readonly notePageFailure?: (reason: string) => void;
}

export type OpenLonjaError =
  | SequencerOpenError
  | { readonly code: 'key_file_missing' | 'key_file_malformed'; readonly file: string };

export interface Lonja {
  readonly router: Router;
  readonly sequencer: LonjaSequencer;
  /** WebSockets, to be attached to the servers that listen. */
  readonly streamServer: StreamServer;
  /** What a market maker of the house needs. */
  readonly marketPort: MarketPort;
  close(): Promise<void>;
}

/** Opens or creates Lonja in `options.directory`, replaying its journal. */
export async function openLonja(options: OpenLonjaOptions): Promise<Result<Lonja, OpenLonjaError>> {
  const { openDisk, snapshotThreadUrl, noteSnapshotFailure, notePageFailure } = options;
  const takeBeside = snapshotThreadUrl === undefined ? undefined : snapshotThreads(snapshotThreadUrl);
  const audience = { isThere: () => false };
  const opened = await openLonjaSequencer(options.directory, {
    openDisk,
    takeBeside,
    noteSnapshotFailure,
    notePageFailure,
    audience,
  });
  if (!opened.ok) return opened;
  const written = opened.value;
  const file = path.join(options.directory, 'lonja.key');
  const key = loadKeyFile(file, written.state.portal.accounts.size === 0);
  if (!key.ok) {
    await written.close();
    return err({ code: key.error, file });
  }
  const { wallClock, marketClock, ids, hasRateLimits, noteError } = options;
  const sealer = createSealer(key.value);
  const sandbox = options.hasSandboxFaults === true ? createFaultBoard() : null;
  const switches = defaultSwitches(hasRateLimits);
  const faults = sandbox ?? noFaults;
  const { exchange } = written.state;
  const stream = new MarketStream({ exchange, clock: marketClock, switches, faults, later: setImmediate });
  const { portal } = written.state;
  const desks = new DeskFeed({ portal, state: written.state, wallClock, marketClock, faults });
  audience.isThere = () => stream.hasReaders || desks.hasReaders;
  const hear = (events: readonly EngineEvent[]) => {
    stream.publish(events);
    desks.hear(events);
  };
  const sequencer = publishedSequencer(written, { hear, noteError });
  const clocks = { wallClock, marketClock };
  const hasFaultDials = sandbox !== null;
  const sandboxed = { faults, switches, hasFaultDials };
  const ports: LonjaPorts = { sequencer, ...clocks, ids, sealer, hasRateLimits, ...sandboxed };
  const streamServer = createStreamServer(
    { stream, exchange, clock: marketClock },
    wireTimes,
    createDeskDoor(desks),
  );
  const requests = new RequestMetrics();
  const router = createRouter({
    rest: createRest(ports),
    portal: createPortal(
      ports,
      createPortalThrottles(wallClock, path.join(options.directory, 'throttles.json')),
    ),
    pages: loadWebPages(options.pagesFolder),
    extras: extraParts({
      metrics: { requests, sequencer, stream, streamServer },
      sandbox: sandbox === null ? null : { faults: sandbox, switches },
      noteDials: () => desks.hearDials(),
    }),
    noteError,
    observe: (answered) => {
      const observed = observedOf(answered);
      requests.note(observed);
      options.noteRequest?.(observed);
    },
  });
  return ok({
    router,
    sequencer,
    streamServer,
    marketPort: {
      exchange: sequencer.state.exchange,
      submit: (command) => sequencer.submit({ domain: 'exchange', command }),
      clock: marketClock,
      ids,
    },
    close: () => sequencer.close(),
  });
}

function extraParts(of: {
  readonly metrics: MetricsPorts;
  readonly sandbox: Sandbox | null;
  /** A dial was turned, or may have been. */
  readonly noteDials: () => void;
}): ReadonlyMap<string, ServePart> {
  const { metrics, sandbox, noteDials } = of;
  const parts = new Map<string, ServePart>([
    ['metrics', () => serveMetrics(metrics)],
    ['openapi.json', serveOpenApi],
    ['asyncapi.json', serveAsyncApi],
  ]);
  if (sandbox !== null) {
    parts.set('sandbox', (request, { segments }) => {
      const reply = serveSandbox(sandbox, request, segments);
      if (request.method !== 'GET') noteDials();
      return reply;
    });
  }
  return parts;
}
