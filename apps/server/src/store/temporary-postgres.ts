// A real PostgreSQL server with a directory of its own, for tests and benchmarks; it ends with whoever started it.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findPostgres, type PostgresPrograms, postgresUser, type RunAs } from './find-postgres.ts';

export interface TemporaryPostgres {
  /** Makes an empty database and answers its address. */
  createDatabase(): Promise<string>;
  /** Ends the server at once, as a power cut ends its memory, and starts it again on the same port. */
  restartImmediately(): Promise<void>;
  readonly origin: PostgresPrograms['origin'];
  /** Of the server's first process. */
  pid(): number;
  readonly dataDir: string;
  stop(): Promise<void>;
}

interface Server {
  readonly binDir: string;
  readonly base: string;
  readonly port: number;
  readonly runAs: RunAs | null;
  readonly address: string;
}

const readyWithinMs = 60_000;

/** Starts a server on a free port of this machine, with fsync on, that only its own random password opens. */
export async function startTemporaryPostgres(
  options: { readonly origin?: PostgresPrograms['origin']; readonly settings?: readonly string[] } = {},
): Promise<TemporaryPostgres> {
  const programs = findPostgres(options.origin);
  const runAs = postgresUser();
  // Not the system's own choice of a folder for temporary files: another user may not reach that one.
  const base = await mkdtemp('/tmp/mandato-pg-');
  const guard = guardFolder(base);
  try {
    if (runAs !== null) await chown(base, runAs.uid, runAs.gid);
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const address = `postgres://mandato:${password}@127.0.0.1:${port}`;
    const server = { binDir: programs.binDir, base, port, runAs, address };
    await initialise(server, password);
    let running = await run(server, options.settings ?? []);
    return {
      origin: programs.origin,
      dataDir: dataDirOf(server),
      pid: () => running.pid ?? 0,
      createDatabase: () => createDatabase(server),
      restartImmediately: async () => {
        await end(running, 'SIGQUIT');
        running = await run(server, options.settings ?? []);
      },
      stop: async () => {
        await end(running, 'SIGINT');
        await rm(base, { recursive: true, force: true, maxRetries: 5 });
        await guard.release();
      },
    };
  } catch (error) {
    await guard.release();
    throw error;
  }
}

/**
 * A shell that waits for its input to end, which happens when this process ends, however it ends: then it ends the
 * server and removes the folder. The pause lets a server that was just being started write down its process id.
 */
const guardScript = `trap "" INT TERM HUP
cat > /dev/null
[ -d "$1" ] || exit 0
sleep 1
if [ -f "$1/data/postmaster.pid" ]; then
  pid=$(head -n 1 "$1/data/postmaster.pid")
  kill -QUIT "$pid" 2> /dev/null
  while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
fi
rm -rf "$1"`;

function guardFolder(base: string): { release(): Promise<void> } {
  const shell = spawn('/bin/sh', ['-c', guardScript, 'sh', base], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  return {
    release: async () => {
      shell.stdin?.end();
      if (shell.exitCode === null) await once(shell, 'exit');
    },
  };
}

function dataDirOf({ base }: Server): string {
  return path.join(base, 'data');
}

async function initialise(server: Server, password: string): Promise<void> {
  const passwordFile = path.join(server.base, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (server.runAs !== null) await chown(passwordFile, server.runAs.uid, server.runAs.gid);
  await chmod(server.base, 0o700);
  const child = spawn(
    path.join(server.binDir, 'initdb'),
    [
      ...['-D', dataDirOf(server), '-U', 'mandato', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      // The folder is new: what a power cut takes from it now is missed by nobody. The server itself syncs.
      ...['--no-sync', '--encoding=UTF8', '--locale=C'],
    ],
    { cwd: server.base, stdio: ['ignore', 'ignore', 'pipe'], ...(server.runAs ?? {}) },
  );
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${words}`);
}

async function run(server: Server, settings: readonly string[]): Promise<ChildProcess> {
  const given = ['fsync=on', 'listen_addresses=127.0.0.1', 'max_connections=200', ...settings];
  const child = spawn(
    path.join(server.binDir, 'postgres'),
    [
      ...['-D', dataDirOf(server), '-p', `${server.port}`, '-k', ''],
      ...given.flatMap((setting) => ['-c', setting]),
    ],
    { cwd: server.base, stdio: ['ignore', 'ignore', 'pipe'], detached: true, ...(server.runAs ?? {}) },
  );
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-4_000);
  });
  child.unref();
  const startedMs = performance.now();
  while (!(await answers(server))) {
    if (child.exitCode !== null || performance.now() - startedMs > readyWithinMs) {
      await end(child, 'SIGQUIT');
      throw new Error(`the PostgreSQL server did not start: ${words}`);
    }
    await sleep(50);
  }
  return child;
}

async function answers({ address }: Server): Promise<boolean> {
  const client = new pg.Client({ connectionString: `${address}/postgres` });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function createDatabase({ address }: Server): Promise<string> {
  const name = `d${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: `${address}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${address}/${name}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
