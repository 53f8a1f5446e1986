// Runs histories of tier C against the built programs, a few on each stage, and says which of them differ from the model.

import { agreeCommands } from '@mandato/simulation/agree/agree-commands';
import { beginHistory } from '@mandato/simulation/agree/begin-history';
import fc from 'fast-check';
import { type AgreePerson, openAgreePerson, openSaverOn } from './agree-people.ts';
import { openAgreeStage } from './agree-stage.ts';
import { type BuiltNeeds, BuiltProduct } from './built-product.ts';

export interface HistoriesWanted {
  /** Of the histories, in their order. */
  readonly seeds: readonly number[];
  readonly hasPostgres: boolean;
  /** No history begins once this is true. */
  readonly isOver: () => boolean;
  readonly tell: (line: string) => void;
}

export interface HistoriesRun {
  readonly histories: number;
  /** Slots that were answered for in them. */
  readonly slots: number;
  /** What differed from the model, one text for each history that did. */
  readonly differences: readonly string[];
  /** How often Mandato was started, the first time of each stage included. */
  readonly starts: number;
}

/** People link at the beginning of a stage, before its clocks step; more of them at one address are too many tries. */
const historiesPerStage = 4;

const commandsMax = 16;

/** Runs one history for each of `seeds`. A stage on which one differed is not used again: the next may have inherited it. */
export async function runHistories(wanted: HistoriesWanted): Promise<HistoriesRun> {
  let total: HistoriesRun = { histories: 0, slots: 0, starts: 0, differences: [] };
  while (total.histories < wanted.seeds.length && !wanted.isOver()) {
    const seeds = wanted.seeds.slice(total.histories, total.histories + historiesPerStage);
    const done = await runOnOneStage({ ...wanted, seeds });
    total = {
      histories: total.histories + done.histories,
      slots: total.slots + done.slots,
      starts: total.starts + done.starts,
      differences: [...total.differences, ...done.differences],
    };
  }
  return total;
}

async function runOnOneStage(wanted: HistoriesWanted): Promise<HistoriesRun> {
  const { seeds, hasPostgres, isOver, tell } = wanted;
  const stage = await openAgreeStage(hasPostgres);
  try {
    const operator = await openSaverOn(stage, 'operator@example.com');
    const people = await Promise.all(
      seeds.map(async (seed) => ({ seed, person: await openAgreePerson(stage, `person${seed}`) })),
    );
    let [histories, slots] = [0, 0];
    for (const { seed, person } of people) {
      if (isOver()) break;
      const played = await playHistory({ stage, person, operator }, seed);
      histories += 1;
      slots += played.slots;
      tell(`history of seed ${seed}: ${played.slots} slots, ${played.difference ?? 'no difference'}`);
      if (played.difference === null) continue;
      return { histories, slots, starts: stage.starts, differences: [`seed ${seed}: ${played.difference}`] };
    }
    return { histories, slots, starts: stage.starts, differences: [] };
  } finally {
    await stage.end();
  }
}

/** One history; `difference` is null where the programs agree with the model from its first command to its last. */
async function playHistory(
  needs: BuiltNeeds & { readonly person: AgreePerson },
  seed: number,
): Promise<{ readonly slots: number; readonly difference: string | null }> {
  let slots = 0;
  const property = fc.asyncProperty(agreeCommands(commandsMax), async (commands) => {
    const product = new BuiltProduct(needs);
    const model = await beginHistory(product);
    try {
      await fc.asyncModelRun(() => ({ model, real: product }), commands);
    } finally {
      slots = [...model.plans.values()].flatMap((plan) => [...plan.slots]).length;
    }
    await product.finish();
  });
  // Its people are used up by one run: nothing can be made smaller.
  const details = await fc.check(property, { seed, numRuns: 1, endOnFailure: true, unbiased: true });
  if (!details.failed) return { slots, difference: null };
  const [commands] = details.counterexample ?? [];
  const { errorInstance } = details;
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { slots, difference: `${why}; after ${String(commands)}` };
}
