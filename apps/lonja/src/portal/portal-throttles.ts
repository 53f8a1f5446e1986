// How often each thing at the door may be tried; a stranger can slow a person down but not lock them out for good.

import type { Clock } from '@mandato/primitives/ports';
import { createThrottle, type Throttle } from '../accounts/throttle.ts';

const minuteMs = 60_000;

export interface PortalThrottles {
  /** One e-mail from one address. */
  readonly passwordHere: Throttle;
  /** One e-mail from anywhere: high, because strangers can drive it up. */
  readonly passwordAnywhere: Throttle;
  /** One address, whatever the e-mail. */
  readonly passwordsFromAddress: Throttle;
  /** Codes of one account; only someone who knows its password gets to try. */
  readonly code: Throttle;
  readonly signUpsFromAddress: Throttle;
}

/** Throttles on `wallClock`. */
export function createPortalThrottles(wallClock: Clock): PortalThrottles {
  const quarterHour = { windowMs: 15 * minuteMs, lockMs: 15 * minuteMs };
  return {
    passwordHere: createThrottle({ failuresMax: 10, ...quarterHour }, wallClock),
    passwordAnywhere: createThrottle({ failuresMax: 100, ...quarterHour }, wallClock),
    passwordsFromAddress: createThrottle({ failuresMax: 100, ...quarterHour }, wallClock),
    code: createThrottle({ failuresMax: 10, ...quarterHour }, wallClock),
    signUpsFromAddress: createThrottle(
      { failuresMax: 60, windowMs: 10 * minuteMs, lockMs: 10 * minuteMs },
      wallClock,
    ),
  };
}
