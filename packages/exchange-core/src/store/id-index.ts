// Finds a handle by the hash of its id: many small open-addressed tables, so that growing one is never a long pause.

const partitionBits = 10;
const partitionCount = 1 << partitionBits;
const pairsAtFirst = 8;

/** What tells entries of one hash apart: is the entry with this handle the one that is looked for? */
export interface IdMatcher {
  isAt(handle: number): boolean;
}

/**
 * Handles by hash. Handles are small non-negative integers; equal hashes may belong to different ids. A table holds
 * [hash, handle + 1] pairs, 0 marking a free place, and is at most half full.
 */
export class IdIndex {
  size = 0;
  readonly #tables = new Array<Int32Array>(partitionCount).fill(new Int32Array(0));
  readonly #counts = new Int32Array(partitionCount);

  /** The handle of the entry that has `hash` and that `matcher` accepts, or -1. */
  find(hash: number, matcher: IdMatcher): number {
    const pairs = this.#tables[hash >>> (32 - partitionBits)];
    if (pairs === undefined || pairs.length === 0) return -1;
    const mask = pairs.length - 1;
    for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
      const entry = pairs[at + 1] ?? 0;
      if (entry === 0) return -1;
      if (pairs[at] === hash && matcher.isAt(entry - 1)) return entry - 1;
    }
  }

  /** Adds an entry that is not there yet. */
  add(hash: number, handle: number): void {
    const number = hash >>> (32 - partitionBits);
    const count = (this.#counts[number] ?? 0) + 1;
    let pairs = this.#tables[number];
    if (pairs === undefined || count * 4 > pairs.length) {
      pairs = grown(pairs);
      this.#tables[number] = pairs;
    }
    put(pairs, hash, handle + 1);
    this.#counts[number] = count;
    this.size += 1;
  }

  /** Removes the entry of `handle`, which is there. */
  remove(hash: number, handle: number): void {
    const number = hash >>> (32 - partitionBits);
    const pairs = this.#tables[number];
    if (pairs === undefined || pairs.length === 0) return;
    const mask = pairs.length - 1;
    let at = (hash << 1) & mask;
    while (pairs[at + 1] !== handle + 1) {
      if (pairs[at + 1] === 0) return;
      at = (at + 2) & mask;
    }
    closeGap(pairs, at);
    this.#counts[number] = (this.#counts[number] ?? 0) - 1;
    this.size -= 1;
  }
}

function put(pairs: Int32Array, hash: number, entry: number): void {
  const mask = pairs.length - 1;
  let at = (hash << 1) & mask;
  while (pairs[at + 1] !== 0) at = (at + 2) & mask;
  pairs[at] = hash;
  pairs[at + 1] = entry;
}

function grown(pairs: Int32Array | undefined): Int32Array {
  if (pairs === undefined || pairs.length === 0) return new Int32Array(pairsAtFirst * 2);
  const bigger = new Int32Array(pairs.length * 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const entry = pairs[at + 1] ?? 0;
    if (entry !== 0) put(bigger, pairs[at] ?? 0, entry);
  }
  return bigger;
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
