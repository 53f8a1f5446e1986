// Both built products on one clock that the suite moves: what takes Mandato minutes to be sure of takes no time here.

import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatSandboxClock } from '@mandato/primitives/sandbox-clock';
import { machineDials, soundMachine } from '../chaos/chaos-stage.ts';
import { type PostgresServer, startPostgresServer } from '../chaos/postgres-server.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';

export interface AgreeStage {
  readonly directory: string;
  readonly lonjaUrl: string;
  readonly mandatoUrl: string;
  /** The clock of both products, which is that of the market too. */
  nowMs(): number;
  /** Both products' clocks step forwards. */
  pass(ms: number): Promise<void>;
  /** Mandato's clock is this machine's, as its signer's always is, for as long as `work` takes. */
  atRealTime<T>(work: () => Promise<T>): Promise<T>;
  readonly isMandatoUp: boolean;
  /** How often Mandato was started here. */
  readonly starts: number;
  /** `dieAt` names the moment of an order at which it kills itself. */
  startMandato(dieAt?: string): Promise<void>;
  killMandato(): Promise<void>;
  end(): Promise<void>;
}

/** How the practice exchange is said to have been measured; clocks that step make longer times cost nothing. */
const practiceTiming = '60000,60000';

/** Machines read their dials this often. */
const dialsReadMs = 40;

/** Starts Lonja and Mandato, on PostgreSQL where `hasPostgres` says so, in a temporary folder that `end` removes. */
export async function openAgreeStage(hasPostgres: boolean): Promise<AgreeStage> {
  const directory = await mkdtemp(join(tmpdir(), 'mandato-agree-'));
  mkdirSync(join(directory, 'logs'));
  const ports = { lonja: await freePort(), mandato: await freePort() };
  const anchorMs = Date.now();
  const spec = { originMs: anchorMs, rate: 1, anchorWallMs: anchorMs };
  const postgres = hasPostgres ? await startPostgresServer() : null;
  const machines = machineDials(directory);
  const start = (name: 'lonja' | 'mandato', program: string, args: readonly string[]) =>
    runProgram({
      program: '--import',
      args: [
        ...[machines.shim(name), program, '--port', `${ports[name]}`, ...args],
        ...['--sandbox-clock', formatSandboxClock(spec)],
      ],
      url: `http://localhost:${ports[name]}`,
      logFile: join(directory, 'logs', `${name}.log`),
    });
  const lonja = await start('lonja', 'apps/lonja/dist/lonja.mjs', [
    ...['--data', join(directory, 'lonja'), '--no-rate-limit', '--sandbox-faults', '--log', 'warn'],
  ]);
  const of = { directory, lonja, ports, start, setMachine: machines.set, postgres };
  const stage = new Stage(of);
  await stage.startMandato();
  return stage;
}

interface StageNeeds {
  readonly directory: string;
  readonly lonja: RunningProgram;
  readonly ports: { readonly lonja: number; readonly mandato: number };
  readonly start: (name: 'mandato', program: string, args: readonly string[]) => Promise<RunningProgram>;
  readonly setMachine: ReturnType<typeof machineDials>['set'];
  readonly postgres: PostgresServer | null;
}

class Stage implements AgreeStage {
  readonly directory: string;
  readonly lonjaUrl: string;
  readonly mandatoUrl: string;
  readonly #needs: StageNeeds;
  #mandato: RunningProgram | null = null;
  #offsetMs = 0;
  isMandatoUp = false;
  starts = 0;

  constructor(needs: StageNeeds) {
    this.#needs = needs;
    this.directory = needs.directory;
    this.lonjaUrl = needs.lonja.url;
    this.mandatoUrl = `http://localhost:${needs.ports.mandato}`;
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  async pass(ms: number): Promise<void> {
    this.#offsetMs += Math.max(0, Math.round(ms));
    const dials = { isDiskFull: false, wallOffsetMs: this.#offsetMs };
    this.#needs.setMachine('lonja', dials);
    this.#needs.setMachine('mandato', dials);
    await sleep(2 * dialsReadMs);
  }

  async atRealTime<T>(work: () => Promise<T>): Promise<T> {
    this.#needs.setMachine('mandato', soundMachine);
    await sleep(2 * dialsReadMs);
    try {
      return await work();
    } finally {
      await this.pass(0);
    }
  }

  async startMandato(dieAt?: string): Promise<void> {
    const { directory, lonja, postgres, start } = this.#needs;
    const mandato = await start('mandato', 'apps/server/dist/mandato.mjs', [
      ...['--data', join(directory, 'mandato'), '--key-file', join(directory, 'keys/mandato.key')],
      ...['--practice-url', lonja.url, '--practice-timing', practiceTiming, '--loosen-wait', '0'],
      ...(postgres === null ? [] : ['--database-url', postgres.url]),
      ...(dieAt === undefined ? [] : ['--die-at', dieAt]),
    ]);
    this.#mandato = mandato;
    this.starts += 1;
    this.isMandatoUp = true;
    void mandato.ended.then(() => {
      if (this.#mandato === mandato) this.isMandatoUp = false;
    });
  }

  async killMandato(): Promise<void> {
    await this.#mandato?.kill();
    this.isMandatoUp = false;
  }

  async end(): Promise<void> {
    await Promise.allSettled([this.#mandato?.stop(), this.#needs.lonja.stop()]);
    await this.#needs.postgres?.end();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
