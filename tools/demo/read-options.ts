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
  /** Where Mandato keeps its rows: embedded, on a PostgreSQL server started for the demo, or on one by its address. */
  readonly store: DemoStore;
}

export type DemoStore =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'own_postgres' }
  | { readonly kind: 'postgres'; readonly url: string };

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
      postgres: { type: 'boolean', default: false },
      'database-url': { type: 'string' },
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
    store: readStore(values.postgres, values['database-url']),
  };
}

function readStore(isOwn: boolean, url: string | undefined): DemoStore {
  if (isOwn && url !== undefined)
    throw new ArgumentMistake(
      '--postgres starts a server of its own, and --database-url names another: give one.',
    );
  if (url !== undefined) return { kind: 'postgres', url };
  return isOwn ? { kind: 'own_postgres' } : { kind: 'embedded' };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < 1 || value > max) {
    throw new ArgumentMistake(`${name} is a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}
