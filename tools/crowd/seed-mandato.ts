// Writes the same people into a fresh Mandato: their sealed keys into the signer's vault, their links and plans into SQL.

import path from 'node:path';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import { unitsPerWhole } from '@mandato/primitives/money';
import type { Db } from '@mandato/server/store/database';
import { users } from '../../apps/server/src/store/schema/account-schema.ts';
import { links } from '../../apps/server/src/store/schema/link-schema.ts';
import { plans } from '../../apps/server/src/store/schema/plan-schema.ts';
import { noLimits } from '../../apps/signer/src/client/signer-options.ts';
import { beginPolicy } from '../../apps/signer/src/policy/policy-changes.ts';
import { openSignerState } from '../../apps/signer/src/process/open-signer-state.ts';
import { openVault } from '../../apps/signer/src/vault/vault.ts';
import type { CrowdMember } from './seed-lonja.ts';

/** A person at Mandato with a linked key. */
export interface LinkedMember extends CrowdMember {
  readonly userId: string;
  readonly linkId: string;
}

/** The same with what the vault calls their key. */
export interface StoredMember extends LinkedMember {
  readonly credentialId: string;
  readonly fingerprint: string;
}

/** What one plan of the crowd buys each time, in pesos. */
export const notionalPesos = 100;

/** Stores everybody's key as the signer does after an audit; the signer must not run. */
export async function seedVault(
  place: { readonly directory: string; readonly keyFile: string },
  members: readonly CrowdMember[],
): Promise<readonly StoredMember[]> {
  const state = await openSignerState({
    ...place,
    passphrase: null,
    mayCreate: true,
    loosenWaitMs: 86_400_000,
  });
  if (!state.ok) throw new Error(state.error);
  const { keys, register } = state.value;
  const directory = path.join(place.directory, 'credentials');
  const vault = await openVault({ directory, keys, register, isReadOnly: false });
  const stored: StoredMember[] = [];
  for (const [index, member] of members.entries()) {
    const owner = { userId: `user-${index}`, linkId: `link-${index}`, exchange: 'practice' as const };
    const credential = { apiKey: Buffer.from(member.keyId), apiSecret: Buffer.from(member.secret) };
    const done = await vault.store(owner, credential);
    if (!done.ok) throw new Error(done.error);
    const { credentialId, face } = done.value;
    stored.push({ ...member, ...owner, credentialId, fingerprint: face.fingerprint });
  }
  await register.update((body) =>
    stored.reduce((begun, { fingerprint }) => beginPolicy(begun, fingerprint, noLimits), body),
  );
  return stored;
}

/** One row for each person and each link, whose keys were audited last at `auditedAtMs`. */
export async function seedPeople(
  db: Db,
  members: readonly StoredMember[],
  auditedAtMs: number,
): Promise<void> {
  const at = Date.now();
  for (const some of portionsOf(members, 500)) {
    await db.insert(users).values(
      some.map(({ userId }) => {
        const email = `${userId}@example.com`;
        return { userId, name: 'One of many', email, emailKey: email, passwordHash: 'x', createdAt: at };
      }),
    );
    await db.insert(links).values(
      some.map(({ userId, linkId, credentialId, fingerprint, keyId }) => ({
        linkId,
        userId,
        exchange: 'practice' as const,
        name: 'Practice',
        credentialId,
        keyHint: keyId.slice(-4),
        fingerprint,
        status: 'active' as const,
        verdict: 'PROBED' as const,
        probes: [],
        linkedAt: at,
        auditedAt: auditedAtMs,
      })),
    );
  }
}

/** `count` daily plans, shared out evenly, whose next slot is `dueAtMs`, a full minute of UTC. */
export async function seedPlans(
  db: Db,
  members: readonly Pick<LinkedMember, 'userId' | 'linkId'>[],
  {
    count,
    dueAtMs,
    prefix = 'plan',
  }: { readonly count: number; readonly dueAtMs: number; readonly prefix?: string },
): Promise<void> {
  const due = new Date(dueAtMs);
  const timing = {
    schedule: { kind: 'daily', hour: due.getUTCHours(), minute: due.getUTCMinutes(), zone: 'UTC' } as const,
    startsOn: due.toISOString().slice(0, 10),
  };
  const answeredUntilMs = dueAtMs - 1;
  const row = {
    ...timing,
    exchange: 'practice',
    book: 'btc_mxn',
    base: 'btc',
    quote: 'mxn',
    notional: BigInt(notionalPesos) * unitsPerWhole,
    budgetMax: null,
    missedSlots: 'skip' as const,
    stateKind: 'active' as const,
    state: { kind: 'active' as const },
    answeredUntilMs,
    nextSlotAtMs: nextSlot(timing, answeredUntilMs).atMs,
    spent: 0n,
    reserved: 0n,
    bought: 0n,
    ordersDone: 0,
    createdAtMs: answeredUntilMs,
  };
  if (row.nextSlotAtMs !== dueAtMs) throw new Error('the plans are not due when they should be');
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (const some of portionsOf(numbers, 500)) {
    await db.insert(plans).values(
      some.map((index) => {
        const member = members[index % members.length];
        if (member === undefined) throw new Error('a plan needs a person');
        const { userId, linkId } = member;
        return { ...row, planId: `${prefix}-${index}`, userId, linkId };
      }),
    );
  }
}

function portionsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
