// Tells whether a signer runs on a directory, so that no other program writes there at the same time.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the directory as in use by this process until it ends. */
export function markRunning(directory: string): void {
  const path = pathOf(directory);
  writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  process.on('exit', () => rmSync(path, { force: true }));
}

/** The process id of the signer that runs there, or null. A mark that a killed signer left does not count. */
export function findRunningSigner(directory: string): number | null {
  const pid = readPid(pathOf(directory));
  return pid !== null && isAlive(pid) ? pid : null;
}

function readPid(path: string): number | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}

// Signal 0 only asks; a process of another user answers with a refusal, and lives.
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}

function pathOf(directory: string): string {
  return join(directory, 'running.pid');
}
