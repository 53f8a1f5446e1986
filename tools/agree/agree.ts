// Holds the built programs to the model of what people see, for as many histories as asked: tier C as a command.

import { parseArgs } from 'node:util';
import { ArgumentMistake, type CommandReport, runReportedCommand } from '../command-report.ts';
import { runHistories } from './run-histories.ts';

const secondsDefault = 1_500;

const help = `Plays histories on the built programs: plans, presses, stops, kills and an exchange that misbehaves, with clocks
that step; after each command everything that a person sees is compared with the model that memory and SQL are held to.

npm run agree -- [--histories N] [--seed S]   N histories (4), of the seeds S (1), S + 1, …
  --postgres     on PostgreSQL, started for this, instead of the embedded database
  --seconds T    begins no history after T seconds (${secondsDefault}); the figure \`next\` is the --seed of the rest
The last line is one JSON object.`;

const options = {
  histories: { type: 'string' },
  seed: { type: 'string' },
  seconds: { type: 'string' },
  postgres: { type: 'boolean' },
} as const;

/** A history under way when the time is over may still end. */
const graceMs = 10 * 60_000;

await runReportedCommand({
  help,
  timeLimitMs: secondsOf(process.argv.slice(2)) * 1_000 + graceMs,
  run: async (words, stop): Promise<CommandReport> => {
    const { values } = parseArgs({ args: [...words], options });
    const wanted = wholeOf('--histories', values.histories, 4);
    const seed = wholeOf('--seed', values.seed, 1);
    const endsAtMs = Date.now() + secondsOf(words) * 1_000;
    const run = await runHistories({
      seeds: Array.from({ length: wanted }, (_, index) => seed + index),
      hasPostgres: values.postgres === true,
      isOver: () => stop.aborted || Date.now() >= endsAtMs,
      tell: (line) => console.log(line),
    });
    const { histories, slots, starts, differences } = run;
    for (const difference of differences) console.log(`differs: ${difference}`);
    return {
      ok: differences.length === 0 && histories === wanted && slots > 0,
      figures: { histories, differences: differences.length, slots, starts, next: seed + histories },
      targets: { histories: wanted, differences: 0 },
    };
  },
});

function secondsOf(words: readonly string[]): number {
  const at = words.indexOf('--seconds');
  return wholeOf('--seconds', at < 0 ? undefined : words[at + 1], secondsDefault);
}

function wholeOf(name: string, text: string | undefined, without: number): number {
  if (text === undefined) return without;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value))
    throw new ArgumentMistake(`${name} is a whole number, not "${text}".`);
  return value;
}
