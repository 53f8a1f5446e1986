// What an engine must offer to be timed and checked with an op tape.

import type { Tape } from './tape.ts';

/** Resting quantity by price, both in the tape's own units. */
export interface TapeDepth {
  readonly bids: ReadonlyMap<number, number>;
  readonly asks: ReadonlyMap<number, number>;
}

/** A fill in the tape's own ids, prices and quantities. */
export interface TapeFill {
  readonly maker: number;
  readonly taker: number;
  readonly price: number;
  readonly quantity: number;
}

export interface TapeEngine {
  /** Does op number `op` of the tape. */
  apply(op: number): unknown;
  depth(): TapeDepth;
  /** The fills of the op that was applied last. */
  fills(): readonly TapeFill[];
}

export interface TapeAdapter {
  readonly name: string;
  readonly build: (tape: Tape) => TapeEngine;
}
