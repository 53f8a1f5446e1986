// Time that passes only from event to event: one event runs, everything it set going comes to rest, then the next.

import { hashOf, withNumber } from './draws.ts';

interface Event {
  readonly atMs: number;
  readonly tieBreak: number;
  readonly sequence: number;
  run: (() => void) | null;
}

/** Takes an event back; harmless when it has run. */
export type Cancel = () => void;

/** Ten times what the busiest honest seed needs. */
const eventsMax = 300_000;

/** After so many events the process hears signals and messages again. */
const eventsBetweenBreaths = 2_000;

export class VirtualTime {
  nowMs: number;
  /** How many events have run. */
  events = 0;
  readonly #tieBreak: () => number;
  /** Looks on after each event, and sets nothing going. */
  onEvent: () => void = () => undefined;
  readonly #heap: Event[] = [];
  readonly #failures: unknown[] = [];
  readonly #told: { readonly atMs: number; readonly line: string }[] = [];
  readonly #startMs: number;
  /** Work outside of this time that an event began, such as that of a database, and that is still under way. */
  #held = 0;
  #onReleased: () => void = () => undefined;
  #sequence = 0;
  #hash = hashOf('');

  constructor(of: { readonly startMs: number; readonly tieBreak: () => number }) {
    this.nowMs = of.startMs;
    this.#startMs = of.startMs;
    this.#tieBreak = of.tieBreak;
  }

  /** Runs `run` at `atMs`; events of the same moment run in an order that the seed decides. */
  at(atMs: number, run: () => void): Cancel {
    this.#sequence += 1;
    const event: Event = {
      atMs: Math.max(atMs, this.nowMs),
      tieBreak: this.#tieBreak(),
      sequence: this.#sequence,
      run,
    };
    this.#heap.push(event);
    this.#up(this.#heap.length - 1);
    return () => {
      event.run = null;
    };
  }

  after(ms: number, run: () => void): Cancel {
    return this.at(this.nowMs + ms, run);
  }

  /** Adds `line` to the trace and to its hash. */
  note(line: string): void {
    this.#hash = hashOf(`${this.nowMs} ${line}\n`, this.#hash);
    this.#told.push({ atMs: this.nowMs, line });
  }

  /** Something threw where nobody waits for it: the run is over and says so. */
  fail(error: unknown): void {
    this.#failures.push(error);
  }

  /** No further event runs before `work` has ended. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
      if (this.#held === 0) this.#onReleased();
    }
  }

  /** What the last work's end sets going has come to rest as well; it may have begun more. */
  async #released(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onReleased = resolve;
    });
    await settled();
  }

  get hash(): string {
    return this.#hash.toString(16).padStart(8, '0');
  }

  /** The trace, which every run keeps: what fails once may never fail again. */
  get lines(): readonly string[] {
    return this.#told.map(({ atMs, line }) => {
      const seconds = ((atMs - this.#startMs) / 1_000).toFixed(3).padStart(10);
      return `${seconds}  ${line}`;
    });
  }

  /** Runs every event up to `untilMs`; false when there were so many that something turns in circles. */
  async runUntil(untilMs: number): Promise<boolean> {
    while (this.#held > 0) await this.#released();
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= untilMs; next = this.#heap[0]) {
      if (this.events >= eventsMax) return false;
      this.#pop();
      if (next.run === null) continue;
      this.nowMs = next.atMs;
      this.events += 1;
      // Those that say nothing count too: two runs have one hash only if all of it happened in one order.
      this.#hash = withNumber(withNumber(this.#hash, next.sequence), next.atMs - this.#startMs);
      next.run();
      await (this.events % eventsBetweenBreaths === 0 ? breath() : settled());
      while (this.#held > 0) await this.#released();
      if (this.#failures.length > 0) throw this.#failures[0];
      this.onEvent();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return true;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #up(from: number): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!this.#swapIfEarlier(position, parent)) return;
      position = parent;
    }
  }

  #down(from: number): void {
    let position = from;
    for (;;) {
      const left = position * 2 + 1;
      const right = left + 1;
      const earlier = this.#isEarlier(right, left) ? right : left;
      if (!this.#swapIfEarlier(earlier, position)) return;
      position = earlier;
    }
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    if (!this.#isEarlier(child, parent)) return false;
    const one = this.#heap[child];
    const other = this.#heap[parent];
    if (one === undefined || other === undefined) return false;
    this.#heap[child] = other;
    this.#heap[parent] = one;
    return true;
  }

  #isEarlier(position: number, than: number): boolean {
    const one = this.#heap[position];
    const other = this.#heap[than];
    if (one === undefined || other === undefined) return false;
    return (one.atMs - other.atMs || one.tieBreak - other.tieBreak || one.sequence - other.sequence) < 0;
  }
}

/**
 * Everything here resolves in microtasks; the next tick comes when all of them have run, provided that it was asked for
 * in one of them. Asked for in a tick, a timer or a message of another process, it comes before the first of them.
 */
async function settled(): Promise<void> {
  await Promise.resolve();
  await new Promise((resolve) => process.nextTick(resolve));
}

function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
