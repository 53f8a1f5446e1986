// What one command did to orders, as rows of numbers; whoever wants events as objects makes them from here.

export const acceptedEvent = 0;
export const fillEvent = 1;
export const endedEvent = 2;
export const diffEvent = 3;

/** Numbers of a row, as a power of two. */
export const eventBits = 3;

/**
 * Rows of numbers, the kind first. Accepted: [0, order]. Fill: [1, trade row, maker, sequence, lots that the maker has left],
 * which stands for the trade, the diff of its maker, and when nothing is left the maker's end. Ended: [2, order, reason].
 * Diff: [3, order, sequence, status, lots, ticks]. Orders are handles, the rest codes of order-codes.
 */
export class EventLog {
  count = 0;
  rows = new Float64Array(64 << eventBits);

  clear(): void {
    this.count = 0;
  }

  accepted(order: number): void {
    const at = this.#add(acceptedEvent);
    this.rows[at | 1] = order;
  }

  /** Makes room for so many more events, so that their rows can be written without asking again. */
  reserve(events: number): void {
    while ((this.count + events) << eventBits > this.rows.length) this.#grow();
  }

  ended(order: number, reason: number): void {
    const at = this.#add(endedEvent);
    this.rows[at | 1] = order;
    this.rows[at | 2] = reason;
  }

  /** The row of a diff's order, to be completed with its sequence, status, lots and ticks in its places 2 to 5. */
  diff(order: number): number {
    const at = this.#add(diffEvent);
    this.rows[at | 1] = order;
    return at;
  }

  /** A number of an event's row. */
  read(event: number, place: number): number {
    return this.rows[(event << eventBits) + place] ?? 0;
  }

  #add(kind: number): number {
    const at = this.count << eventBits;
    if (at === this.rows.length) this.#grow();
    this.rows[at] = kind;
    this.count += 1;
    return at;
  }

  #grow(): void {
    const bigger = new Float64Array(this.rows.length * 2);
    bigger.set(this.rows);
    this.rows = bigger;
  }
}
