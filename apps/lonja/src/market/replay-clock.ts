// The market clock of a replay of candles: it starts with them, and after a restart goes on where the exchange is.

import type { Clock } from '@mandato/primitives/ports';
import { sandboxClock } from '@mandato/primitives/sandbox-clock';

/** A clock that stands at 0 until it is told where to begin. */
export interface ReplayClock extends Clock {
  /** From now on a wall second is `speed` market seconds, counted from `originMs`. */
  start(originMs: number, speed: number): void;
}

/** A replay's clock over the wall's. */
export function createReplayClock(wall: Clock): ReplayClock {
  let running: Clock = { nowMs: () => 0 };
  return {
    nowMs: () => running.nowMs(),
    start: (originMs, rate) => {
      running = sandboxClock({ originMs, rate, anchorWallMs: wall.nowMs() }, wall);
    },
  };
}
