// Reads the words after `npm run sim --`.

import { parseArgs } from 'node:util';
import { type ConfigName, configNames } from '@mandato/simulation/sim-config';
import { ArgumentMistake } from '../command-report.ts';

export const secondsDefault = 1_500;

export interface SimCommandOptions {
  readonly mode: 'seeds' | 'tell' | 'shrink' | 'mutants' | 'everything';
  readonly seeds: number | null;
  readonly from: number;
  readonly seed: number;
  /** Null: seeds take turns. */
  readonly config: ConfigName | null;
  readonly jobs: number;
  readonly mutant: string | null;
  /** By this machine's clock. */
  readonly endsAtMs: number;
  readonly isOver: () => boolean;
}

/** What the words ask for; a mistake names itself. */
export function readSimOptions(args: readonly string[], stop: AbortSignal): SimCommandOptions {
  const values = read(args);
  const seed = wholeOf('--seed', values.seed);
  const endsAtMs = Date.now() + 1_000 * secondsOf(args);
  if (values.shrink === true && seed === null) throw new ArgumentMistake('--shrink needs --seed.');
  return {
    mode: modeOf(values, seed),
    seeds: wholeOf('--seeds', values.seeds),
    from: wholeOf('--from', values.from) ?? 1,
    seed: seed ?? 1,
    config: configOf(values.config),
    jobs: Math.max(1, wholeOf('--jobs', values.jobs) ?? 1),
    mutant: values.mutant ?? null,
    endsAtMs,
    isOver: () => stop.aborted || Date.now() >= endsAtMs,
  };
}

function modeOf(values: ReturnType<typeof read>, seed: number | null): SimCommandOptions['mode'] {
  if (values.everything === true) return 'everything';
  if (values.mutants === true) return 'mutants';
  if (values.shrink === true) return 'shrink';
  return seed === null ? 'seeds' : 'tell';
}

/** How long the command may take. */
export function secondsOf(args: readonly string[]): number {
  try {
    return wholeOf('--seconds', read(args).seconds) ?? secondsDefault;
  } catch {
    // The mistake is told when the words are read in earnest.
    return secondsDefault;
  }
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      seed: { type: 'string' },
      seconds: { type: 'string' },
      config: { type: 'string' },
      jobs: { type: 'string' },
      mutant: { type: 'string' },
      shrink: { type: 'boolean' },
      mutants: { type: 'boolean' },
      everything: { type: 'boolean' },
    },
  }).values;
}

function wholeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value))
    throw new ArgumentMistake(`${name} is a whole number, not "${text}".`);
  return value;
}

function configOf(text: string | undefined): ConfigName | null {
  if (text === undefined) return null;
  const config = configNames.find((name) => name === text);
  if (config === undefined) throw new ArgumentMistake(`--config is one of ${configNames.join(', ')}.`);
  return config;
}
