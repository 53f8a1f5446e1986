// What the request side of Lonja is given: the sequencer, clocks, ids, a sealer and settings.

import type { Clock, IdSource } from '@mandato/primitives/ports';
import type { Sealer } from './accounts/seal.ts';
import type { Faults } from './sandbox/fault-board.ts';
import type { Switches } from './sandbox/switches.ts';
import type { LonjaSequencer } from './sequencer-lonja.ts';

export interface LonjaPorts {
  /** State to read, and the only way to change it. */
  readonly sequencer: LonjaSequencer;
  /** For matters of security: codes, sessions, nonces. */
  readonly wallClock: Clock;
  /** For matters of the market: orders, rows, rate limits. */
  readonly marketClock: Clock;
  readonly ids: IdSource;
  readonly sealer: Sealer;
  /** What `--no-rate-limit` says; for the API the switch of that name counts. */
  readonly hasRateLimits: boolean;
  /** The fault dials; none are ever set unless they were asked for at start-up. */
  readonly faults: Faults;
  readonly switches: Switches;
  /** Whether the dials and switches are offered to people. */
  readonly hasFaultDials: boolean;
}
