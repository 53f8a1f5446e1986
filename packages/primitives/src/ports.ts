// The three inputs that cores never take for themselves: time, randomness and fresh ids.

/** Reads a clock. `nowMs` is epoch milliseconds of the clock that the caller was given. */
export interface Clock {
  nowMs(): number;
}

/** A source of random integers. Seeded in tests, simulation and the simulated market. */
export interface Rng {
  /** A uniform integer in [0, bound). `bound` is at least 1 and at most 2^32. */
  below(bound: number): number;
}

/** Mints ids that were never minted before. */
export interface IdSource {
  /** A fresh id of `length` characters from [0-9A-Za-z]. */
  alphanumeric(length: number): string;
  /** A fresh id of `length` lower-case hexadecimal digits. */
  hex(length: number): string;
}
