// One process per data directory: the lock names its holder and is taken over only when that process is gone.

import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';

/** A process in words that no later process of the same number shares. */
export interface LockHolder {
  readonly pid: number;
  readonly startedAt: string;
  readonly bootId: string;
}

export interface DataLock {
  readonly tookOver: boolean;
  release(): void;
}

/** Why a directory could not be locked, in order of precedence. */
export type DataLockError =
  | { readonly code: 'data_not_writable'; readonly reason: string }
  | { readonly code: 'data_held'; readonly pid: number }
  | { readonly code: 'data_contended' };

const attemptsMax = 5;

/** Makes `directory` if needed and takes its lock for this process. Age never makes a lock stale. */
export function lockData(directory: string, name = 'data.lock'): Result<DataLock, DataLockError> {
  const file = path.join(directory, name);
  const claim = `${file}.claim-${process.pid}`;
  const own = describeProcess(process.pid) ?? { pid: process.pid, startedAt: '', bootId: '' };
  try {
    makeDirectory(directory);
    writeFileSync(claim, JSON.stringify(own), { mode: 0o600 });
  } catch (error) {
    return err({ code: 'data_not_writable', reason: error instanceof Error ? error.message : String(error) });
  }
  try {
    return takeLock(file, claim);
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Node's own `recursive` never returns where a parent exists but takes no children, as /proc does. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

function takeLock(file: string, claim: string): Result<DataLock, DataLockError> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    // A link appears with its content already inside: nobody ever reads a half-written lock.
    if (isLinked(claim, file)) {
      return ok({ tookOver: attempt > 0, release: () => rmSync(file, { force: true }) });
    }
    const holder = readHolder(file);
    if (holder !== null && isRunning(holder)) return err({ code: 'data_held', pid: holder.pid });
    setAside(file);
  }
  return err({ code: 'data_contended' });
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

// Between reading and renaming, another process may have taken the lock over: then it gets its lock back.
function setAside(file: string): void {
  const aside = `${file}.gone-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder !== null && isRunning(holder)) isLinked(aside, file);
  rmSync(aside, { force: true });
}

function readHolder(file: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  if (!('pid' in value && 'startedAt' in value && 'bootId' in value)) return false;
  return (
    Number.isInteger(value.pid) && typeof value.startedAt === 'string' && typeof value.bootId === 'string'
  );
}

function isRunning(holder: LockHolder): boolean {
  const now = describeProcess(holder.pid);
  return now !== null && now.startedAt === holder.startedAt && now.bootId === holder.bootId;
}

/** The process `pid` as a lock would name it, or null when no such process is alive. */
export function describeProcess(pid: number): LockHolder | null {
  return process.platform === 'linux' ? describeOnLinux(pid) : describeElsewhere(pid);
}

function describeOnLinux(pid: number): LockHolder | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; after it come the state and, 19 fields on, the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, startedAt: fields[19] ?? '', bootId };
  } catch {
    return null;
  }
}

function describeElsewhere(pid: number): LockHolder | null {
  try {
    const startedAt = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const bootId = execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }).trim();
    return { pid, startedAt, bootId };
  } catch {
    return null;
  }
}
