// Opens the relay for workers and starts those of this machine, where the options ask for either.

import type { Clock } from '@mandato/primitives/ports';
import { formatSandboxClock } from '@mandato/primitives/sandbox-clock';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import type { Logger } from 'pino';
import { serveRelay } from '../relay/serve-relay.ts';
import { keepWorkers } from './keep-workers.ts';
import type { Install } from './open-install.ts';
import { PlainFailure } from './plain-failure.ts';
import type { Address, Options } from './read-options.ts';
import type { Undo } from './undo.ts';
import { writeWorkerKey } from './worker-key.ts';

export interface WorkerStart {
  readonly install: Install;
  readonly places: { readonly program: string };
  readonly signer: Pick<SignerClient, 'execute'>;
  readonly wall: Clock;
  readonly isAudited: (credentialId: string) => Promise<boolean>;
  readonly onKeyRefused: (linkId: string) => void;
  readonly log: Logger;
}

const loopback: Address = { host: '127.0.0.1', port: 0 };

/** Answers how to end what it started: the workers first, since they need the relay to finish. */
export async function startWorkers(options: Options, start: WorkerStart): Promise<Undo> {
  const { workersHere, databaseUrl } = options;
  if (databaseUrl === null || (options.relay === null && workersHere === 0)) return () => undefined;
  const { install, signer, wall, isAudited, onKeyRefused, log } = start;
  const secret = writeWorkerKey(install.workerKeyFile, install);
  const address = options.relay ?? loopback;
  const relay = await serveRelay({ secret, ...address, signer, wall, isAudited, onKeyRefused, log }).catch(
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new PlainFailure(
        `--relay ${address.host}:${address.port} cannot be used (${code}): choose another.`,
      );
    },
  );
  log.info({ ...address, port: relay.port, workerKey: install.workerKeyFile }, 'the relay answers workers');
  const workers = keepWorkers({
    program: start.places.program,
    count: workersHere,
    env: { MANDATO_DATABASE_URL: databaseUrl },
    args: workerArgs(options, { relayPort: relay.port, keyFile: install.workerKeyFile }),
    log,
  });
  return async () => {
    await workers.stop();
    await relay.stop();
  };
}

function workerArgs(
  { practiceUrl, sandboxClock, practiceTiming, requestWindowMs, settleTimeMs, relay }: Options,
  here: { readonly relayPort: number; readonly keyFile: string },
): readonly string[] {
  const isEverywhere = relay === null || relay.host === '0.0.0.0' || relay.host === '::';
  return [
    ...['--role', 'worker', '--worker-key', here.keyFile],
    ...['--relay', `${isEverywhere ? '127.0.0.1' : relay.host}:${here.relayPort}`],
    ...(practiceUrl === null ? ['--no-practice'] : ['--practice-url', practiceUrl]),
    ...(sandboxClock === null ? [] : ['--sandbox-clock', formatSandboxClock(sandboxClock)]),
    ...['--request-window', `${requestWindowMs / 1_000}`, '--settle-time', `${settleTimeMs / 1_000}`],
    ...(practiceTiming === null
      ? []
      : ['--practice-timing', `${practiceTiming.requestWindowMs},${practiceTiming.settleTimeMs}`]),
  ];
}
