// How the pages look at an account: with the dials that a request of the API would meet, and without being one.

import type { AccountId } from '@mandato/exchange-core/ids';
import type { Clock } from '@mandato/primitives/ports';
import type { Seen } from '../rest/shown-fills.ts';
import type { FaultBoard } from '../sandbox/fault-board.ts';
import type { LonjaState } from '../sequencer-lonja.ts';

export interface SeeingPorts {
  /** Read only. */
  readonly state: Pick<LonjaState, 'exchange'>;
  readonly faults: Pick<FaultBoard, 'stands'>;
  readonly marketClock: Clock;
}

/** An account as a request of the API at `path` (a `GET`, unless said otherwise) would see it now. */
export function seenAs(
  { state, faults, marketClock }: SeeingPorts,
  account: AccountId,
  { path, method = 'GET' }: { readonly path: string; readonly method?: string },
): Seen {
  return {
    exchange: state.exchange,
    account,
    atMs: marketClock.nowMs(),
    holds: (condition, book) =>
      faults.stands(condition, {
        method,
        segments: [path],
        book: () => book ?? null,
        keyId: () => null,
      }),
  };
}
