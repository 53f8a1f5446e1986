// One process at a time owns a data directory: the embedded database would lose rows under two, without an error.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { err, ok, type Result } from '@mandato/primitives/result';
import * as z from 'zod';

const holderSchema = z.object({
  pid: z.number().int(),
  /** When the process began, in the kernel's ticks since boot; null where the system does not say. */
  startTime: z.string().nullable(),
  bootId: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

/** The process that holds the directory already. */
export interface HeldBy {
  readonly pid: number;
}

export interface DataLock {
  release(): void;
}

/**
 * Takes the lock file. A lock that is left over is taken over only when its process is gone: another process with
 * its number, or another boot of the machine. Never by age: a busy owner would look dead.
 */
export function takeDataLock(file: string): Result<DataLock, HeldBy> {
  for (;;) {
    if (createLock(file)) return ok({ release: () => rmSync(file, { force: true }) });
    const holder = readHolder(file);
    if (holder !== null && isRunning(holder)) return err({ pid: holder.pid });
    setAside(file);
  }
}

/** Complete or not at all: written beside its name first, and given the name only if nobody has it. */
function createLock(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  const me: Holder = { pid: process.pid, startTime: startTimeOf(process.pid), bootId: bootId() };
  writeFileSync(draft, `${JSON.stringify(me)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead owner's lock; one that a faster process put there meanwhile goes back to its place. */
function setAside(file: string): void {
  const aside = `${file}.${process.pid}.left`;
  try {
    renameSync(file, aside);
    const holder = readHolder(aside);
    if (holder !== null && isRunning(holder)) linkSync(aside, file);
  } catch {
    // Somebody else was faster at the same work; the next round sees what they left.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Null when the file is gone or was cut short while being written, which only a dead owner leaves behind. */
function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isRunning(holder: Holder): boolean {
  if (holder.pid === process.pid && holder.startTime === startTimeOf(process.pid)) return true;
  if (holder.bootId !== null && holder.bootId !== bootId()) return false;
  if (!isAlive(holder.pid)) return false;
  return holder.startTime === null || holder.startTime === startTimeOf(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat; the name before it, in parentheses, may contain anything. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
