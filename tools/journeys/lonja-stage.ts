// The stage of a journey through the exchange's own portal: Lonja alone, with its fault dials, on fresh storage.

import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';

export interface LonjaStage {
  readonly lonjaUrl: string;
  readonly lonja: RunningProgram;
  end(): Promise<void>;
}

/** Starts Lonja on a free port, in a temporary folder that `end` removes. */
export async function openLonjaStage(): Promise<LonjaStage> {
  const directory = await mkdtemp(join(tmpdir(), 'lonja-journey-'));
  mkdirSync(join(directory, 'logs'));
  const port = await freePort();
  const lonjaUrl = `http://localhost:${port}`;
  const lonja = await runProgram({
    program: 'apps/lonja/dist/lonja.mjs',
    args: ['--port', `${port}`, '--data', join(directory, 'lonja'), '--no-rate-limit', '--sandbox-faults'],
    url: lonjaUrl,
    logFile: join(directory, 'logs/lonja.log'),
  });
  return {
    lonjaUrl,
    lonja,
    end: async () => {
      await lonja.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
