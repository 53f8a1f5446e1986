// Spreads tasks over processes of the simulator, each a bundle without the price of translating at run time.

import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleProgram } from '../bundle.mjs';
import { root } from '../repository-root.mjs';
import type { SimAnswer, SimTask } from './sim-tasks.ts';

export interface PoolWork {
  readonly jobs: number;
  readonly tasks: readonly SimTask[];
  /** Hears of each answer, and which task it belongs to; they come in any order. */
  readonly onAnswer: (task: number, answer: SimAnswer) => void;
  /** No task begins once this is true. */
  readonly isOver: () => boolean;
}

/** Runs all tasks that begin before it is over; throws when a process of the simulator ends by itself. */
export async function runInPool(work: PoolWork): Promise<void> {
  // Beside the packages, so that what stays outside of the bundle is found.
  const folder = await mkdtemp(path.join(root, 'node_modules', '.mandato-sim-'));
  const bundle = path.join(folder, 'sim-child.mjs');
  let next = 0;
  const take = () => {
    if (next >= work.tasks.length || work.isOver()) return null;
    next += 1;
    return next - 1;
  };
  try {
    await bundleProgram({ entry: path.join(root, 'tools/sim/sim-child.ts'), file: bundle });
    await Promise.all(Array.from({ length: work.jobs }, () => runChild(bundle, work, take)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runChild(bundle: string, work: PoolWork, take: () => number | null): Promise<void> {
  // Nothing of a seed outlives it: a large nursery spares the collector most of its work.
  const child = fork(bundle, [], {
    execArgv: ['--max-semi-space-size=64'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    for (let task = take(); task !== null; task = take()) {
      const asked = work.tasks[task];
      if (asked !== undefined) work.onAnswer(task, await ask(child, asked));
    }
  } finally {
    if (child.connected) child.disconnect();
  }
}

function ask(child: ChildProcess, task: SimTask): Promise<SimAnswer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`a process of the simulator ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (answer: SimAnswer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
    child.send(task);
  });
}
