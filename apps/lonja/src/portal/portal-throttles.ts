// How often each thing at the door may be tried; a stranger can slow a person down but not lock them out for good.

import type { Clock } from '@mandato/primitives/ports';
import { createThrottle, type Throttle, type ThrottleRule } from '../accounts/throttle.ts';
import { hashedNames, openThrottleFile } from '../accounts/throttle-file.ts';

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

/** Throttles on `wallClock` whose tallies are kept in `file`. */
export function createPortalThrottles(wallClock: Clock, file: string): PortalThrottles {
  const kept = openThrottleFile(file);
  const throttle = (name: string, rule: ThrottleRule) =>
    hashedNames(createThrottle(rule, wallClock, kept.memoryOf(name)));
  const quarterHour = { windowMs: 15 * minuteMs, lockMs: 15 * minuteMs };
  const signUps = { failuresMax: 60, windowMs: 10 * minuteMs, lockMs: 10 * minuteMs };
  return {
    passwordHere: throttle('password_here', { failuresMax: 10, ...quarterHour }),
    passwordAnywhere: throttle('password_anywhere', { failuresMax: 100, ...quarterHour }),
    passwordsFromAddress: throttle('passwords_from_address', { failuresMax: 100, ...quarterHour }),
    code: throttle('code', { failuresMax: 10, ...quarterHour }),
    signUpsFromAddress: throttle('sign_ups_from_address', signUps),
  };
}
