// A Lonja of its own for the fuzz run: one account that must never change, and one that is attacked with its own key.

import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Authenticator } from '../rehearsal/authenticator.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';
import { root } from '../repository-root.mjs';

export interface FuzzKey {
  readonly id: string;
  readonly secret: string;
  /** The session of the key's person at the portal. */
  readonly cookie: string;
}

export interface FuzzStage {
  readonly port: number;
  readonly pid: number;
  /** A trading key whose requests are all forged. */
  readonly watched: FuzzKey;
  /** A trading key whose requests are signed rightly and wrong in all else. */
  readonly busy: FuzzKey;
  /** The exit code once the process has ended by itself, or null. */
  readonly ended: () => number | null;
  /** Everything that the watched account owns, as text. */
  readonly watchedState: () => Promise<string>;
  /** What the busy account owns once its orders are cancelled, as text. */
  readonly busyState: () => Promise<string>;
  close(): Promise<void>;
}

let salt = 0;

/** A nonce that was not used before. */
export function freshNonce(): string {
  salt = (salt + 1) % 1_000_000;
  return `${Date.now()}${String(salt).padStart(6, '0')}`;
}

/** The `Authorization` header of a request. */
export function signed(
  key: FuzzKey,
  request: {
    readonly nonce: string;
    readonly method: string;
    readonly target: string;
    readonly body: Buffer;
  },
): string {
  const { nonce, method, target, body } = request;
  const signature = createHmac('sha256', key.secret)
    .update(nonce + method + target)
    .update(body)
    .digest('hex');
  return `Bitso ${key.id}:${nonce}:${signature}`;
}

/** Starts Lonja from its source, without limits and without a market, and makes both accounts. */
export async function openFuzzStage(): Promise<FuzzStage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'lonja-fuzz-'));
  const port = await freePort();
  const args = ['--port', String(port), '--data', directory, '--market', 'none', '--no-rate-limit'];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'apps/lonja/src/lonja.ts'), ...args],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let exit: number | null = null;
  child.once('exit', (code) => {
    exit = code ?? -1;
  });
  const base = `http://127.0.0.1:${port}`;
  await untilHealthy(base, () => exit);
  const ask = async (key: FuzzKey, method: string, target: string) => {
    const authorization = signed(key, { nonce: freshNonce(), method, target, body: Buffer.alloc(0) });
    return (await fetch(base + target, { method, headers: { authorization } })).text();
  };
  const stateOf = async (key: FuzzKey, withdrawals: string) => {
    const parts = ['balance', 'open_orders', 'user_trades', 'ledger', 'fundings', withdrawals];
    return (await Promise.all(parts.map((part) => ask(key, 'GET', `/api/v3/${part}`)))).join('\n');
  };
  const watched = await makeKey(base, 'watched@example.com');
  const busy = await makeKey(base, 'busy@example.com');
  return {
    port,
    pid: child.pid ?? 0,
    watched,
    busy,
    ended: () => exit,
    watchedState: () => stateOf(watched, 'withdrawals'),
    busyState: async () => {
      await ask(busy, 'DELETE', '/api/v3/orders/all');
      // What it asks for rightly is refused and listed as failed; nothing may be listed as done.
      return stateOf(busy, 'withdrawals?status=complete');
    },
    close: async () => {
      if (exit === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function untilHealthy(base: string, ended: () => number | null): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (ended() !== null) throw new Error(`Lonja ended with ${ended()} before it was ready`);
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error('Lonja was not ready within a minute');
}

async function makeKey(base: string, email: string): Promise<FuzzKey> {
  const portal = new PortalClient(base);
  const password = 'a long practice passphrase';
  await portal.call('signUp', { name: 'Fuzz', email, password });
  const { manualKey } = await portal.call('beginTwoFactor', { password });
  const authenticator = new Authenticator(manualKey);
  await portal.call('confirmTwoFactor', { code: await authenticator.freshCode() });
  const { key, secret } = await portal.call('createKey', {
    name: 'fuzz',
    addresses: [],
    permissions: ['view_account_information', 'view_balances', 'place_orders', 'make_withdrawals'],
    acceptedSecurityInformation: true,
    code: await authenticator.freshCode(),
  });
  return { id: key.keyId, secret, cookie: portal.cookie };
}
