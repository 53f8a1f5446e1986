// Finds a handle by the hash of its id: one open-addressed table that grows a few entries at a time, without a pause.

// A table is at most five eighths full: searches stay short and mostly within one cache line.
const slotsAtFirst = 64;
const movedAtOnce = 8;
const removed = -1;

/** What tells entries of one hash apart: is the entry with this handle the one that is looked for? */
export interface IdMatcher {
  isAt(handle: number): boolean;
}

/**
 * Handles by hash. Handles are small non-negative integers; equal hashes may belong to different ids. A table holds
 * [hash, handle + 1] pairs, 0 marking a free place. While it grows there are two: entries move from the old one to the
 * new one, a few with each that is added, and are looked for in both.
 */
export class IdIndex {
  size = 0;
  #pairs = new Int32Array(slotsAtFirst * 2);
  #old: Int32Array | null = null;
  #moved = 0;

  /** The handle of the entry that has `hash` and that `matcher` accepts, or -1. */
  find(hash: number, matcher: IdMatcher): number {
    const found = search(this.#pairs, hash, matcher);
    return found >= 0 || this.#old === null ? found : search(this.#old, hash, matcher);
  }

  /** Adds an entry that is not there yet. */
  add(hash: number, handle: number): void {
    this.size += 1;
    if (this.#old !== null) this.#move(this.#old);
    if (this.size * 16 > this.#pairs.length * 5) this.#grow();
    put(this.#pairs, hash, handle + 1);
  }

  /** Removes the entry of `handle`, which is there. */
  remove(hash: number, handle: number): void {
    this.size -= 1;
    const at = placeOf(this.#pairs, hash, handle);
    if (at >= 0) closeGap(this.#pairs, at);
    if (this.#old === null) return;
    // Nothing may move in a table that is being walked, so what is removed there stays as a mark.
    const oldAt = placeOf(this.#old, hash, handle);
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

function search(pairs: Int32Array, hash: number, matcher: IdMatcher): number {
  const mask = pairs.length - 1;
  for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
    const entry = pairs[at + 1] ?? 0;
    if (entry === 0) return -1;
    if (pairs[at] === hash && entry > 0 && matcher.isAt(entry - 1)) return entry - 1;
  }
}

function placeOf(pairs: Int32Array, hash: number, handle: number): number {
  const mask = pairs.length - 1;
  for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
    const entry = pairs[at + 1] ?? 0;
    if (entry === handle + 1) return at;
    if (entry === 0) return -1;
  }
}

function put(pairs: Int32Array, hash: number, entry: number): void {
  const mask = pairs.length - 1;
  let at = (hash << 1) & mask;
  while (pairs[at + 1] !== 0) at = (at + 2) & mask;
  pairs[at] = hash;
  pairs[at + 1] = entry;
}

// Entries behind the gap move up when their own place lies at or before it, so that no search ends too early.
function closeGap(pairs: Int32Array, from: number): void {
  const mask = pairs.length - 1;
  let gap = from;
  for (let at = (gap + 2) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
    const home = ((pairs[at] ?? 0) << 1) & mask;
    if (((at - home) & mask) < ((at - gap) & mask)) continue;
    pairs[gap] = pairs[at] ?? 0;
    pairs[gap + 1] = pairs[at + 1] ?? 0;
    gap = at;
  }
  pairs[gap + 1] = 0;
}
