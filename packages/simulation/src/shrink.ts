// Finds the few faults of a failing seed that are needed to make it fail.

import type { Mutation } from './mutation.ts';
import type { ConfigName } from './sim-config.ts';
import { type SimResult, simulate } from './simulate.ts';

export interface Shrunk {
  /** A run with only `needed` striking, which still fails in the same way. */
  readonly result: SimResult;
  readonly needed: readonly string[];
  readonly runs: number;
}

export interface ShrinkOptions {
  readonly seed: number;
  readonly config?: ConfigName;
  /** Fresh for each run, where a bug was planted. */
  readonly mutation?: () => Mutation;
  /** No run begins after this. */
  readonly isOver: () => boolean;
}

/** Delta debugging over the faults that struck; null when the seed does not fail. */
export async function shrink(options: ShrinkOptions): Promise<Shrunk | null> {
  const run = (without: ReadonlySet<string>) =>
    simulate({
      seed: options.seed,
      config: options.config ?? 'assumed',
      without,
      ...(options.mutation === undefined ? {} : { mutation: options.mutation() }),
    });
  const first = await run(new Set());
  const [finding] = first.findings;
  if (finding === undefined) return null;
  const fails = (result: SimResult) => result.findings.some(({ code }) => code === finding.code);
  let best = first;
  let runs = 1;
  let without = new Set<string>();
  let pieces = 2;
  while (pieces <= best.struck.length && !options.isOver()) {
    const found = await firstSmaller(best, pieces, async (dropped) => {
      if (options.isOver()) return null;
      runs += 1;
      const result = await run(new Set([...without, ...dropped]));
      return fails(result) && result.struck.length < best.struck.length ? result : null;
    });
    if (found === null) {
      pieces =
        pieces >= best.struck.length ? Number.POSITIVE_INFINITY : Math.min(pieces * 2, best.struck.length);
      continue;
    }
    without = new Set([...without, ...found.dropped]);
    best = found.result;
    pieces = Math.max(2, Math.min(pieces - 1, best.struck.length));
  }
  return { result: best, needed: best.struck, runs };
}

interface Smaller {
  readonly result: SimResult;
  readonly dropped: readonly string[];
}

/** Leaves each of `pieces` parts of the struck faults away in turn, until a run still fails. */
async function firstSmaller(
  of: SimResult,
  pieces: number,
  attempt: (dropped: readonly string[]) => Promise<SimResult | null>,
): Promise<Smaller | null> {
  const size = Math.ceil(of.struck.length / pieces);
  for (let from = 0; from < of.struck.length; from += size) {
    const dropped = of.struck.slice(from, from + size);
    const result = await attempt(dropped);
    if (result !== null) return { result, dropped };
  }
  return null;
}
