// The port of the job engine: it wakes work up, in this process or another, and never decides when something is due.

import type { Db } from '../store/database.ts';

export interface Jobs {
  /** Asks for a wake-up, in the transaction `tx` of its cause: a rolled-back cause wakes nobody. */
  enqueueWake(tx: Db): Promise<void>;
  /** From now on calls `wake` for the wake-ups that are asked for; several waiting ones may become one call. */
  onWake(wake: () => void): Promise<void>;
  stop(): Promise<void>;
}
