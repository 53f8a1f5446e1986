// The person's part of the demo: an account and a key at Lonja, an account and a link at Mandato, and a plan.

import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { Authenticator } from '../rehearsal/authenticator.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { type MandatoClient, mandatoClient } from '../rehearsal/mandato-client.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';
import type { Narrator } from './narrator.ts';

const person = {
  name: 'Ana Saver',
  email: 'ana@example.com',
  password: 'correct horse battery staple',
} as const;

/** Steps 1 to 5 of the journey, at the exchange: account, two-factor, and a key that can trade but never withdraw. */
export async function openLonjaAccount(lonjaUrl: string, narrator: Narrator): Promise<BitsoKey> {
  const portal = new PortalClient(lonjaUrl);
  narrator.step('At the exchange: sign up, turn on two-factor authentication, make an API key');
  await portal.call('signUp', person);
  const enrolment = await portal.call('beginTwoFactor', { password: person.password });
  const authenticator = new Authenticator(enrolment.manualKey);
  await portal.call('confirmTwoFactor', { code: await authenticator.freshCode() });
  const reused = await portal.try('createKey', { ...keyRequest(), code: authenticator.usedCode() });
  narrator.fact(`a code that was used before is refused: ${reused.ok ? 'NO' : reused.code}`);
  const made = await portal.call('createKey', { ...keyRequest(), code: await authenticator.freshCode() });
  narrator.fact(`key ${made.key.keyId}, permissions: ${made.key.permissions.join(', ')}`);
  const home = await portal.call('home', {});
  narrator.fact(
    `balances: ${home.balances
      .filter((row) => Number(row.total) > 0)
      .map((row) => `${row.total} ${row.currency}`)
      .join(', ')}`,
  );
  return { keyId: made.key.keyId, secret: made.secret };
}

function keyRequest() {
  return {
    name: 'Mandato',
    addresses: [],
    permissions: ['place_orders', 'view_balances', 'view_account_information'],
    acceptedSecurityInformation: true,
  } as const;
}

/** A person at Mandato whose exchange is linked. */
export interface LinkedSaver {
  readonly client: MandatoClient;
  readonly linkId: string;
  readonly authenticator: Authenticator;
}

/** Step 6: an account at Mandato and the link, with the evidence for each permission. */
export async function linkExchange(
  mandatoUrl: string,
  key: BitsoKey,
  narrator: Narrator,
): Promise<LinkedSaver> {
  narrator.step('At Mandato: sign up, turn on two-factor authentication, link the exchange');
  const client = mandatoClient(mandatoUrl);
  await client.account.signUp({ ...person, language: 'en' });
  const enrolment = await client.account.beginSecondFactor({ password: person.password });
  const authenticator = new Authenticator(enrolment.manualKey);
  await client.account.confirmSecondFactor({ code: await authenticator.freshCode() });
  const sealed = await sealCredentials(
    { apiKey: key.keyId, apiSecret: key.secret },
    await client.links.sealingKey(),
  );
  const stepUpCode = await authenticator.freshCode();
  const link = await client.links.link({
    exchange: 'practice',
    name: 'Practice',
    sealed,
    isAttested: true,
    stepUpCode,
  });
  for (const found of link.permissions) {
    const evidence = found.evidence;
    const shown =
      evidence === null
        ? 'the exchange cannot say'
        : `${evidence.call} answered ${evidence.status ?? '-'} ${evidence.code ?? ''}`;
    narrator.fact(`${found.permission}: ${found.state} (${shown.trim()})`);
  }
  return { client, linkId: link.linkId, authenticator };
}

/** Step 7: 500 pesos of bitcoin each week from the first day of the rehearsal, and never more than `budget` in all. */
export async function writeWeeklyPlan(
  { client, linkId, authenticator }: LinkedSaver,
  { startsOn, budget }: { readonly startsOn: string; readonly budget: string },
): Promise<PlanView> {
  return client.plans.create({
    requestId: 'rehearsal1',
    stepUpCode: await authenticator.freshCode(),
    linkId,
    book: 'btc_mxn',
    notional: '500',
    schedule: { kind: 'weekly', weekday: 5 },
    time: '09:00',
    zone: 'America/Mexico_City',
    startsOn,
    budget,
    missedSlots: 'skip',
  });
}
