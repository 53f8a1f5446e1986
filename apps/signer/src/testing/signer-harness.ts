// Builds the programs once per test file, starts real signers against a fake exchange, and cleans up after each test.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { noLimits, type SignerOptions } from '../client/signer-options.ts';
import type { CredentialOwner, SignerClient } from '../client/signer-protocol.ts';
import { type RunningSigner, startSigner } from '../client/start-signer.ts';
import { buildPrograms } from './build-programs.ts';
import { type FakeExchange, startFakeExchange } from './fake-exchange.ts';
import { sealForTest } from './seal-for-test.ts';

export const safeKey = { apiKey: 'SafeKey001', apiSecret: '5afe5afe5afe5afe5afe5afe5afe5afe' };
export const withdrawingKey = { apiKey: 'CanWithd01', apiSecret: 'c0ffeec0ffeec0ffeec0ffeec0ffee01' };
export const owner: CredentialOwner = { userId: 'user-1', linkId: 'link-1', exchange: 'practice' };

export interface HarnessOptions extends Partial<SignerOptions> {
  readonly home?: string;
}

export interface SignerHarness {
  readonly exchange: () => FakeExchange;
  /** A fresh home for a signer, with folders for its records and its key. */
  home(): string;
  options(given?: HarnessOptions): SignerOptions;
  start(given?: HarnessOptions): Promise<RunningSigner>;
}

/** Call once at the top of a test file. */
export function useSignerHarness(): SignerHarness {
  const root = mkdtempSync(join(tmpdir(), 'signer-test-'));
  const running: RunningSigner[] = [];
  let programs = { signer: '', auditor: '', egress: '' };
  let exchange: FakeExchange;
  beforeAll(async () => {
    programs = await buildPrograms(join(root, 'dist'));
  });
  beforeEach(async () => {
    const trade = ['account', 'balances', 'orders'] as const;
    exchange = await startFakeExchange();
    exchange.keys.set(safeKey.apiKey, { secret: safeKey.apiSecret, permissions: trade });
    const permissions = [...trade, 'withdrawals'] as const;
    exchange.keys.set(withdrawingKey.apiKey, { secret: withdrawingKey.apiSecret, permissions });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((signer) => signer.stop()));
    await exchange.stop();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const home = () => mkdtempSync(join(root, 'home-'));
  const options: SignerHarness['options'] = (given = {}) => {
    const { home: folder = home(), ...rest } = given;
    return {
      directory: join(folder, 'signer'),
      keyFile: join(folder, 'keys', 'install.key'),
      practiceUrl: exchange.url,
      programs,
      wall: { nowMs: () => Date.now() },
      limits: noLimits,
      ...rest,
    };
  };
  return {
    exchange: () => exchange,
    home,
    options,
    async start(given) {
      const signer = await startSigner(options(given));
      running.push(signer);
      return signer;
    },
  };
}

let lastNonce = 0;

/** A nonce that was never given before. */
export function freshNonce(): string {
  lastNonce += 1;
  return `${Date.now()}${String(lastNonce).padStart(6, '0')}`;
}

/** Audits a key and, whatever the audit says, asks the signer to store it. */
export async function linkKey(signer: SignerClient, key = safeKey, who = owner) {
  const sealed = sealForTest(key, await signer.sealingKey());
  const audit = await signer.audit({ owner: who, sealed });
  if (!audit.ok) return { audit, stored: null };
  const { attestation } = audit.value;
  return { audit, stored: await signer.store({ owner: who, sealed, attestation }) };
}

/** Stores the safe key; its credential id. */
export async function storeSafeKey(signer: SignerClient): Promise<string> {
  const { stored } = await linkKey(signer);
  return stored?.ok === true ? stored.value.credentialId : 'the safe key was not stored';
}

export function marketBuy(orderId: string, notional = '500'): VenueIntent {
  return { kind: 'place_market_buy', orderId, book: 'btc_mxn', notional };
}

/** Every file under a directory, as one text. */
export function everythingUnder(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
