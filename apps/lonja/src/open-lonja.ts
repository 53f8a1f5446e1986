// Puts Lonja together without a socket: state from its journal, the API, the portal and the pages behind one router.

import path from 'node:path';
import type { Clock, IdSource } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { loadKeyFile } from './accounts/key-file.ts';
import { createSealer } from './accounts/seal.ts';
import { createRouter, type Router } from './http/router.ts';
import { loadWebPages } from './http/web-pages.ts';
import type { JournalDisk } from './journal/journal-disk.ts';
import type { LonjaPorts } from './lonja-ports.ts';
import type { MarketPort } from './market/market-port.ts';
import { createPortal } from './portal/serve-portal.ts';
import { createRest } from './rest/serve-rest.ts';
import type { SequencerOpenError } from './sequencer.ts';
import { type LonjaSequencer, openLonjaSequencer } from './sequencer-lonja.ts';

export interface OpenLonjaOptions {
  /** Lonja's own directory: journal, lock and key file. */
  readonly directory: string;
  readonly wallClock: Clock;
  readonly marketClock: Clock;
  readonly ids: IdSource;
  readonly hasRateLimits: boolean;
  /** The built pages; one that does not exist serves a line of text instead. */
  readonly pagesFolder: string;
  readonly noteError: (error: unknown) => void;
  /** Stands in for the real disk in tests. */
  readonly openDisk?: (file: string) => Promise<JournalDisk>;
}

export type OpenLonjaError =
  | SequencerOpenError
  | { readonly code: 'key_file_missing' | 'key_file_malformed'; readonly file: string };

export interface Lonja {
  readonly router: Router;
  readonly sequencer: LonjaSequencer;
  /** What a market maker of the house needs. */
  readonly marketPort: MarketPort;
  close(): Promise<void>;
}

/** Opens or creates Lonja in `options.directory`, replaying its journal. */
export async function openLonja(options: OpenLonjaOptions): Promise<Result<Lonja, OpenLonjaError>> {
  const opened = await openLonjaSequencer(options.directory, options.openDisk);
  if (!opened.ok) return opened;
  const sequencer = opened.value;
  const file = path.join(options.directory, 'lonja.key');
  const key = loadKeyFile(file, sequencer.state.portal.accounts.size === 0);
  if (!key.ok) {
    await sequencer.close();
    return err({ code: key.error, file });
  }
  const { wallClock, marketClock, ids, hasRateLimits, noteError } = options;
  const sealer = createSealer(key.value);
  const ports: LonjaPorts = { sequencer, wallClock, marketClock, ids, sealer, hasRateLimits };
  return ok({
    router: createRouter({
      rest: createRest(ports),
      portal: createPortal(ports),
      pages: loadWebPages(options.pagesFolder),
      noteError,
    }),
    sequencer,
    marketPort: {
      exchange: sequencer.state.exchange,
      submit: (command) => sequencer.submit({ domain: 'exchange', command }),
      clock: marketClock,
      ids,
    },
    close: () => sequencer.close(),
  });
}
