// A session at a running Mandato from a terminal: its token lies in a file of this user's own, 0600.

import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { errorSentence } from '@mandato/messages/translate';
import type { apiContract } from '@mandato/server/api-contract/api-contract';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { locale } from './locale.ts';
import { PlainFailure } from './plain-failure.ts';
import { askSecretly } from './read-secret.ts';

export type MandatoClient = ContractRouterClient<typeof apiContract>;

/** The typed API at `url` with the session of this terminal; signs in first when there is none. */
export async function openSession(url: string): Promise<MandatoClient> {
  const cookies = new CookieFile(url);
  const client = clientOf(url, cookies);
  const session = await answered(url, client.account.session());
  if (session.kind === 'signed_in') return client;
  const email = process.env['MANDATO_EMAIL'] ?? (await askSecretly('E-mail (not shown)'));
  const password = process.env['MANDATO_PASSWORD'] ?? (await askSecretly('Password'));
  const begun = await answered(url, client.account.signIn({ email, password }));
  if (begun.kind === 'second_factor_needed') {
    const code = process.env['MANDATO_CODE'] ?? (await askSecretly('Code of the authenticator app'));
    await answered(url, client.account.confirmSignIn({ code }));
  }
  cookies.save();
  return client;
}

/** Ends the session of this terminal, here and at the server. */
export async function closeSession(url: string): Promise<void> {
  const cookies = new CookieFile(url);
  await answered(url, clientOf(url, cookies).account.signOut());
  cookies.forget();
}

/** The answer, or one sentence about why there is none. */
export async function answered<T>(url: string, asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ORPCError) throw new PlainFailure(errorSentence(locale(), error.code));
    throw new PlainFailure(`Mandato does not answer at ${url}: start it, or name its address with --url.`);
  }
}

function clientOf(url: string, cookies: CookieFile): MandatoClient {
  const link = new RPCLink({
    url: `${url}/api/rpc`,
    fetch: async (request, init) => {
      const headers = new Headers(request.headers);
      headers.set('origin', url);
      headers.set('user-agent', 'mandato (terminal)');
      if (cookies.header !== '') headers.set('cookie', cookies.header);
      const response = await fetch(new Request(request, { headers }), init);
      cookies.take(response.headers.getSetCookie());
      return response;
    },
  });
  return createORPCClient(link);
}

class CookieFile {
  readonly #file: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    const name = new URL(url).host.replaceAll(/[^a-z0-9.-]/g, '-');
    this.#file = path.join(homedir(), '.config', 'mandato', `session-${name}`);
    try {
      for (const pair of readFileSync(this.#file, 'utf8').split('\n')) this.#put(pair);
    } catch {
      // Nobody has signed in from here.
    }
  }

  get header(): string {
    return [...this.#cookies.values()].join('; ');
  }

  take(set: readonly string[]): void {
    for (const cookie of set) this.#put(cookie.split(';')[0] ?? '');
  }

  save(): void {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    writeFileSync(this.#file, [...this.#cookies.values()].join('\n'), { mode: 0o600 });
    chmodSync(this.#file, 0o600);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }

  #put(pair: string): void {
    if (pair.includes('=')) this.#cookies.set(pair.split('=')[0] ?? '', pair);
  }
}
