// The program "mandato backup": makes a backup of a stopped installation's database, or puts one back, sending nothing.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setReconcileStage } from '../orders/kill-switch.ts';
import { type Install, openInstall } from '../start/open-install.ts';
import { PlainFailure, plainFailureExitCode } from '../start/plain-failure.ts';
import { type Options, readOptions } from '../start/read-options.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { restoreEmbedded } from '../store/restore-embedded.ts';

const help = `mandato backup make FILE [--data DIR] [--key-file PATH] [--database-url URL]
mandato backup restore FILE [--data DIR] [--key-file PATH] [--database-url URL]

make     writes the whole database, as it is at one moment, to FILE; stop Mandato first (not needed with PostgreSQL).
restore  puts FILE in the place of the database, which is kept beside it; on PostgreSQL the named database must be
         empty. Stop Mandato and all workers first. The next start must be with --reconcile-only: it asks the exchange
         for every order since the backup and sends nothing.
The exchange keys are not part of it: the signer guards its own directory, and refuses an older copy of it. FILE holds
names, e-mail addresses and password hashes: keep it where others cannot read it. PostgreSQL needs pg_dump and pg_restore.
`;

// Names and password hashes: for nobody else of this machine, whichever tool writes the file.
process.umask(0o077);
process.exitCode = await main(process.argv.slice(2));

async function main([verb = '--help', file = '', ...args]: readonly string[]): Promise<number> {
  try {
    const options = readOptions(verb === '--help' ? ['--help'] : args);
    if (options === 'help') {
      process.stdout.write(help);
      return 0;
    }
    if (options.role === 'worker' || file === '')
      throw new PlainFailure('Name what to do and a file: see --help.');
    if (verb === 'make') await make(options, file);
    else if (verb === 'restore') await restore(options, file);
    else throw new PlainFailure(`"${verb}" is neither make nor restore: see --help.`);
    return 0;
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return plainFailureExitCode;
  }
}

async function make(options: Options, file: string): Promise<void> {
  if (existsSync(file)) throw new PlainFailure(`${file} exists already: a backup never overwrites another.`);
  const { databaseUrl } = options;
  if (databaseUrl === null) {
    await withInstall(options, async (install) => {
      const database = await open(options, install);
      try {
        writeWhole(file, (await database.dump?.()) ?? new Uint8Array());
      } finally {
        await database.close();
      }
    });
  } else {
    await runTool('pg_dump', databaseUrl, ['--format=custom', '--no-owner', '--file', `${file}.new`]);
    renameSync(`${file}.new`, file);
  }
  process.stdout.write(`The backup is in ${file}.\n`);
}

async function restore(options: Options, file: string): Promise<void> {
  if (!existsSync(file)) throw new PlainFailure(`There is no file ${file}.`);
  const { databaseUrl, dataDir } = options;
  await withInstall(options, async (install) => {
    if (databaseUrl === null) {
      const place = path.join(dataDir, 'database');
      const aside = `${place}.before-restore-${Date.now()}`;
      if (existsSync(place)) {
        renameSync(place, aside);
        process.stdout.write(`What was there is kept in ${aside}.\n`);
      }
      await restoreEmbedded({ archiveFile: file, dataDir: place, workerUrl: files().workerUrl });
    } else await runTool('pg_restore', databaseUrl, ['--no-owner', '--exit-on-error', file]);
    const database = await open(options, install);
    try {
      // The one thing that must not be forgotten: from here on nothing is sent until it was compared.
      await setReconcileStage(database.db, 'to_compare');
    } finally {
      await database.close();
    }
  });
  process.stdout.write(
    'Restored. Start Mandato with --reconcile-only: it compares with the exchange and sends nothing.\n',
  );
}

async function withInstall(options: Options, work: (install: Install) => Promise<void>): Promise<void> {
  if (!existsSync(path.join(options.dataDir, 'install.json')))
    throw new PlainFailure(`There is no installation in ${options.dataDir}: name its directory with --data.`);
  const install = openInstall(options);
  await work(install).finally(() => install.lock.release());
}

function open({ databaseUrl, dataDir }: Options, install: Install): Promise<Database> {
  const { workerUrl, migrationsDir } = files();
  const trail = { mac: install.key.trailMac, wall: { nowMs: () => Date.now() } };
  return databaseUrl === null
    ? openDatabase({
        kind: 'embedded',
        dataDir: path.join(dataDir, 'database'),
        migrationsDir,
        workerUrl,
        trail,
      })
    : openDatabase({ kind: 'postgres', url: databaseUrl, migrationsDir, trail });
}

/** Beside the built server, whether this runs from its source or was built itself. */
function files(): { readonly workerUrl: URL; readonly migrationsDir: string } {
  const beside = new URL('./pglite-worker.mjs', import.meta.url);
  const isBuilt = existsSync(fileURLToPath(beside));
  return {
    workerUrl: isBuilt ? beside : new URL('../../dist/pglite-worker.mjs', import.meta.url),
    migrationsDir: fileURLToPath(new URL(isBuilt ? '../drizzle' : '../../drizzle', import.meta.url)),
  };
}

async function runTool(
  tool: 'pg_dump' | 'pg_restore',
  databaseUrl: string,
  args: readonly string[],
): Promise<void> {
  // The password goes by the environment: everybody on the machine can read the arguments of a process.
  if (!URL.canParse(databaseUrl))
    throw new PlainFailure('--database-url takes an address such as postgresql://host/name.');
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const child = spawn(tool, ['--dbname', url.href, ...args], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: password === '' ? process.env : { ...process.env, PGPASSWORD: password },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  const code = await Promise.race([
    once(child, 'close').then(([ended]) => Number(ended)),
    once(child, 'error').then(() => {
      throw new PlainFailure(`${tool} is not installed here: it comes with PostgreSQL's client programs.`);
    }),
  ]);
  if (code !== 0) throw new PlainFailure(`${tool} ended with ${code}: ${words.trim()}`);
}

function writeWhole(file: string, content: Uint8Array): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
