// A set of price ticks that finds the next member in either direction in constant steps: a 32-way tree of bits.

/** Ticks in [0, size). `below` and `above` include the tick that they are asked about. */
export class TickSet {
  // layers[0] has one bit per tick; each further layer has one bit per word of the layer beneath it.
  readonly #layers: Int32Array[];

  constructor(size: number) {
    this.#layers = [];
    let bits = size;
    do {
      bits = Math.ceil(bits / 32);
      this.#layers.push(new Int32Array(bits));
    } while (bits > 1);
  }

  add(tick: number): void {
    let at = tick;
    for (const layer of this.#layers) {
      const word = at >>> 5;
      const before = layer[word] ?? 0;
      layer[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at = word;
    }
  }

  remove(tick: number): void {
    let at = tick;
    for (const layer of this.#layers) {
      const word = at >>> 5;
      const after = (layer[word] ?? 0) & ~(1 << (at & 31));
      layer[word] = after;
      if (after !== 0) return;
      at = word;
    }
  }

  /** The lowest member at or above `tick`, or -1. */
  above(tick: number): number {
    const layers = this.#layers;
    let at = tick;
    for (let depth = 0; depth < layers.length; depth += 1) {
      const layer = layers[depth];
      if (layer === undefined) return -1;
      const word = at >>> 5;
      const bits = (layer[word] ?? 0) & (-1 << (at & 31));
      if (bits !== 0) return this.#lowest((word << 5) | lowBit(bits), depth);
      // Every tick of this word is passed; the layer above says which word comes next.
      at = word + 1;
      if (at >= layer.length) return -1;
    }
    return -1;
  }

  /** The highest member at or below `tick`, or -1. */
  below(tick: number): number {
    const layers = this.#layers;
    let at = tick;
    for (let depth = 0; depth < layers.length; depth += 1) {
      const layer = layers[depth];
      if (layer === undefined) return -1;
      const word = at >>> 5;
      const bits = (layer[word] ?? 0) & (-1 >>> (31 - (at & 31)));
      if (bits !== 0) return this.#highest((word << 5) | highBit(bits), depth);
      at = word - 1;
      if (at < 0) return -1;
    }
    return -1;
  }

  #lowest(from: number, depth: number): number {
    let at = from;
    for (let layer = depth - 1; layer >= 0; layer -= 1) {
      at = (at << 5) | lowBit(this.#layers[layer]?.[at] ?? 0);
    }
    return at;
  }

  #highest(from: number, depth: number): number {
    let at = from;
    for (let layer = depth - 1; layer >= 0; layer -= 1) {
      at = (at << 5) | highBit(this.#layers[layer]?.[at] ?? 0);
    }
    return at;
  }
}

function lowBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function highBit(bits: number): number {
  return 31 - Math.clz32(bits);
}
