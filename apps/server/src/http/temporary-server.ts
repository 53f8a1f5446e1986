// The real server over a temporary database and a fake signer, with a clock that tests move; for tests.

import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { type Logger, pino } from 'pino';
import { accountsOf } from '../account/accounts.ts';
import { accountProcedures } from '../api/account.ts';
import { activityProcedures } from '../api/activity.ts';
import { linkProcedures } from '../api/links.ts';
import { noticeProcedures } from '../api/notices.ts';
import { passkeyProcedures } from '../api/passkeys.ts';
import type { apiContract } from '../api-contract/api-contract.ts';
import { checksUnderWay } from '../links/check-steps.ts';
import { type FakeSigner, fakeSigner } from '../links/fake-signer.ts';
import { nonceSource } from '../links/nonce-source.ts';
import { offeredExchanges } from '../links/offered-exchanges.ts';
import { venuesOfLinks } from '../links/venue-for-link.ts';
import {
  openTemporaryDatabase,
  serverKeyForTests,
  type TemporaryDatabase,
} from '../store/temporary-database.ts';
import { httpServer } from './http-server.ts';

type Contract = Pick<typeof apiContract, 'account' | 'links' | 'activity' | 'notices' | 'passkeys'>;

/** One browser: its own cookie, and the typed calls. */
export interface Browser {
  readonly api: ContractRouterClient<Contract>;
  /** The session cookie as it would be sent now, for whoever wants to steal it. */
  cookie: string;
  /** The cookie by which the browser itself is known again. */
  deviceCookie: string;
}

export interface TemporaryOptions {
  readonly publicUrl?: URL | null;
  readonly log?: Logger;
}

export interface TemporaryServer {
  readonly url: string;
  readonly database: TemporaryDatabase;
  readonly signer: FakeSigner;
  readonly clock: { atMs: number };
  /** A browser that has opened the server at `origin`: its own address unless another is given. */
  browser(origin?: string): Browser;
  discard(): Promise<void>;
}

/** Starts the server on a free port, as if HTTPS at `publicUrl` led to it. Plans are not part of it. */
export async function openTemporaryServer({
  publicUrl = null,
  log = pino({ level: 'silent' }),
}: TemporaryOptions = {}): Promise<TemporaryServer> {
  const database = await openTemporaryDatabase();
  const signer = fakeSigner();
  const clock = { atMs: Date.UTC(2026, 10, 22, 12) };
  const wall = { nowMs: () => clock.atMs };
  const { db } = database;
  const exchanges = offeredExchanges('http://localhost:4000');
  const venues = venuesOfLinks({ db, signer, exchanges, wall, onKeyRefused: () => undefined });
  const nextNonce = nonceSource(wall);
  const checks = checksUnderWay(wall);
  const linkNeeds = { db, signer, exchanges, wall, market: wall, log, venues, nextNonce, checks };
  const security = { db, key: serverKeyForTests, wall };
  const router = {
    account: accountProcedures(accountsOf(security), security),
    links: linkProcedures({ ...linkNeeds, key: security.key }),
    activity: activityProcedures(security),
    notices: noticeProcedures({ security, areSent: true }),
    passkeys: passkeyProcedures(security),
  };
  const app = await httpServer({ router, db, wall, log, reach: { publicUrl }, webDir: '/nowhere' });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  return {
    url,
    database,
    signer,
    clock,
    browser: (origin = url) => openBrowser(origin),
    discard: async () => {
      await app.close();
      await database.discard();
    },
  };
}

function openBrowser(origin: string): Browser {
  const link = new RPCLink({
    url: `${origin}/api/rpc`,
    fetch: async (request, init) => {
      const headers = new Headers(request.headers);
      headers.set('origin', origin);
      headers.set('cookie', [browser.cookie, browser.deviceCookie].filter(Boolean).join('; '));
      const response = await fetch(new Request(request, { headers }), init);
      for (const set of response.headers.getSetCookie()) {
        const pair = set.split(';')[0] ?? '';
        if (pair.startsWith('mandato_device=')) browser.deviceCookie = pair;
        else browser.cookie = pair;
      }
      return response;
    },
  });
  const browser: Browser = { api: createORPCClient(link), cookie: '', deviceCookie: '' };
  return browser;
}
