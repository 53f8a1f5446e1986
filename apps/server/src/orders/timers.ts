// Waiting, as a port: by the machine's timers, or by a simulator that decides when time passes.

import { setTimeout as sleepFor } from 'node:timers/promises';

export interface Timers {
  /** Resolves after `ms`, or rejects once `signal` fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `call` once after `ms`; the answer cancels it. */
  after(ms: number, call: () => void): () => void;
}

export const systemTimers: Timers = {
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
