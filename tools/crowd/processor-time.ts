// How much processor time running programs and their children have used so far, by program; read on Linux only.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds of a kernel tick, which every Linux that Node runs on counts in. */
const tickMs = 10;

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly usedMs: number;
}

/** Processor time in ms of each of the processes `pids` and all their descendants, summed by program name. */
export function processorTimeOf(pids: readonly number[]): Readonly<Record<string, number>> {
  const rows = processRows();
  const wanted = new Set(pids);
  for (let before = 0; before !== wanted.size; ) {
    before = wanted.size;
    for (const { pid, parent } of rows) if (wanted.has(parent)) wanted.add(pid);
  }
  const used: Record<string, number> = {};
  for (const { pid, name, usedMs } of rows) if (wanted.has(pid)) used[name] = (used[name] ?? 0) + usedMs;
  return used;
}

/** What `after` is more than `before`, in ms for each of `count`, rounded to hundredths; the largest first. */
export function perPiece(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  count: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, ms]) => [name, Math.round(((ms - (before[name] ?? 0)) * 100) / count) / 100] as const)
      .sort(([, one], [, other]) => other - one),
  );
}

function processRows(): readonly ProcessRow[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        return [rowOf(Number(entry))];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

function rowOf(pid: number): ProcessRow {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(rest[9]) + Number(rest[10]);
  const args = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  const program = args.find((arg) => arg.endsWith('.mjs')) ?? args[0] ?? '';
  const name = path
    .basename(program)
    .replace(/\.mjs$/, '')
    .replace(/:.*$/, '');
  return { pid, parent: Number(parent), name: name === '' ? 'unnamed' : name, usedMs: ticks * tickMs };
}
