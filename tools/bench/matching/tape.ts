// An op tape: the seeded orders and cancels that a matching engine is timed and checked with.

import { readFileSync } from 'node:fs';
import type { Rng } from '@mandato/primitives/ports';
import { seededRng } from '@mandato/primitives/seeded-rng';

export const fieldsPerOp = 6;
const headerInts = 8;
const magic = 0x4f505331;

/** What an op's first field says. The others are id, side (0 buys), price, quantity and one unused. */
export const limitOp = 0;
export const marketOp = 1;
export const iocOp = 2;
export const cancelOp = 3;

/** `preload` ops build the book and are not timed; ids are 1 to `idLimit`, prices below `priceLimit`. */
export interface Tape {
  readonly preload: number;
  readonly idLimit: number;
  readonly priceLimit: number;
  readonly records: Int32Array;
}

/** Reads a tape that `gen.mjs` of the shared anchors wrote. */
export function readTape(file: string): Tape {
  const raw = readFileSync(file);
  const all = new Int32Array(raw.buffer, raw.byteOffset, raw.byteLength >> 2);
  if (all[0] !== magic) throw new Error(`${file} is not an op tape`);
  const [, , , preload = 0, , idLimit = 0, priceLimit = 0] = all;
  return { preload, idLimit, priceLimit, records: all.subarray(headerInts) };
}

/** How many ops a tape has, those of the preload included. */
export function opCount(tape: Tape): number {
  return tape.records.length / fieldsPerOp;
}

/**
 * A tape of the same shape as the shared ones: 40 % limit orders, 15 % takers and 45 % cancels, some of them late, on a
 * book of about `depth` orders.
 */
export function generateTape(seed: number, shape: { readonly depth: number; readonly ops: number }): Tape {
  const { depth, ops } = shape;
  const rng = seededRng(seed);
  const records: number[] = [];
  let id = 0;
  for (let op = 0; op < depth + ops; op += 1) {
    const kind = op < depth ? 0 : rng.below(100);
    if (kind < 55) {
      id += 1;
      records.push(...arrivalOf(rng, kind, { id, reach: Math.max(20, depth >> 4) }), 0);
    } else {
      // Young orders are cancelled more often than old ones, and some are gone by then.
      const back = rng.below(10) < 7 ? rng.below(Math.min(id, 400)) : rng.below(id);
      records.push(cancelOp, id - back, 0, 0, 0, 0);
    }
  }
  return { preload: depth, idLimit: id, priceLimit: mid * 2, records: Int32Array.from(records) };
}

const mid = 1 << 16;

function arrivalOf(
  rng: Rng,
  kind: number,
  order: { readonly id: number; readonly reach: number },
): readonly number[] {
  const side = rng.below(2);
  const sign = side === 0 ? 1 : -1;
  const quantity = 1 + rng.below(100);
  if (kind < 36) return [limitOp, order.id, side, mid - sign * (1 + rng.below(order.reach)), quantity];
  if (kind < 40) return [limitOp, order.id, side, mid + sign * rng.below(3), quantity];
  if (kind < 48) return [marketOp, order.id, side, 0, quantity];
  return [iocOp, order.id, side, mid + sign * 2, quantity];
}
