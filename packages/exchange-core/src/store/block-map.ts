// Small integers by integer key: one open-addressed table that grows a few entries at a time, without a pause.

// A table is at most five eighths full: searches stay short and mostly within one cache line.
const slotsAtFirst = 64;
const movedAtOnce = 8;
const removed = -1;
const none = -1;

/**
 * Values from 0 to 2^31 - 2. A table holds [key, value + 1] pairs, 0 marking a free place. While it grows there are two:
 * entries move from the old one to the new one, a few with each that is added, and are looked for in both.
 */
export class BlockMap {
  size = 0;
  #pairs = new Int32Array(slotsAtFirst * 2);
  #old: Int32Array | null = null;
  #moved = 0;

  /** The value of `key`, or -1. */
  get(key: number): number {
    const found = search(this.#pairs, key);
    return found >= 0 || this.#old === null ? found : search(this.#old, key);
  }

  /** Adds a key that is not there yet. */
  add(key: number, value: number): void {
    this.size += 1;
    if (this.#old !== null) this.#move(this.#old);
    if (this.size * 16 > this.#pairs.length * 5) this.#grow();
    put(this.#pairs, key, value + 1);
  }

  /** Removes a key that is there. */
  remove(key: number): void {
    this.size -= 1;
    const at = placeOf(this.#pairs, key);
    if (at >= 0) closeGap(this.#pairs, at);
    if (this.#old === null) return;
    // Nothing may move in a table that is being walked, so what is removed there stays as a mark.
    const oldAt = placeOf(this.#old, key);
    if (oldAt >= 0) this.#old[oldAt + 1] = removed;
  }

  #grow(): void {
    // Growth ends long before the next one begins: eight places move for each entry that is added.
    while (this.#old !== null) this.#move(this.#old);
    this.#old = this.#pairs;
    this.#moved = 0;
    this.#pairs = new Int32Array(this.#pairs.length * 2);
  }

  #move(old: Int32Array): void {
    const end = Math.min(old.length, this.#moved + movedAtOnce * 2);
    for (let at = this.#moved; at < end; at += 2) {
      const entry = old[at + 1] ?? 0;
      if (entry > 0) put(this.#pairs, old[at] ?? 0, entry);
    }
    this.#moved = end;
    if (end === old.length) this.#old = null;
  }
}

// Where a key's search begins, before the table's size is applied: neighbouring keys are spread.
function homeOf(key: number): number {
  const spread = Math.imul(key, 0x9e3779b1);
  return (spread ^ (spread >>> 15)) << 1;
}

function search(pairs: Int32Array, key: number): number {
  const mask = pairs.length - 1;
  for (let at = homeOf(key) & mask; ; at = (at + 2) & mask) {
    const entry = pairs[at + 1] ?? 0;
    if (entry === 0) return none;
    if (pairs[at] === key && entry > 0) return entry - 1;
  }
}

function placeOf(pairs: Int32Array, key: number): number {
  const mask = pairs.length - 1;
  for (let at = homeOf(key) & mask; ; at = (at + 2) & mask) {
    const entry = pairs[at + 1] ?? 0;
    if (entry === 0) return none;
    if (pairs[at] === key && entry > 0) return at;
  }
}

function put(pairs: Int32Array, key: number, entry: number): void {
  const mask = pairs.length - 1;
  let at = homeOf(key) & mask;
  while (pairs[at + 1] !== 0) at = (at + 2) & mask;
  pairs[at] = key;
  pairs[at + 1] = entry;
}

// Entries behind the gap move up when their own place lies at or before it, so that no search ends too early.
function closeGap(pairs: Int32Array, from: number): void {
  const mask = pairs.length - 1;
  let gap = from;
  for (let at = (gap + 2) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
    const home = homeOf(pairs[at] ?? 0) & mask;
    if (((at - home) & mask) < ((at - gap) & mask)) continue;
    pairs[gap] = pairs[at] ?? 0;
    pairs[gap + 1] = pairs[at + 1] ?? 0;
    gap = at;
  }
  pairs[gap + 1] = 0;
}
