// Keeps the tallies of the throttles in a small file, so that a restart gives nobody fresh tries; holds no e-mail.

import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Tally, Throttle, ThrottleMemory } from './throttle.ts';

export interface ThrottleFile {
  /** The memory of the throttle called `name`. */
  memoryOf(name: string): ThrottleMemory;
}

// The latest of each throttle: more are only there while somebody tries a great many names.
const tallyCountMax = 2_000;

/**
 * Reads `file`, and writes it anew in the same turn in which a try is counted: a program that is killed has counted
 * every try that it answered. A file that is missing or damaged counts as empty, and one that cannot be written is
 * left alone: the throttles then work until the next restart.
 */
export function openThrottleFile(file: string): ThrottleFile {
  const stored = readTallies(file);
  const memories = new Map<string, Map<string, Tally>>();
  function write(): void {
    const json = Object.fromEntries(
      [...memories].map(([name, tallies]) => [name, [...tallies].slice(-tallyCountMax)]),
    );
    try {
      writeFileSync(`${file}.new`, JSON.stringify(json), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      // A full disk is told of by the journal, which everything else needs.
    }
  }
  return {
    memoryOf: (name) => {
      const tallies = memories.get(name) ?? new Map(stored[name] ?? []);
      memories.set(name, tallies);
      return { tallies, noteChange: write };
    },
  };
}

/** The same throttle, which keeps only hashes of the names. */
export function hashedNames(throttle: Throttle): Throttle {
  return {
    mayTry: (name) => throttle.mayTry(hashOf(name)),
    noteFailure: (name) => throttle.noteFailure(hashOf(name)),
    noteSuccess: (name) => throttle.noteSuccess(hashOf(name)),
  };
}

function hashOf(name: string): string {
  return createHash('sha256').update(`lonja/throttle/${name}`).digest('base64url').slice(0, 22);
}

function readTallies(file: string): Readonly<Record<string, readonly (readonly [string, Tally])[]>> {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof json !== 'object' || json === null) return {};
    return Object.fromEntries(Object.entries(json).map(([name, rows]) => [name, readRows(rows)]));
  } catch {
    return {};
  }
}

function readRows(rows: unknown): readonly (readonly [string, Tally])[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown): readonly (readonly [string, Tally])[] => {
    if (!Array.isArray(row)) return [];
    const [name, tally]: readonly unknown[] = row;
    return typeof name === 'string' && isTally(tally) ? [[name, tally]] : [];
  });
}

function isTally(value: unknown): value is Tally {
  if (typeof value !== 'object' || value === null) return false;
  if (!('failures' in value && 'firstAtMs' in value && 'lockedUntilMs' in value)) return false;
  return [value.failures, value.firstAtMs, value.lockedUntilMs].every((number) => Number.isFinite(number));
}
