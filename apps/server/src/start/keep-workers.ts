// Starts worker processes on this machine and starts them again when they end; they end with this process.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface KeptWorkers {
  /** Process ids, for whoever watches them. */
  pids(): readonly number[];
  stop(): Promise<void>;
}

const restartPauseMs = 1_000;
const stopWithinMs = 25_000;

/** Keeps `count` processes of `program` running with the arguments of a worker. */
export function keepWorkers(of: {
  readonly program: string;
  readonly count: number;
  readonly args: readonly string[];
  /** Added to this process's own; others cannot read it, as they can read arguments. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: { warn(details: object, message: string): void };
}): KeptWorkers {
  const children = new Set<ChildProcess>();
  let isStopping = false;
  const start = (): void => {
    if (isStopping) return;
    const child = fork(of.program, of.args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...of.env },
    });
    children.add(child);
    child.once('exit', (code, signal) => {
      children.delete(child);
      if (isStopping) return;
      of.log.warn({ code, signal }, 'a worker ended and is started again');
      setTimeout(start, restartPauseMs);
    });
  };
  for (let n = 0; n < of.count; n += 1) start();
  return {
    pids: () => [...children].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    stop: async () => {
      isStopping = true;
      await Promise.all([...children].map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(timer);
}
