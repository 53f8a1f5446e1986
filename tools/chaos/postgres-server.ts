// A PostgreSQL server of the machine on a temporary folder, which can be restarted as after a power cut.

import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../rehearsal/free-port.ts';

export interface PostgresServer {
  readonly url: string;
  /** `pg_ctl -m immediate`: every backend dies at once, and the next start replays the log. */
  restartImmediately(): Promise<void>;
  end(): Promise<void>;
}

const run = promisify(execFile);

/** Makes a database and starts it on a free port; as root it runs under the user `postgres`, as it must. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mandato-postgres-'));
  const owner = process.getuid?.() === 0 ? await idsOf('postgres') : {};
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  await mkdir(socket);
  if (owner.uid !== undefined) {
    await chown(folder, owner.uid, owner.gid ?? owner.uid);
    await chown(socket, owner.uid, owner.gid ?? owner.uid);
  }
  const port = await freePort();
  const ask = (program: string, args: readonly string[]) =>
    run(program, [...args], { ...owner, cwd: folder, timeout: 120_000 });
  await ask('initdb', ['-D', data, '-U', 'mandato', '-A', 'trust', '-E', 'UTF8', '--locale=C']);
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${socket}`;
  const control = (verb: readonly string[]) =>
    ask('pg_ctl', [...verb, '-D', data, '-w', '-l', join(folder, 'log'), '-o', options]);
  await control(['start']);
  await ask('createdb', ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'mandato', 'mandato']);
  return {
    url: `postgresql://mandato@127.0.0.1:${port}/mandato`,
    restartImmediately: async () => {
      await control(['restart', '-m', 'immediate']);
    },
    end: async () => {
      await ask('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w']).catch(() => undefined);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function idsOf(user: string): Promise<{ readonly uid?: number; readonly gid?: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
