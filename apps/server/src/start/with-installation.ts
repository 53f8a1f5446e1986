// Opens an installation for one command of its operator, while Mandato itself is stopped, and closes it again.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../store/database.ts';
import { type Install, openInstall } from './open-install.ts';
import { PlainFailure, plainFailureExitCode } from './plain-failure.ts';
import { type Options, readOptions } from './read-options.ts';

export interface OpenedInstallation {
  readonly install: Install;
  readonly database: Database;
}

/** The options of an operator's command in `args`, or 'help'; a worker's machine has no installation to work on. */
export function readOperatorOptions(args: readonly string[]): Options | 'help' {
  const options = readOptions(args);
  if (options !== 'help' && options.role === 'worker') {
    throw new PlainFailure('This belongs to the main machine of the installation: leave --role worker out.');
  }
  return options;
}

/** Does `work` with the installation of `options`; rejects with a PlainFailure when there is none or it runs. */
export async function withInstallation<T>(
  options: Options,
  work: (opened: OpenedInstallation) => Promise<T>,
): Promise<T> {
  if (!existsSync(path.join(options.dataDir, 'install.json'))) {
    throw new PlainFailure(`There is no installation in ${options.dataDir}: name its directory with --data.`);
  }
  const install = openInstall(options);
  try {
    const trail = { mac: install.key.trailMac, wall: { nowMs: () => Date.now() } };
    const database = await open(options, trail);
    try {
      return await work({ install, database });
    } finally {
      await database.close();
    }
  } finally {
    install.lock.release();
  }
}

/** Runs the command and answers its exit code; what a person has to mend first is one sentence. */
export async function endPlainly(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return plainFailureExitCode;
  }
}

function open(options: Options, trail: Parameters<typeof openDatabase>[0]['trail']): Promise<Database> {
  // Beside the built program; in the built server when this runs from its source.
  const [beside, built] = ['./pglite-worker.mjs', '../../dist/pglite-worker.mjs'].map(
    (file) => new URL(file, import.meta.url),
  );
  const isBuilt = beside !== undefined && existsSync(fileURLToPath(beside));
  const workerUrl = (isBuilt ? beside : built) ?? new URL(import.meta.url);
  const migrationsDir = fileURLToPath(new URL(isBuilt ? '../drizzle' : '../../drizzle', import.meta.url));
  return options.databaseUrl === null
    ? openDatabase({
        kind: 'embedded',
        dataDir: path.join(options.dataDir, 'database'),
        migrationsDir,
        workerUrl,
        trail,
      })
    : openDatabase({ kind: 'postgres', url: options.databaseUrl, migrationsDir, trail });
}
