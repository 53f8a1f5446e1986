// A Lonja of its own with fresh storage, and clients of it: one that trades, one that may withdraw, one without a key.

import path from 'node:path';
import type { PortalPermission } from '@mandato/lonja/api-contract/portal-contract';
import { Authenticator } from '../rehearsal/authenticator.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';
import { runProgram } from '../rehearsal/running-program.ts';
import { root } from '../repository-root.mjs';
import { type CcxtClient, type CcxtKey, createCcxtClient } from './ccxt-client.ts';

export interface Stage {
  readonly baseUrl: string;
  readonly tradingKey: CcxtKey;
  /** Its key may trade, read balances and read the account, as the journey has it. */
  readonly trader: CcxtClient;
  /** Its key may withdraw and read balances, and nothing else. */
  readonly withdrawer: CcxtClient;
  readonly anonymous: CcxtClient;
}

export interface OpenStage {
  readonly stage: Stage;
  close(): Promise<void>;
}

/** Starts Lonja on a free port with its data in `directory` and makes an account, two-factor and two keys. */
export async function openStage(directory: string): Promise<OpenStage> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const lonja = await runProgram({
    program: path.join(root, 'apps/lonja/dist/lonja.mjs'),
    args: ['--port', String(port), '--data', path.join(directory, 'lonja'), '--seed', '7'],
    url: baseUrl,
    logFile: path.join(directory, 'lonja.log'),
  });
  const close = async () => {
    await lonja.stop();
  };
  try {
    return { stage: await prepare(baseUrl), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(baseUrl: string): Promise<Stage> {
  const portal = new PortalClient(baseUrl);
  const password = 'a long practice passphrase';
  await portal.call('signUp', { name: 'Conformance', email: 'conformance@example.com', password });
  const { manualKey } = await portal.call('beginTwoFactor', { password });
  const authenticator = new Authenticator(manualKey);
  await portal.call('confirmTwoFactor', { code: await authenticator.freshCode() });

  async function makeKey(name: string, permissions: readonly PortalPermission[]): Promise<CcxtKey> {
    const code = await authenticator.freshCode();
    const request = { name, addresses: [], permissions, acceptedSecurityInformation: true, code };
    const { key, secret } = await portal.call('createKey', request);
    return { apiKey: key.keyId, secret };
  }

  const tradingKey = await makeKey('trading', ['view_account_information', 'view_balances', 'place_orders']);
  const withdrawingKey = await makeKey('withdrawing', ['view_balances', 'make_withdrawals']);
  const trader = await createCcxtClient(baseUrl, tradingKey);
  // A first trade, so that tickers and candles have something to show.
  await trader.call('createOrder', 'BTC/MXN', 'market', 'buy', 0.001);
  return {
    baseUrl,
    tradingKey,
    trader,
    withdrawer: await createCcxtClient(baseUrl, withdrawingKey),
    anonymous: await createCcxtClient(baseUrl, null),
  };
}
