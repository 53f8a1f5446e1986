// Reads the demo's options; a wrong one is a sentence, not a stack trace and not a silent default.

import { parseArgs } from 'node:util';
import { ArgumentMistake } from '../command-report.ts';

export interface DemoOptions {
  readonly files: { readonly prices: string; readonly fx: string } | null;
  readonly weeks: number;
  readonly seed: number;
  /** Wall time that the whole year should take. */
  readonly replaySeconds: number;
  /** Whether times are held against their targets too. */
  readonly isTimed: boolean;
  readonly isKept: boolean;
}

/** Throws an ArgumentMistake that names the option. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      prices: { type: 'string' },
      fx: { type: 'string' },
      weeks: { type: 'string', default: '52' },
      seed: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '40' },
      'any-speed': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const { prices, fx } = values;
  if ((prices === undefined) !== (fx === undefined)) {
    throw new ArgumentMistake('--prices and --fx belong together: give both files, or neither.');
  }
  return {
    files: prices === undefined || fx === undefined ? null : { prices, fx },
    weeks: wholeNumber('--weeks', values.weeks, 1_000),
    seed: wholeNumber('--seed', values.seed, 0xffff_ffff),
    replaySeconds: wholeNumber('--seconds', values.seconds, 3_600),
    isTimed: !values['any-speed'],
    isKept: values.keep,
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < 1 || value > max) {
    throw new ArgumentMistake(`${name} is a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}
