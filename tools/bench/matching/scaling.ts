// How the cost of a command grows with the orders that rest, and with the number of books.

import { EngineReplay } from './engine-adapter.ts';
import { generateTape, opCount } from './tape.ts';

/** Nanoseconds of processor time per command of the whole engine, after a warm-up. */
export function nanosecondsPerCommand(resting: number, books: number): number {
  const tape = generateTape(7, { depth: resting, ops: 200_000 });
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const engine = new EngineReplay(tape, books);
    for (let op = 0; op < tape.preload; op += 1) engine.apply(op);
    const before = process.cpuUsage();
    for (let op = tape.preload; op < opCount(tape); op += 1) engine.apply(op);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, ((user + system) * 1000) / (opCount(tape) - tape.preload));
  }
  return Math.round(best);
}
