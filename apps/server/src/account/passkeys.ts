// The passkeys of a person: adding one with a fresh proof, listing them, removing one; public keys are all that is kept.

import { createHash, randomBytes } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';
import { err, ok, type Result } from '@mandato/primitives/result';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { and, asc, eq } from 'drizzle-orm';
import type * as z from 'zod';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession } from '../api/api-base.ts';
import type { registrationResponseSchema } from '../api-contract/passkey-contract.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { Db } from '../store/database.ts';
import { passkeys } from '../store/schema/passkey-schema.ts';
import { protect, type SecurityNeeds } from './account-security.ts';
import { challengeLifeMs, claimChallenge, makeChallenge } from './passkey-challenge.ts';
import type { RelyingParty } from './relying-party.ts';

export type Passkey = typeof passkeys.$inferSelect;

type Proved<T, Code extends string> = Promise<Result<T, Code | StepUpError | 'step_up_needed'>>;

/** ES256, EdDSA and RS256: what authenticators have, most wanted first. */
const algorithms = [-8, -7, -257];
const passkeysMax = 20;

export async function passkeysOf(db: Db, userId: string): Promise<readonly Passkey[]> {
  return db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt));
}

/** What the browser asks an authenticator for, once the proof is spent. */
export async function beginRegistration(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly name: string; readonly stepUpCode: string; readonly party: RelyingParty },
): Proved<{ readonly challenge: string; readonly known: readonly Passkey[] }, 'passkeys_too_many'> {
  const known = await passkeysOf(needs.db, session.person.userId);
  if (known.length >= passkeysMax) return err('passkeys_too_many');
  const subject = { action: 'add_passkey', params: { name: form.name } } as const;
  const change = (tx: Db, nowMs: number) =>
    makeChallenge(tx, { purpose: 'register', boundTo: session.tokenHash, name: form.name, nowMs });
  const begun = await protect(needs, session, { subject, proof: form.stepUpCode, change });
  return begun.ok ? ok({ challenge: begun.value, known }) : begun;
}

/** The options for a challenge just made, as browsers read them. */
export async function creationOptions(
  session: HeldSession,
  of: { readonly challenge: string; readonly known: readonly Passkey[]; readonly party: RelyingParty },
) {
  const { userId, name, email } = session.person;
  const options = await generateRegistrationOptions({
    rpName: 'Mandato',
    rpID: of.party.id,
    // An authenticator shows it to nobody, but keeps it: so it is not the id that the database uses.
    userID: Uint8Array.from(createHash('sha256').update(`passkey_user:${userId}`).digest()),
    userName: email,
    userDisplayName: name,
    challenge: Uint8Array.from(Buffer.from(of.challenge, 'base64url')),
    timeout: challengeLifeMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
  });
  return {
    rp: { id: of.party.id, name: 'Mandato' },
    user: options.user,
    challenge: options.challenge,
    pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ alg, type: 'public-key' as const })),
    timeout: challengeLifeMs,
    excludeCredentials: of.known.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true as const,
      userVerification: 'required' as const,
    },
    attestation: 'none' as const,
  };
}

export function descriptorOf({ credentialId }: Passkey) {
  return { id: credentialId, type: 'public-key' as const };
}

/** Keeps the new passkey when the authenticator verified the person and answered this session's challenge. */
export async function finishRegistration(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly response: z.infer<typeof registrationResponseSchema>; readonly party: RelyingParty },
): Promise<Result<Passkey, 'passkey_too_late' | 'passkey_refused'>> {
  const nowMs = needs.wall.nowMs();
  const claimed = await claimChallenge(needs.db, {
    purpose: 'register',
    boundTo: session.tokenHash,
    clientDataJSON: form.response.response.clientDataJSON,
    nowMs,
  });
  if (claimed === null) return err('passkey_too_late');
  const made = await verified({ ...form, challenge: claimed.challenge });
  if (made === null) return err('passkey_refused');
  const { userId } = session.person;
  const row = {
    ...made,
    passkeyId: `passkey_${base32Lower(randomBytes(10))}`,
    userId,
    name: claimed.name,
    createdAt: nowMs,
    lastUsedAt: null,
    suspectAt: null,
  };
  return needs.db.transaction(async (tx) => {
    const added = await tx.insert(passkeys).values(row).onConflictDoNothing().returning();
    const [kept] = added;
    if (kept === undefined) return err('passkey_refused');
    await recordActivity(tx, { userId, atMs: nowMs, code: 'passkey_added', details: { passkey: row.name } });
    return ok(kept);
  });
}

async function verified(of: {
  readonly response: z.infer<typeof registrationResponseSchema>;
  readonly party: RelyingParty;
  readonly challenge: string;
}): Promise<Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'isSynced'> | null> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...of.response, clientExtensionResults: {} },
      expectedChallenge: of.challenge,
      expectedOrigin: of.party.origin,
      expectedRPID: of.party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (registrationInfo === undefined || !registrationInfo.userVerified) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    const isSynced = registrationInfo.credentialDeviceType === 'multiDevice';
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      isSynced,
    };
  } catch {
    return null;
  }
}

/** Removes one of the person's own passkeys. */
export async function removePasskey(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly passkeyId: string; readonly stepUpCode: string },
): Proved<null, 'passkey_unknown'> {
  const { userId } = session.person;
  const { passkeyId } = form;
  const known = await passkeysOf(needs.db, userId);
  const found = known.find((passkey) => passkey.passkeyId === passkeyId);
  if (found === undefined) return err('passkey_unknown');
  const subject = { action: 'remove_passkey', params: { passkeyId } } as const;
  const change = async (tx: Db, nowMs: number) => {
    const mine = and(eq(passkeys.userId, userId), eq(passkeys.passkeyId, passkeyId));
    await tx.delete(passkeys).where(mine);
    const details = { passkey: found.name };
    await recordActivity(tx, { userId, atMs: nowMs, code: 'passkey_removed', details });
    return null;
  };
  return protect(needs, session, { subject, proof: form.stepUpCode, change });
}
