// A list of numbers that only grows, in chunks, so that adding to a long one never copies it.

const chunkBits = 12;
const chunkSize = 1 << chunkBits;

export interface NumberListSnapshot {
  readonly length: number;
  readonly chunks: readonly Uint32Array[];
}

/** Numbers from 0 to 2^32 - 1 by index; the first chunk grows from small, since most lists stay short. */
export class NumberList {
  length = 0;
  #chunks: Uint32Array[] = [];

  push(value: number): void {
    const at = this.length & (chunkSize - 1);
    this.#roomAt(at)[at] = value;
    this.length += 1;
  }

  /** Adds the numbers of `from` that stand from `start` up to `end`. */
  pushAll(from: Uint32Array, start: number, end: number): void {
    let next = start;
    while (next < end) {
      const at = this.length & (chunkSize - 1);
      const chunk = this.#roomAt(at);
      const taken = Math.min(end - next, chunk.length - at);
      for (let place = 0; place < taken; place += 1) chunk[at + place] = from[next + place] ?? 0;
      this.length += taken;
      next += taken;
    }
  }

  /** Adds `count` numbers that follow each other. */
  pushRun(first: number, count: number): void {
    for (let value = first; value < first + count; value += 1) this.push(value);
  }

  /** The value at `index`, or -1 beyond the ends. */
  at(index: number): number {
    if (index < 0 || index >= this.length) return -1;
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? -1;
  }

  /** The list as it is now. Its chunks are not copies: numbers may still be added to the last one, behind these. */
  snapshot(): NumberListSnapshot {
    return { length: this.length, chunks: [...this.#chunks] };
  }

  /** Puts what a snapshot has into an empty list. */
  restore(snapshot: NumberListSnapshot): void {
    this.length = snapshot.length;
    this.#chunks.push(...snapshot.chunks);
  }

  // The chunk of the next number, which has room for it at `at`.
  #roomAt(at: number): Uint32Array {
    const number = this.length >>> chunkBits;
    const chunk = this.#chunks[number];
    if (chunk !== undefined && at < chunk.length) return chunk;
    const bigger = this.#grown(chunk, number);
    // A list that is written out has one place; one that is added to has seventeen, and most lists have one chunk.
    if (number === 0) this.#chunks = [bigger];
    else this.#chunks[number] = bigger;
    return bigger;
  }

  #grown(chunk: Uint32Array | undefined, number: number): Uint32Array {
    if (chunk === undefined) return new Uint32Array(number === 0 ? 16 : chunkSize);
    const bigger = new Uint32Array(chunk.length * 4);
    bigger.set(chunk);
    return bigger;
  }
}
