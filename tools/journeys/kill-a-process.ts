// Ends one of the running processes as a crash would, and starts again what does not start itself.

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Stage } from './stage.ts';

export const victims = ['mandato', 'signer', 'egress', 'lonja'] as const;
export type Victim = (typeof victims)[number];

const run = promisify(execFile);

/** SIGKILL to the process that is `victim` now; resolves when everything runs again. Answers its process id. */
export async function killAndStart(stage: Stage, victim: Victim): Promise<number> {
  switch (victim) {
    case 'mandato': {
      const { pid } = stage.mandato;
      await stage.mandato.kill();
      await stage.startMandato();
      return pid;
    }
    case 'lonja': {
      const { pid } = stage.lonja;
      await stage.lonja.kill();
      await stage.startLonja();
      return pid;
    }
    case 'signer':
    case 'egress': {
      const pid = await untilSome(() => descendantOf(stage.mandato.pid, `${victim}.mjs`));
      process.kill(pid, 'SIGKILL');
      await untilSome(async () => {
        const next = await descendantOf(stage.mandato.pid, `${victim}.mjs`);
        return next === pid ? null : next;
      });
      return pid;
    }
  }
}

/** The process that is `victim` now, or null while it is being started again. */
export async function processOf(
  stage: Pick<Stage, 'mandato' | 'lonja'>,
  victim: Victim,
): Promise<number | null> {
  if (victim === 'mandato' || victim === 'lonja') return stage[victim].pid;
  return descendantOf(stage.mandato.pid, `${victim}.mjs`);
}

/** The process below `ancestor` whose command line names `program`, or null. */
export async function descendantOf(ancestor: number, program: string): Promise<number | null> {
  // Without blocking: whoever kills also carries the connections of those who live.
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,command='], { maxBuffer: 16 * 1024 * 1024 });
  const rows = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const parents = new Map(rows.map((row) => [Number(row?.[1]), Number(row?.[2])]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === ancestor || (parent > 1 && isBelow(parent)));
  };
  const found = rows.find((row) => row?.[3]?.includes(`/${program}`) === true && isBelow(Number(row[1])));
  return found?.[1] === undefined ? null : Number(found[1]);
}

async function untilSome<T>(look: () => Promise<T | null>): Promise<T> {
  for (const startMs = Date.now(); Date.now() - startMs < 60_000; await sleep(50)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error('the process did not come back within a minute');
}
