// Writes many people with accounts, money and keys into a fresh Lonja, as its portal would have, without their browsers.

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { accountIdOf, assetOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { loadKeyFile } from '../../apps/lonja/src/accounts/key-file.ts';
import { createSealer, keyPlace, twoFactorPlace } from '../../apps/lonja/src/accounts/seal.ts';
import { randomIds } from '../../apps/lonja/src/random-ids.ts';
import { type LonjaCommand, openLonjaSequencer } from '../../apps/lonja/src/sequencer-lonja.ts';

/** Somebody with an account at the exchange and a key of it. */
export interface CrowdMember {
  readonly account: string;
  readonly keyId: string;
  readonly secret: string;
}

/** How many pesos everybody starts with, in units of 10^-8. */
export const startingMxn = 1_000_000n * unitsPerWhole;

/** Seeds `count` people into `directory`, which must be new; Lonja must not run. */
export async function seedLonja(directory: string, count: number): Promise<readonly CrowdMember[]> {
  const opened = await openLonjaSequencer(directory);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const sequencer = opened.value;
  const key = loadKeyFile(path.join(directory, 'lonja.key'), true);
  if (!key.ok) throw new Error(key.error);
  const sealer = createSealer(key.value);
  const submit = async (command: LonjaCommand): Promise<void> => {
    const done = await sequencer.submit(command);
    if (!done.ok) throw new Error(`${command.command.kind}: ${JSON.stringify(done.error)}`);
  };
  const members = Array.from({ length: count }, () => ({
    account: randomIds.alphanumeric(16),
    keyId: randomIds.alphanumeric(10),
    secret: randomIds.hex(32),
  }));
  await Promise.all(
    members.flatMap((member) => commandsOf(member, sealer.seal.bind(sealer), Date.now()).map(submit)),
  );
  await sequencer.close();
  return members;
}

function commandsOf(
  { account: name, keyId, secret }: CrowdMember,
  seal: (text: string, place: string) => string,
  atMs: number,
): readonly LonjaCommand[] {
  const account = accountIdOf(name);
  const sealedSecret = seal('JBSWY3DPEHPK3PXP', twoFactorPlace(name));
  const step = Math.floor(atMs / 30_000) - 2;
  const tokenHash = () => randomBytes(32).toString('hex');
  const fundingId = randomIds.hex(32);
  const permissions = ['place_orders', 'view_balances', 'view_account_information'] as const;
  return [
    { domain: 'exchange', command: { kind: 'open_account', atMs, account } },
    {
      domain: 'exchange',
      command: {
        kind: 'fund',
        atMs,
        account,
        asset: assetOf('mxn'),
        amount: startingMxn,
        fundingId,
        method: 'practice',
      },
    },
    {
      domain: 'portal',
      command: {
        kind: 'create_account',
        atMs,
        account,
        email: `${name.toLowerCase()}@example.com`,
        name: 'One of many',
        // Nobody signs in with it.
        passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
        tokenHash: tokenHash(),
      },
    },
    { domain: 'portal', command: { kind: 'begin_two_factor', atMs, account, sealedSecret } },
    {
      domain: 'portal',
      command: { kind: 'confirm_two_factor', atMs, account, sealedSecret, step, tokenHash: tokenHash() },
    },
    {
      domain: 'portal',
      command: {
        kind: 'create_key',
        atMs,
        account,
        step: step + 1,
        keyId,
        name: 'Mandato',
        addresses: [],
        permissions,
        sealedSecret: seal(secret, keyPlace(name, keyId)),
      },
    },
  ];
}
