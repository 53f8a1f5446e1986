// The fills of a whole tape as a count, a volume and a hash, which every engine must share.

import type { TapeEngine } from './adapter.ts';
import { opCount, type Tape } from './tape.ts';

export interface FillsHash {
  readonly trades: number;
  readonly volume: number;
  /** FNV-1a over (maker, taker, price, quantity) of the timed fills, in order, in hex. */
  readonly hash: string;
}

/** Replays the tape through `engine`, which is new. */
export function fillsHashOf(tape: Tape, engine: TapeEngine): FillsHash {
  let trades = 0;
  let volume = 0;
  let hash = 0x811c9dc5;
  const total = opCount(tape);
  for (let op = 0; op < total; op += 1) {
    engine.apply(op);
    if (op < tape.preload) continue;
    for (const { maker, taker, price, quantity } of engine.fills()) {
      trades += 1;
      volume += quantity;
      for (const value of [maker, taker, price, quantity]) {
        hash = Math.imul(hash ^ (value & 0xffff), 0x01000193);
        hash = Math.imul(hash ^ (value >>> 16), 0x01000193);
      }
    }
  }
  return { trades, volume, hash: (hash >>> 0).toString(16) };
}
