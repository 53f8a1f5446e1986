// A sequencer that tells a listener what each command did, in order, once it is on the disk.

import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { LonjaSequencer } from '../sequencer-lonja.ts';

export interface EventListener {
  readonly hear: (events: readonly EngineEvent[]) => void;
  /** Told of a bug in `hear`, which must not keep anybody from the answer to a command. */
  readonly noteError: (error: unknown) => void;
}

/** The same sequencer; whoever submits through it is heard. */
export function publishedSequencer(
  sequencer: LonjaSequencer,
  { hear, noteError }: EventListener,
): LonjaSequencer {
  const submitThen: LonjaSequencer['submitThen'] = (command, then) => {
    sequencer.submitThen(command, (done) => {
      if (done.ok && done.value.length > 0) {
        try {
          hear(done.value);
        } catch (error) {
          noteError(error);
        }
      }
      then(done);
    });
  };
  return {
    state: sequencer.state,
    get fault() {
      return sequencer.fault;
    },
    snapshotCounts: sequencer.snapshotCounts,
    submit: (command) => new Promise((then) => submitThen(command, then)),
    submitThen,
    close: () => sequencer.close(),
  };
}
