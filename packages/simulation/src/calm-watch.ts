// Since when nothing has failed: what has to happen in time while nothing fails is judged by it.

/** What strikes and is no fault of anything that an order's cancellation needs. */
const harmless: readonly string[] = [
  'rests ',
  'act of ',
  'stop ',
  'kill switch ',
  'red quote ',
  'halt ',
  'foreign order ',
  'partial ',
];

export class CalmWatch {
  readonly #nowMs: () => number;
  /** Until then something fails; may lie ahead. */
  #sinceMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Hears the name of each strike. */
  onStrike(name: string): void {
    if (!harmless.some((prefix) => name.startsWith(prefix))) this.until(this.#nowMs());
  }

  /** Something fails until `ms`. */
  until(ms: number): void {
    this.#sinceMs = Math.max(this.#sinceMs, ms);
  }

  /** How long nothing has failed, in ms; not above zero while something does. */
  lastsMs(): number {
    return this.#nowMs() - this.#sinceMs;
  }
}
