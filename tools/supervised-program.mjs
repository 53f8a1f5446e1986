// One program that `npm start` runs: spawned with a channel it dies with, logged to a file, stopped politely, then not.

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './repository-root.mjs';

const linesKept = 20;
const stopLimitMs = 10_000;

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} healthUrl
 * @property {Promise<number | null>} ended the exit code; null when a signal ended it
 * @property {() => boolean} isRunning
 * @property {() => string} lastLines what it last wrote to stderr
 * @property {() => Promise<void>} stop SIGTERM, and SIGKILL after ten seconds
 * @property {() => void} kill
 */

/**
 * Starts `file` (from the root of the repository). The child stands in its own process group, so that Ctrl-C in a
 * terminal reaches only us and we decide the order; its channel to us closes when we die, and it ends with it.
 * `env` holds where our own environment says nothing.
 * @param {{ name: string, file: string, args: string[], env: Record<string, string>, logDir: string, healthUrl: string }} spec
 * @returns {Program}
 */
export function startProgram(spec) {
  mkdirSync(spec.logDir, { recursive: true });
  const log = createWriteStream(path.join(spec.logDir, `${spec.name}.log`), { flags: 'a', mode: 0o600 });
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, spec.file), ...spec.args], {
    cwd: root,
    env: { ...spec.env, ...process.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let tail = '';
  child.stdout?.on('data', (chunk) => log.write(chunk));
  child.stderr?.on('data', (chunk) => {
    log.write(chunk);
    tail = `${tail}${String(chunk)}`
      .split('\n')
      .slice(-linesKept - 1)
      .join('\n');
  });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      tail += error.message;
      resolve(1);
    });
    child.on('close', (code) => {
      log.end();
      resolve(code);
    });
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    name: spec.name,
    healthUrl: spec.healthUrl,
    ended,
    isRunning,
    lastLines: () => tail.trim(),
    stop: () => stopChild(child, ended, isRunning),
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} ended
 * @param {() => boolean} isRunning
 */
async function stopChild(child, ended, isRunning) {
  if (!isRunning()) return;
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(impatience);
}
