// How long this process itself was kept from running, so that its own delays are not blamed on what it measures.

const tickMs = 10;

/** Counts lost time from its start to `stop`. */
export class OwnLag {
  readonly #timer: NodeJS.Timeout;
  #lostMs = 0;
  #tickedMs = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  /** Milliseconds lost so far. */
  lostMs(): number {
    this.#tick();
    return this.#lostMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    this.#lostMs += Math.max(0, nowMs - this.#tickedMs - 2 * tickMs);
    this.#tickedMs = nowMs;
  }
}
