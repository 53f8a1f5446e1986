// How long the threads of another process stood ready and were given no processor, so that this is not called slowness.

import { readdirSync, readFileSync } from 'node:fs';

const lookEveryMs = 50;

/** Counts from its start to `stop`; 0 for ever where the system does not tell (anything but Linux). */
export class ProcessorWait {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #seen: ReadonlyMap<string, number>;
  #lostMs = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#seen = waitsOf(pid);
    this.#timer = setInterval(() => this.look(), lookEveryMs);
  }

  /** Milliseconds lost until the last look: of the main thread, and of the one beside it that lost most each time. */
  get lostMs(): number {
    return this.#lostMs;
  }

  /** Looks now; it does so by itself every 50 ms. */
  look(): void {
    const now = waitsOf(this.#pid);
    let main = 0;
    let beside = 0;
    for (const [thread, waitedMs] of now) {
      const lost = waitedMs - (this.#seen.get(thread) ?? waitedMs);
      if (thread === String(this.#pid)) main = lost;
      else beside = Math.max(beside, lost);
    }
    this.#lostMs += main + beside;
    this.#seen = new Map([...this.#seen, ...now]);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

// The second field of a thread's schedstat is its time on a run queue, in nanoseconds.
function waitsOf(pid: number): ReadonlyMap<string, number> {
  const waits = new Map<string, number>();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const [, waited = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ');
      waits.set(thread, Number(waited) / 1_000_000);
    }
  } catch {
    // It has ended, or a thread of it has, or there is no such folder: the next look may tell.
  }
  return waits;
}
