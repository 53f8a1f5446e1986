// The program "mandato audit verify": says whether the trail is whole or which row is the first bad one.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openInstall } from '../start/open-install.ts';
import { PlainFailure, plainFailureExitCode } from '../start/plain-failure.ts';
import { type Options, readOptions } from '../start/read-options.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { readAnchor } from './trail-anchor.ts';
import { type TrailVerdict, verifyTrail } from './verify-trail.ts';

const help = `mandato audit verify [--data DIR] [--key-file PATH] [--database-url URL]

Reads the audit trail from its first entry to its last and names the first bad row. Stop Mandato first.
Ends with 0 when the trail is whole and 1 when it is not; the last line is JSON.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      process.stdout.write(help);
      return 0;
    }
    return await verify(options);
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return plainFailureExitCode;
  }
}

async function verify(options: Options): Promise<number> {
  if (!existsSync(path.join(options.dataDir, 'install.json'))) {
    throw new PlainFailure(`There is no installation in ${options.dataDir}: name its directory with --data.`);
  }
  const install = openInstall(options);
  try {
    const anchor = readAnchor(install.trailAnchorFile);
    if (anchor === 'unreadable') {
      throw new PlainFailure(
        `The anchor ${install.trailAnchorFile} cannot be read: restore it from a backup.`,
      );
    }
    const mac = install.key.trailMac;
    const database = await open(options, { mac, wall: { nowMs: () => Date.now() } });
    try {
      const verdict = await verifyTrail(database.db, { mac, anchor });
      process.stdout.write(`${sentence(verdict, anchor !== null)}\n`);
      process.stdout.write(`${JSON.stringify({ ok: verdict.kind === 'whole', ...verdict, anchor })}\n`);
      return verdict.kind === 'whole' ? 0 : 1;
    } finally {
      await database.close();
    }
  } finally {
    install.lock.release();
  }
}

function open(options: Options, trail: Parameters<typeof openDatabase>[0]['trail']): Promise<Database> {
  // Beside the built program; beside the built server when this runs from its source.
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

function sentence(verdict: TrailVerdict, hasAnchor: boolean): string {
  if (verdict.kind === 'bad') {
    return `The trail is not whole: row ${verdict.seq} is the first bad one (${verdict.fault}); ${verdict.entries} rows before it are as they were written.`;
  }
  const end = hasAnchor
    ? 'It reaches the anchor that is kept outside the database.'
    : 'There is no anchor outside the database, so rows missing at its end would not be seen.';
  return `The trail is whole: ${verdict.entries} rows. ${end}`;
}
