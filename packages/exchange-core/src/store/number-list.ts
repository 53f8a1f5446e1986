// A list of numbers that only grows, in chunks, so that adding to a long one never copies it.

const chunkBits = 12;
const chunkSize = 1 << chunkBits;

/** Numbers by index; the first chunk grows from small, since most lists stay short. */
export class NumberList {
  length = 0;
  readonly #chunks: Float64Array[] = [];

  push(value: number): void {
    const at = this.length & (chunkSize - 1);
    const number = this.length >>> chunkBits;
    let chunk = this.#chunks[number];
    if (chunk === undefined || at >= chunk.length) {
      chunk = this.#grown(chunk, number);
      this.#chunks[number] = chunk;
    }
    chunk[at] = value;
    this.length += 1;
  }

  /** The value at `index`, or -1 beyond the ends. */
  at(index: number): number {
    if (index < 0 || index >= this.length) return -1;
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? -1;
  }

  #grown(chunk: Float64Array | undefined, number: number): Float64Array {
    if (chunk === undefined) return new Float64Array(number === 0 ? 16 : chunkSize);
    const bigger = new Float64Array(chunk.length * 4);
    bigger.set(chunk);
    return bigger;
  }
}
