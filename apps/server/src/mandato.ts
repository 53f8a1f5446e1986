// The process of Mandato: reads its options, runs until it is told to stop, and ends with the process that started it.

import { fileURLToPath } from 'node:url';
import { createLogger } from './start/logger.ts';
import { PlainFailure, plainFailureExitCode } from './start/plain-failure.ts';
import { help, type Options, readOptions, type WorkerOptions } from './start/read-options.ts';
import { type Places, runMandato } from './start/run-mandato.ts';
import { runWorker } from './start/run-worker.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      process.stdout.write(help);
      return 0;
    }
    await runUntilStopped(options);
    return 0;
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return plainFailureExitCode;
  }
}

async function runUntilStopped(options: Options | WorkerOptions): Promise<void> {
  const log = createLogger();
  const stopAsked = untilStopAsked();
  if (options.role === 'worker') {
    const worker = await runWorker(options, places(), log);
    log.info('Mandato works');
    await stopAsked;
    await worker.stop();
  } else {
    const running = await runMandato(options, places(), log);
    log.info({ url: running.url }, 'Mandato answers');
    const how = await Promise.race([stopAsked, running.died.then(() => 'died' as const)]);
    if (how === 'died') endWithDatabase();
    await running.stop();
  }
  log.info('Mandato has stopped');
  // The channel to the process that started this one would keep it alive.
  if (process.connected) process.disconnect();
}

/** At once: whatever waits for the database would wait for ever, and the next start finds what was committed. */
function endWithDatabase(): never {
  process.stderr.write(
    'The embedded database has stopped: see that its disk has room, and start Mandato again. Nothing that was acknowledged is lost.\n',
  );
  process.exit(plainFailureExitCode);
}

/** A signal, or the end of the process that started this one. */
function untilStopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    if (process.send !== undefined) process.on('disconnect', () => resolve());
  });
}

/** Beside the bundle in `dist`, and in the folders of the other apps. */
function places(): Places {
  const fileAt = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  return {
    workerUrl: new URL('./pglite-worker.mjs', import.meta.url),
    migrationsDir: fileAt('../drizzle'),
    program: fileURLToPath(import.meta.url),
    webDir: fileAt('../../web/dist'),
    signerPrograms: {
      signer: fileAt('../../signer/dist/signer.mjs'),
      auditor: fileAt('../../signer/dist/auditor.mjs'),
      egress: fileAt('../../signer/dist/egress.mjs'),
    },
  };
}
