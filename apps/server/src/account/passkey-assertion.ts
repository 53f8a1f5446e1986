// Judges what a passkey signed: the right origin, a verified person, a count that only rises, each challenge once.

import { err, ok, type Result } from '@mandato/primitives/result';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import type * as z from 'zod';
import { recordActivity } from '../activity/record-activity.ts';
import type { assertionResponseSchema } from '../api-contract/passkey-contract.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Db } from '../store/database.ts';
import { passkeys } from '../store/schema/passkey-schema.ts';
import { type ChallengeOwner, claimChallenge } from './passkey-challenge.ts';
import type { RelyingParty } from './relying-party.ts';

export type AssertionResponse = z.infer<typeof assertionResponseSchema>;
export type AssertionError = 'passkey_too_late' | 'passkey_refused';

type Passkey = typeof passkeys.$inferSelect;

/** Uses up the challenge and the count; answers whose passkey it was. */
export async function judgeAssertion(
  db: Db,
  asked: {
    readonly owner: ChallengeOwner;
    readonly party: RelyingParty;
    readonly response: AssertionResponse;
    readonly nowMs: number;
  },
): Promise<Result<Passkey, AssertionError>> {
  const { response, nowMs } = asked;
  const { clientDataJSON } = response.response;
  const claimed = await claimChallenge(db, { ...asked.owner, clientDataJSON, nowMs });
  if (claimed === null) return err('passkey_too_late');
  const [passkey] = await db.select().from(passkeys).where(eq(passkeys.credentialId, response.id));
  if (passkey === undefined) return err('passkey_refused');
  const counted = await countSigned(passkey, { ...asked, challenge: claimed.challenge });
  if (counted === null || passkey.suspectAt !== null) return refuse(db, passkey);
  const isRising = counted > passkey.counter || (counted === 0 && passkey.counter === 0);
  return isRising ? note(db, passkey, { counter: counted, nowMs }) : suspect(db, passkey, nowMs);
}

/** The count that was signed; null when the signature, origin or verification is not right. */
async function countSigned(
  passkey: Passkey,
  of: { readonly party: RelyingParty; readonly response: AssertionResponse; readonly challenge: string },
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...of.response, clientExtensionResults: {} },
      expectedChallenge: of.challenge,
      expectedOrigin: of.party.origin,
      expectedRPID: of.party.id,
      requireUserVerification: true,
      // The count is judged here, not there, so that one that ran backwards can be told from a bad signature.
      credential: {
        id: passkey.credentialId,
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    });
    return verified && authenticationInfo.userVerified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

/** Compare and set: of two answers with one count only one passes. */
async function note(
  db: Db,
  passkey: Passkey,
  { counter, nowMs }: { readonly counter: number; readonly nowMs: number },
): Promise<Result<Passkey, AssertionError>> {
  const { credentialId } = passkey;
  const unchanged = and(
    eq(passkeys.credentialId, credentialId),
    eq(passkeys.counter, passkey.counter),
    isNull(passkeys.suspectAt),
  );
  const noted = await db
    .update(passkeys)
    .set({ counter, lastUsedAt: nowMs })
    .where(unchanged)
    .returning({ credentialId: passkeys.credentialId });
  return noted.length > 0 ? ok(passkey) : refuse(db, passkey);
}

function refuse(db: Db, passkey: Passkey): Promise<Result<never, AssertionError>> {
  return db.transaction((tx) => {
    const { userId, passkeyId } = passkey;
    noteInTrail(tx, { userId, what: 'code_refused', details: { reason: 'passkey_refused', passkeyId } });
    return Promise.resolve(err('passkey_refused'));
  });
}

/** A count that ran backwards means two authenticators with one key: neither is trusted again. */
function suspect(db: Db, passkey: Passkey, nowMs: number): Promise<Result<never, AssertionError>> {
  return db.transaction(async (tx) => {
    const { userId, name, credentialId } = passkey;
    await tx.update(passkeys).set({ suspectAt: nowMs }).where(eq(passkeys.credentialId, credentialId));
    await recordActivity(tx, { userId, atMs: nowMs, code: 'passkey_suspect', details: { passkey: name } });
    return err('passkey_refused');
  });
}
