// The stage of the chaos: both built products, the wire between them, the dials of their machines, and who to kill.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatSandboxClock } from '@mandato/primitives/sandbox-clock';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export type ProgramName = 'lonja' | 'mandato';

/** What the machine under a program does to it. */
export interface MachineDials {
  readonly isDiskFull: boolean;
  readonly wallOffsetMs: number;
}

export const soundMachine: MachineDials = { isDiskFull: false, wallOffsetMs: 0 };

export interface ChaosStage {
  readonly directory: string;
  /** Without the wire in between: for whoever compares. */
  readonly lonjaUrl: string;
  readonly mandatoUrl: string;
  /** The market's moment now, epoch milliseconds. */
  marketNowMs(): number;
  readonly wire: TcpProxy;
  readonly postgres: PostgresServer | null;
  lonja: RunningProgram;
  mandato: RunningProgram;
  startLonja(): Promise<void>;
  /** `dieAt` names the moment at which it kills itself. */
  startMandato(dieAt?: string): Promise<void>;
  setMachine(program: ProgramName, dials: MachineDials): void;
  end(): Promise<void>;
}

/** How the practice exchange is told to behave, and what Mandato believes of it: longer than the truth. */
export const lonjaWindowMs = 4_000;
const practiceTiming = '7000,6000';

/** A machine with many rigs, or with other work, starts slowly, which is nobody's fault. */
const startMaxMs = 300_000;

/** A market day lasts so many seconds of the wall's. */
const secondsPerMarketDay = 5;

/** Starts everything in `directory`, which the caller removes. */
export async function openChaosStage(directory: string, hasPostgres: boolean): Promise<ChaosStage> {
  mkdirSync(join(directory, 'logs'), { recursive: true });
  const ports = { lonja: await freePort(), mandato: await freePort() };
  const spec = {
    originMs: Date.UTC(2026, 2, 2, 12),
    rate: Math.round(86_400 / secondsPerMarketDay),
    anchorWallMs: Date.now(),
  };
  const clock = ['--sandbox-clock', formatSandboxClock(spec)];
  const wire = await openTcpProxy(ports.lonja);
  const postgres = hasPostgres ? await startPostgresServer() : null;
  const machines = machineDials(directory);
  const start = (name: ProgramName, program: string, args: readonly string[]) =>
    runProgram({
      program: '--import',
      args: [machines.shim(name), program, '--port', `${ports[name]}`, ...args, ...clock],
      url: `http://localhost:${ports[name]}`,
      logFile: join(directory, 'logs', `${name}.log`),
      healthyWithinMs: startMaxMs,
    });
  const startLonja = () =>
    start('lonja', 'apps/lonja/dist/lonja.mjs', [
      ...['--data', join(directory, 'lonja'), '--no-rate-limit', '--sandbox-faults', '--log', 'warn'],
    ]);
  const startMandato = (dieAt?: string) =>
    start('mandato', 'apps/server/dist/mandato.mjs', [
      ...['--data', join(directory, 'mandato'), '--key-file', join(directory, 'keys/mandato.key')],
      ...['--practice-url', `http://localhost:${wire.port}`, '--practice-timing', practiceTiming],
      ...(postgres === null ? [] : ['--database-url', postgres.url]),
      ...(dieAt === undefined ? [] : ['--die-at', dieAt]),
    ]);
  const { lonja, mandato } = await bothOrNone(startLonja(), startMandato());
  const stage: ChaosStage = {
    directory,
    lonjaUrl: lonja.url,
    mandatoUrl: mandato.url,
    marketNowMs: () => spec.originMs + (Date.now() - spec.anchorWallMs) * spec.rate,
    wire,
    postgres,
    lonja,
    mandato,
    startLonja: async () => {
      stage.lonja = await startLonja();
      await narrowWindow(stage.lonjaUrl);
    },
    startMandato: async (dieAt) => {
      stage.mandato = await startMandato(dieAt);
    },
    setMachine: machines.set,
    end: async () => {
      await Promise.allSettled([stage.mandato.stop(), stage.lonja.stop()]);
      await Promise.allSettled([wire.close(), postgres?.end()]);
    },
  };
  await narrowWindow(stage.lonjaUrl);
  return stage;
}

/** Of two starts one may fail, and then the other would run on with nobody to end it. */
async function bothOrNone(
  startsLonja: Promise<RunningProgram>,
  startsMandato: Promise<RunningProgram>,
): Promise<{ readonly lonja: RunningProgram; readonly mandato: RunningProgram }> {
  try {
    return { lonja: await startsLonja, mandato: await startsMandato };
  } catch (error) {
    const started = await Promise.allSettled([startsLonja, startsMandato]);
    for (const start of started) if (start.status === 'fulfilled') await start.value.kill();
    throw error;
  }
}

/** The exchange refuses what was signed longer ago than this, which Mandato has to wait out. */
async function narrowWindow(lonjaUrl: string): Promise<void> {
  await setFault(lonjaUrl, { do: { verb: 'nonce', accept: 'both', windowMs: lonjaWindowMs } });
}

/** Turns one of Lonja's fault dials; it may be down, and then there is nothing to turn. */
export async function setFault(lonjaUrl: string, rule: object): Promise<void> {
  await fetch(`${lonjaUrl}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
    signal: AbortSignal.timeout(5_000),
  })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
}

/** All dials back, but for the window of the nonces. */
export async function clearFaults(lonjaUrl: string): Promise<void> {
  await fetch(`${lonjaUrl}/sandbox/faults`, { method: 'DELETE', signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  await narrowWindow(lonjaUrl);
}

/** The files of dials in `directory`, and the preloaded module that obeys them. */
export function machineDials(directory: string) {
  const fileOf = (name: ProgramName) => join(directory, `machine-${name}.json`);
  const set = (name: ProgramName, dials: MachineDials) => {
    writeFileSync(`${fileOf(name)}.new`, JSON.stringify(dials));
    renameSync(`${fileOf(name)}.new`, fileOf(name));
  };
  set('lonja', soundMachine);
  set('mandato', soundMachine);
  const shim = (name: ProgramName) => {
    const url = pathToFileURL(new URL('./faulty-machine.mjs', import.meta.url).pathname);
    url.searchParams.set('dials', fileOf(name));
    return url.href;
  };
  return { set, shim };
}
