// One `npm start` per data directory: the lock names its holder and is taken over only when that process is gone.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure } from './plain-failure.mjs';

/** @typedef {{ pid: number, startedAt: string, bootId: string }} LockHolder */

/**
 * Makes `dataDir` if needed, proves that it can be written, and takes its lock.
 * @param {string} dataDir
 * @returns {{ tookOver: boolean, release: () => void }} `tookOver`: an earlier start ended without stopping
 */
export function lockData(dataDir) {
  requireWritable(dataDir);
  const lockFile = path.join(dataDir, 'start.lock');
  const mine = JSON.stringify(describeProcess(process.pid));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createFile(lockFile, mine)) {
      return { tookOver: attempt > 0, release: () => rmSync(lockFile, { force: true }) };
    }
    const holder = readHolder(lockFile);
    if (holder !== undefined && isSameProcess(holder)) {
      throw new PlainFailure(
        `The data in ${dataDir} is held by process ${holder.pid}: stop it first, or choose another directory with --data.`,
      );
    }
    setAside(lockFile);
  }
  throw new PlainFailure(`The data in ${dataDir} is being opened by another program: try again in a moment.`);
}

/** @param {string} dataDir */
function requireWritable(dataDir) {
  const probe = path.join(dataDir, `.write-probe-${process.pid}`);
  try {
    makeDirectory(dataDir);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PlainFailure(
      `The data directory ${dataDir} cannot be written (${code}): choose another with --data, or change its permissions.`,
    );
  }
}

/**
 * Node's own `recursive` never returns where a parent exists but takes no children, as /proc does.
 * @param {string} directory
 */
function makeDirectory(directory) {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

/**
 * @param {string} file
 * @param {string} content
 * @returns {boolean} false when it exists already
 */
function createFile(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {LockHolder | undefined}
 */
function readHolder(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Moves the lock of a process that is gone out of the way.
 * @param {string} file
 */
function setAside(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder !== undefined && isSameProcess(holder)) createFile(file, readFileSync(aside, 'utf8'));
  rmSync(aside, { force: true });
}

/** @param {LockHolder} holder */
function isSameProcess(holder) {
  const now = describeProcess(holder.pid);
  return now !== undefined && now.startedAt === holder.startedAt && now.bootId === holder.bootId;
}

/**
 * The process `pid` in words that no later process of the same number shares, or undefined when it is gone.
 * @param {number} pid
 * @returns {LockHolder | undefined}
 */
function describeProcess(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isAlive = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!isAlive) return undefined;
  }
  return process.platform === 'linux' ? describeOnLinux(pid) : describeElsewhere(pid);
}

/** @param {number} pid */
function describeOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, startedAt: fields[19] ?? '', bootId };
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function describeElsewhere(pid) {
  try {
    const startedAt = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const bootId = execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }).trim();
    return { pid, startedAt, bootId };
  } catch {
    return undefined;
  }
}
