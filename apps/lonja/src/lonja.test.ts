// Runs the real process: what it refuses to start on, how it stops, and what is left after it is killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from './journal/temporary-directory.ts';

interface Started {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly output: () => string;
  /** The address from its first log line. */
  readonly url: () => Promise<string>;
}

function start(args: readonly string[], stdio: 'pipe' | 'ipc' = 'pipe'): Started {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('lonja.ts', import.meta.url)), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe', ...(stdio === 'ipc' ? (['ipc'] as const) : [])],
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  // After the parent has closed the channel, Node reports the end of the child but not of its output.
  const exited = once(child, stdio === 'ipc' ? 'exit' : 'close').then(() => child.exitCode);
  async function url(): Promise<string> {
    for (;;) {
      const found = /"url":"(http:[^"]+)"/.exec(output)?.[1];
      if (found !== undefined) return found.replace('localhost', '127.0.0.1');
      if (child.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return { child, exited, output: () => output, url };
}

async function signUp(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/portal/signUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'Ana', email, password: 'a long practice passphrase' }),
  });
  expect(response.status).toBe(200);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

test('lonja keeps what it acknowledged when it is killed, and says who holds its data', {
  timeout: 120_000,
}, async () => {
  const data = temporaryDirectory();
  const first = start(['--port', '0', '--data', data, '--seed', '3']);
  const url = await first.url();
  const cookie = await signUp(url, 'ana@example.com');

  const second = start(['--port', '0', '--data', data]);
  expect(await second.exited).toBe(3);
  expect(second.output()).toMatch(new RegExp(`in use by another Lonja \\(process ${first.child.pid}\\)`));
  expect(second.output().trim().split('\n')).toHaveLength(1);

  first.child.kill('SIGKILL');
  await first.exited;
  const third = start(['--port', '0', '--data', data, '--market', 'none'], 'ipc');
  const again = await third.url();
  const home = await fetch(`${again}/portal/home`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: again, cookie },
    body: '{}',
  });
  expect(await home.json()).toMatchObject({ ok: true, value: { worthMxn: '100000.00000000' } });
  third.child.disconnect();
  expect(await third.exited).toBe(0);
});

test('lonja stops on SIGTERM with a request open and without one', async () => {
  const lonja = start(['--port', '0', '--data', temporaryDirectory()]);
  const url = await lonja.url();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  lonja.child.kill('SIGTERM');
  expect(await lonja.exited).toBe(0);
  expect(lonja.output()).toContain('"msg":"stopped"');
});

test('lonja says in one sentence why it does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => {
    taken.close();
  });
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const busy = start(['--port', String(port), '--data', temporaryDirectory()]);
  const wrong = start(['--market', 'weather']);
  const help = start(['--help']);
  expect(await busy.exited).toBe(3);
  expect(busy.output()).toBe(
    `Port ${port} is taken by another program: stop it, or choose another port with --port.\n`,
  );
  expect(await wrong.exited).toBe(2);
  expect(wrong.output()).toContain('--market must be simulated, replay or none');
  expect(await help.exited).toBe(0);
  expect(help.output()).toContain('--sandbox-clock');
});
