// The people of the rough journeys: accounts at both products over HTTP, keys of every kind, and refusals as they came.

import { randomUUID } from 'node:crypto';
import type { PortalPermission } from '@mandato/lonja/api-contract/portal-contract';
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import type { PlanForm, PlanView } from '@mandato/server/api-contract/plan-contract';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { ORPCError } from '@orpc/client';
import { Authenticator } from '../rehearsal/authenticator.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { type MandatoClient, mandatoClient } from '../rehearsal/mandato-client.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';

export const password = 'correct horse battery staple';

export const tradingPermissions = [
  'place_orders',
  'view_balances',
  'view_account_information',
] as const satisfies readonly PortalPermission[];

/** A person with a practice account and two-factor authentication; the authenticator has two more codes at once. */
export interface Trader {
  readonly email: string;
  readonly portal: PortalClient;
  readonly authenticator: Authenticator;
}

export interface KeyWishes {
  readonly permissions?: readonly PortalPermission[];
  readonly addresses?: readonly string[];
}

/** Signs up at Lonja and turns two-factor authentication on. */
export async function openTrader(lonjaUrl: string, email: string): Promise<Trader> {
  const portal = new PortalClient(lonjaUrl);
  await portal.call('signUp', { name: 'Ana Saver', email, password });
  const { manualKey } = await portal.call('beginTwoFactor', { password });
  const authenticator = new Authenticator(manualKey);
  await withCode(authenticator, (code) => portal.call('confirmTwoFactor', { code }));
  return { email, portal, authenticator };
}

/** Makes a key at Lonja; the three permissions of the guide and any address unless wished otherwise. */
export async function makeKey(trader: Trader, wishes: KeyWishes = {}): Promise<BitsoKey> {
  const made = await withCode(trader.authenticator, (code) =>
    trader.portal.call('createKey', {
      name: 'Mandato',
      addresses: wishes.addresses ?? [],
      permissions: wishes.permissions ?? tradingPermissions,
      acceptedSecurityInformation: true,
      code,
    }),
  );
  return { keyId: made.key.keyId, secret: made.secret };
}

export async function deleteKey(trader: Trader, key: BitsoKey): Promise<void> {
  const code = await trader.authenticator.freshCode();
  await trader.portal.call('deleteKey', { keyId: key.keyId, code });
}

/** A person at Mandato, signed in; with their authenticator when two-factor authentication is on. */
export interface Saver {
  readonly email: string;
  readonly client: MandatoClient;
  readonly authenticator: Authenticator;
  /** A proof for one step-up: the recovery codes while there are any, as they need no waiting. */
  proof(): Promise<string>;
}

/** Signs up at Mandato and turns two-factor authentication on. */
export async function openSaver(mandatoUrl: string, email: string): Promise<Saver> {
  const client = mandatoClient(mandatoUrl);
  await client.account.signUp({ name: 'Ana Saver', email, password, language: 'en' });
  const { manualKey } = await client.account.beginSecondFactor({ password });
  const authenticator = new Authenticator(manualKey);
  const confirmed = await withCode(authenticator, (code) => client.account.confirmSecondFactor({ code }));
  const recoveryCodes = [...confirmed.recoveryCodes];
  return {
    email,
    client,
    authenticator,
    proof: async () => recoveryCodes.pop() ?? (await authenticator.freshCode()),
  };
}

/** On a machine that is busy a code may be over when it arrives: a person types the next one. */
async function withCode<Answer>(
  authenticator: Authenticator,
  send: (code: string) => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const code = await authenticator.freshCode();
    try {
      return await send(code);
    } catch (error) {
      if (tries === 3 || !String(error).includes('code_wrong')) throw error;
    }
  }
}

/** A code that no authenticator shows: enough where the key itself is refused before any code is looked at. */
export const anyCode = '000000';

/** Seals a pair as the page does and asks for the link, with a code of the person's authenticator. */
export async function linkKey(client: MandatoClient, key: BitsoKey, stepUpCode: string): Promise<LinkView> {
  const sealingKey = await client.links.sealingKey();
  const sealed = await sealCredentials({ apiKey: key.keyId, apiSecret: key.secret }, sealingKey);
  return client.links.link({ exchange: 'practice', name: 'Practice', sealed, isAttested: true, stepUpCode });
}

/** What starts a plan: its form, the id of the press, and a proof. */
export interface PlanRequest extends PlanForm {
  readonly requestId: string;
  readonly stepUpCode: string;
}

/**
 * A daily plan of 100 pesos of bitcoin that is not due for a while, with `changes`; one that is to start needs a
 * `stepUpCode` that is good.
 */
export function planForm(linkId: string, changes: Partial<PlanRequest> = {}): PlanRequest {
  return {
    requestId: randomUUID().replaceAll('-', ''),
    stepUpCode: anyCode,
    linkId,
    book: 'btc_mxn',
    notional: '100',
    schedule: { kind: 'daily' },
    time: '09:00',
    zone: 'UTC',
    startsOn: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
    budget: null,
    missedSlots: 'skip',
    ...changes,
  };
}

/** A "no" of Mandato, as a page gets it. */
export interface Refused {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
}

/** The refusal that `asking` ends in; an answer, or anything that is not a refusal, fails the test. */
export async function refusalOf(asking: Promise<unknown>): Promise<Refused> {
  try {
    const answer = await asking;
    throw new Error(`it was not refused but answered ${JSON.stringify(answer)}`);
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return { code: error.code, status: error.status, details: detailsOf(error.data) };
  }
}

/** What the pages of Mandato and Lonja show of a person's things: a refusal must leave all of it as it was. */
export async function everythingOf(saver: Saver, trader: Trader) {
  const plans: readonly PlanView[] = await saver.client.plans.list();
  const orders = await Promise.all(
    plans.map(async ({ planId }) => (await saver.client.plans.get({ planId })).orders),
  );
  const home = await trader.portal.call('home', {});
  return {
    links: await saver.client.links.list(),
    plans,
    orders,
    money: home.balances.map(({ currency, available, locked, total }) => [
      currency,
      available,
      locked,
      total,
    ]),
    trades: home.recentTrades,
  };
}

function detailsOf(data: unknown): Readonly<Record<string, string>> {
  if (typeof data !== 'object' || data === null || !('details' in data)) return {};
  const { details } = data;
  if (typeof details !== 'object' || details === null) return {};
  return Object.fromEntries(Object.entries(details).map(([name, text]) => [name, String(text)]));
}
