// Starts one of the built programs as a child and stops or kills it, as `npm start` and a power cut would.

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A started program: its address, its process id, and the two ways to end it. */
export interface RunningProgram {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, then waits for the exit; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Resolves when it has ended, by itself or not; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface ProgramOptions {
  /** Path of the built `.mjs`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly url: string;
  /** For Node itself, before the program. */
  readonly nodeFlags?: readonly string[];
  /** Where its output goes. */
  readonly logFile: string;
  /** Killed when it has not answered after this long; 100 s unless told. */
  readonly healthyWithinMs?: number;
}

const usuallyHealthyWithinMs = 100_000;

/** Spawns the program and resolves once `GET /healthz` answers 200; rejects with its last words when it exits first. */
export async function runProgram(options: ProgramOptions): Promise<RunningProgram> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(process.execPath, [...(options.nodeFlags ?? []), options.program, ...options.args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString('utf8')).slice(-2_000);
      log.write(chunk);
    });
  }
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      log.end();
      resolve(code);
    });
  });
  await healthy(options, child, () => lastWords);
  return {
    url: options.url,
    pid: child.pid ?? 0,
    ended: exit,
    stop: async () => {
      child.kill('SIGTERM');
      return exit;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function healthy(
  { url, healthyWithinMs = usuallyHealthyWithinMs }: ProgramOptions,
  child: ChildProcess,
  lastWords: () => string,
): Promise<void> {
  for (const startMs = Date.now(); Date.now() - startMs < healthyWithinMs; ) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const how = child.exitCode ?? child.signalCode;
      throw new Error(`exited with ${how} before it was ready: ${lastWords()}`);
    }
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`not ready within ${healthyWithinMs} ms: ${lastWords()}`);
}
