// The people of tier C: an account at each product, a key that Mandato has and one that only reads for comparing.

import {
  linkKey,
  makeKey,
  openTrader,
  password,
  type Trader,
  tradingPermissions,
} from '../journeys/people.ts';
import { Authenticator } from '../rehearsal/authenticator.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { type MandatoClient, mandatoClient } from '../rehearsal/mandato-client.ts';
import type { AgreeStage } from './agree-stage.ts';

export interface AgreePerson {
  readonly client: MandatoClient;
  /** A proof for one step-up. */
  proof(): Promise<string>;
  readonly trader: Trader;
  readonly linkId: string;
  readonly key: BitsoKey;
  readonly readingKey: BitsoKey;
}

/** A person at Mandato without a link: whoever is first here may stop buying for everybody. */
export async function openSaverOn(stage: AgreeStage, email: string) {
  const client = mandatoClient(stage.mandatoUrl);
  await client.account.signUp({ name: 'Ana Saver', email, password, language: 'en' });
  const { manualKey } = await client.account.beginSecondFactor({ password });
  const authenticator = new Authenticator(manualKey, () => stage.nowMs());
  const code = await authenticator.freshCode();
  const recoveryCodes = [...(await client.account.confirmSecondFactor({ code })).recoveryCodes];
  const proof = async () => {
    const recovery = recoveryCodes.pop();
    if (recovery !== undefined) return recovery;
    // Each code of an authenticator is good once.
    await stage.pass(30_000);
    return authenticator.freshCode();
  };
  return { client, proof };
}

/** Links at the beginning, while the clocks of both products are still this machine's. */
export async function openAgreePerson(stage: AgreeStage, name: string): Promise<AgreePerson> {
  const email = `${name}@example.com`;
  const trader = await openTrader(stage.lonjaUrl, email);
  const key = await makeKey(trader);
  const readingKey = await makeKey(trader, { permissions: tradingPermissions });
  const saver = await openSaverOn(stage, email);
  const { linkId } = await linkKey(saver.client, key, await saver.proof());
  return { ...saver, trader, linkId, key, readingKey };
}
