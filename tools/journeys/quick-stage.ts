// Both built products on fresh storage and on one accelerated market clock, so that a plan is due within seconds.

import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSandboxClock } from '@mandato/primitives/sandbox-clock';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';

export interface QuickStage {
  readonly directory: string;
  readonly lonjaUrl: string;
  readonly mandatoUrl: string;
  /** The market's moment now, epoch milliseconds. */
  marketNowMs(): number;
  lonja: RunningProgram;
  startLonja(): Promise<void>;
  end(): Promise<void>;
}

/** Market time runs `rate` times as fast as the wall's, from noon of a day without surprises. */
export async function openQuickStage(rate: number): Promise<QuickStage> {
  const directory = await mkdtemp(join(tmpdir(), 'mandato-bad-input-'));
  mkdirSync(join(directory, 'logs'));
  const ports = { lonja: await freePort(), mandato: await freePort() };
  const spec = { originMs: Date.UTC(2026, 2, 2, 12), rate, anchorWallMs: Date.now() };
  const clock = ['--sandbox-clock', formatSandboxClock(spec)];
  const lonjaUrl = `http://localhost:${ports.lonja}`;
  const startLonja = () =>
    runProgram({
      program: 'apps/lonja/dist/lonja.mjs',
      args: ['--port', `${ports.lonja}`, '--data', join(directory, 'lonja'), '--no-rate-limit', ...clock],
      url: lonjaUrl,
      logFile: join(directory, 'logs/lonja.log'),
    });
  const startMandato = () =>
    runProgram({
      program: 'apps/server/dist/mandato.mjs',
      args: [
        ...['--port', `${ports.mandato}`, '--data', join(directory, 'mandato'), '--practice-url', lonjaUrl],
        ...['--key-file', join(directory, 'keys/mandato.key'), ...clock],
      ],
      url: `http://localhost:${ports.mandato}`,
      logFile: join(directory, 'logs/mandato.log'),
    });
  const [lonja, mandato] = await Promise.all([startLonja(), startMandato()]);
  const stage: QuickStage = {
    directory,
    lonjaUrl,
    mandatoUrl: mandato.url,
    marketNowMs: () => spec.originMs + (Date.now() - spec.anchorWallMs) * rate,
    lonja,
    startLonja: async () => {
      stage.lonja = await startLonja();
    },
    end: async () => {
      await Promise.allSettled([mandato.stop(), stage.lonja.stop()]);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
}
