// A sequencer that tells a listener what each command did, in order, once it is on the disk.

import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { LonjaSequencer } from '../sequencer-lonja.ts';

/** The same sequencer; whoever submits through it is heard. */
export function publishedSequencer(
  sequencer: LonjaSequencer,
  listener: (events: readonly EngineEvent[]) => void,
): LonjaSequencer {
  return {
    state: sequencer.state,
    get fault() {
      return sequencer.fault;
    },
    submit: async (command) => {
      const done = await sequencer.submit(command);
      if (done.ok && done.value.length > 0) listener(done.value);
      return done;
    },
    close: () => sequencer.close(),
  };
}
