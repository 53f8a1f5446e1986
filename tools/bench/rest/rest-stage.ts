// The built exchange with people who have keys, and the bare server, each a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Authenticator } from '../../rehearsal/authenticator.ts';
import { callSigned } from '../../rehearsal/bitso-client.ts';
import { freePort } from '../../rehearsal/free-port.ts';
import { PortalClient } from '../../rehearsal/portal-client.ts';
import { runProgram } from '../../rehearsal/running-program.ts';
import { root } from '../../repository-root.mjs';

export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
}

export interface BenchServer {
  readonly port: number;
  /** Keys whose signatures it accepts. */
  readonly keys: readonly SigningKey[];
  /** Processor time that it has used so far; 0 where the system does not tell. */
  readonly cpuMicros: () => number;
}

export interface RestStage {
  readonly servers: { readonly lonja: BenchServer; readonly bare: BenchServer };
  /** Cancels every resting order of everybody; resolves with how many there were. */
  cancelAll(): Promise<number>;
  close(): Promise<void>;
}

const tickerPath = '/api/v3/ticker?book=btc_mxn';

/** Starts both, with the exchange's data in `directory` and so many `people` who have keys. */
export async function openRestStage(directory: string, people: number): Promise<RestStage> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const lonja = await runProgram({
    program: path.join(root, 'apps/lonja/dist/lonja.mjs'),
    args: ['--port', String(port), '--data', path.join(directory, 'lonja'), '--no-rate-limit'],
    url: baseUrl,
    logFile: path.join(directory, 'lonja.log'),
  });
  const keys: SigningKey[] = [];
  for (let person = 0; person < people; person += 1) keys.push(await makeKey(baseUrl, person));
  const ticker = await (await fetch(baseUrl + tickerPath)).text();
  const bare = await startBare(ticker, keys[0]?.secret ?? '');
  return {
    servers: {
      lonja: { port, keys, cpuMicros: () => cpuMicrosOf(lonja.pid) },
      // It knows one secret only.
      bare: { port: bare.port, keys: keys.slice(0, 1), cpuMicros: () => cpuMicrosOf(bare.pid) },
    },
    cancelAll: async () => {
      let cancelled = 0;
      for (const key of keys) cancelled += await cancelAllOf(baseUrl, key);
      return cancelled;
    },
    close: async () => {
      bare.stop();
      await lonja.stop();
    },
  };
}

// One call cancels a bounded number of orders.
async function cancelAllOf(baseUrl: string, key: SigningKey): Promise<number> {
  for (let cancelled = 0; ; ) {
    const ids = await callSigned(baseUrl, key, { method: 'DELETE', target: '/api/v3/orders/all' });
    const { length } = z.array(z.string()).parse(ids);
    cancelled += length;
    if (length === 0) return cancelled;
  }
}

async function makeKey(baseUrl: string, person: number): Promise<SigningKey> {
  const portal = new PortalClient(baseUrl);
  const password = 'a long practice passphrase';
  await portal.call('signUp', { name: `Trader ${person}`, email: `trader${person}@example.com`, password });
  const { manualKey } = await portal.call('beginTwoFactor', { password });
  const authenticator = new Authenticator(manualKey);
  await portal.call('confirmTwoFactor', { code: await authenticator.freshCode() });
  const { key, secret } = await portal.call('createKey', {
    name: 'bench',
    addresses: [],
    permissions: ['place_orders'],
    acceptedSecurityInformation: true,
    code: await authenticator.freshCode(),
  });
  return { keyId: key.keyId, secret };
}

async function startBare(
  ticker: string,
  secret: string,
): Promise<{ port: number; pid: number; stop(): void }> {
  const port = await freePort();
  const program = path.join(root, 'tools/bench/rest/bare-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, BARE_SECRET: secret, BARE_TICKER: ticker },
  });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error('the bare server ended')));
  await Promise.race([exited, untilAnswers(`http://127.0.0.1:${port}${tickerPath}`)]);
  exited.catch(() => undefined);
  return { port, pid: child.pid ?? 0, stop: () => child.kill() };
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  throw new Error('the bare server does not answer');
}

// Fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms; the name before them may hold spaces.
function cpuMicrosOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
