// The servers that tests start: both kinds run with fsync, survive an immediate restart, and end with their starter.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, it } from 'vitest';
import { findPostgres } from './find-postgres.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query({ text, rowMode: 'array' });
  await client.end();
  return rows;
}

it.each([undefined, 'package'] as const)(
  'startTemporaryPostgres() runs a server (asked for: %s) with fsync, and keeps what was committed before a cut',
  async (origin) => {
    const server = await startTemporaryPostgres(origin === undefined ? {} : { origin });
    const url = await server.createDatabase();
    expect(await ask(url, 'show fsync')).toEqual([['on']]);
    await ask(url, 'create table kept (n int)');
    await ask(url, 'insert into kept values (7)');
    await server.restartImmediately();
    expect(await ask(url, 'select n from kept')).toEqual([[7]]);
    await server.stop();
    expect(existsSync(server.dataDir)).toBe(false);
  },
);

it('startTemporaryPostgres() leaves no server and no folder when its process is killed', async () => {
  const module = fileURLToPath(new URL('./temporary-postgres.ts', import.meta.url));
  const program = `
    const { startTemporaryPostgres } = await import(${JSON.stringify(module)});
    const server = await startTemporaryPostgres();
    console.log(JSON.stringify([server.pid(), server.dataDir]));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const [pid, dataDir]: [number, string] = JSON.parse(String(line));
  expect(existsSync(dataDir)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (let tries = 0; tries < 200 && existsSync(path.dirname(dataDir)); tries += 1) await sleep(50);
  expect(existsSync(path.dirname(dataDir))).toBe(false);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('findPostgres() says in one sentence what would provide a server when the system has none', () => {
  const nowhere = { path: ['/nonexistent'], versions: ['/nonexistent'] };
  expect(() => findPostgres('system', nowhere)).toThrow(/apt-get install postgresql.*npm ci/);
});

it('findPostgres() takes the programs of the package where the system has none', () => {
  const nowhere = { path: ['/nonexistent'], versions: ['/nonexistent'] };
  expect(findPostgres(undefined, nowhere).origin).toBe('package');
});
