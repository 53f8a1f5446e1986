// Makes an embedded database from a backup of one, in a directory that must be new.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openEmbeddedPool } from './embedded-pool.ts';

/** Rejects when `dataDir` holds a database already: nothing is ever overwritten. */
export async function restoreEmbedded(of: {
  readonly archiveFile: string;
  readonly dataDir: string;
  readonly workerUrl: URL;
}): Promise<void> {
  if (existsSync(path.join(of.dataDir, 'PG_VERSION')))
    throw new Error(`${of.dataDir} holds a database already`);
  await mkdir(of.dataDir, { recursive: true, mode: 0o700 });
  const pool = await openEmbeddedPool(of);
  await pool.end();
}
