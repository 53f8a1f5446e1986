// Finds a handle by the hash of its id: many small open-addressed tables, so that growing one is never a long pause.

const partitionBits = 10;
const partitionCount = 1 << partitionBits;
const pairsAtFirst = 8;

/** What tells entries of one hash apart: is the entry with this handle the one that is looked for? */
export interface IdMatcher {
  isAt(handle: number): boolean;
}

/** A table of [hash, handle + 1] pairs; 0 marks a free place. Its load stays at most one half. */
class Partition {
  pairs = new Int32Array(pairsAtFirst * 2);
  count = 0;
}

/** Handles by hash. Handles are small non-negative integers; equal hashes may belong to different ids. */
export class IdIndex {
  size = 0;
  readonly #partitions = new Array<Partition | null>(partitionCount).fill(null);

  /** The handle of the entry that has `hash` and that `matcher` accepts, or -1. */
  find(hash: number, matcher: IdMatcher): number {
    const partition = this.#partitions[hash >>> (32 - partitionBits)];
    if (partition === null || partition === undefined) return -1;
    const { pairs } = partition;
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
    let partition = this.#partitions[number] ?? null;
    if (partition === null) {
      partition = new Partition();
      this.#partitions[number] = partition;
    }
    if ((partition.count + 1) * 4 > partition.pairs.length) grow(partition);
    put(partition.pairs, hash, handle + 1);
    partition.count += 1;
    this.size += 1;
  }

  /** Removes the entry of `handle`, which is there. */
  remove(hash: number, handle: number): void {
    const partition = this.#partitions[hash >>> (32 - partitionBits)];
    if (partition === null || partition === undefined) return;
    const { pairs } = partition;
    const mask = pairs.length - 1;
    let at = (hash << 1) & mask;
    while (pairs[at + 1] !== handle + 1) {
      if (pairs[at + 1] === 0) return;
      at = (at + 2) & mask;
    }
    closeGap(pairs, at);
    partition.count -= 1;
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

function grow(partition: Partition): void {
  const { pairs } = partition;
  const bigger = new Int32Array(pairs.length * 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const entry = pairs[at + 1] ?? 0;
    if (entry !== 0) put(bigger, pairs[at] ?? 0, entry);
  }
  partition.pairs = bigger;
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
