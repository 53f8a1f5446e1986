// The questions that authenticators answer: random, bound to who asked, good for one answer within five minutes.

import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { passkeyChallenges } from '../store/schema/passkey-schema.ts';

export type PasskeyPurpose = (typeof passkeyChallenges.$inferSelect)['purpose'];

/** Whom a challenge belongs to: the hash of a session's token, or of a browser's. */
export interface ChallengeOwner {
  readonly purpose: PasskeyPurpose;
  readonly boundTo: string;
}

export const challengeLifeMs = 5 * 60_000;

/** Makes a challenge of 256 random bits, base64url. */
export async function makeChallenge(
  db: Db,
  of: ChallengeOwner & { readonly name?: string; readonly nowMs: number },
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, of.nowMs));
  await db.insert(passkeyChallenges).values({
    challengeHash: hashOf(challenge),
    purpose: of.purpose,
    boundTo: of.boundTo,
    name: of.name ?? '',
    expiresAt: of.nowMs + challengeLifeMs,
  });
  return challenge;
}

/** Uses up the challenge that `clientDataJSON` (base64url) answers; null when there is none for this owner. */
export async function claimChallenge(
  db: Db,
  of: ChallengeOwner & { readonly clientDataJSON: string; readonly nowMs: number },
): Promise<{ readonly challenge: string; readonly name: string } | null> {
  const challenge = challengeIn(of.clientDataJSON);
  if (challenge === null) return null;
  const { challengeHash, purpose, boundTo, expiresAt } = passkeyChallenges;
  const [claimed] = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(challengeHash, hashOf(challenge)),
        eq(purpose, of.purpose),
        eq(boundTo, of.boundTo),
        gt(expiresAt, of.nowMs),
      ),
    )
    .returning();
  return claimed === undefined ? null : { challenge, name: claimed.name };
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    const isRecord = typeof data === 'object' && data !== null && 'challenge' in data;
    return isRecord && typeof data.challenge === 'string' ? data.challenge : null;
  } catch {
    return null;
  }
}

function hashOf(challenge: string): string {
  return createHash('sha256').update('passkey').update(challenge).digest('hex');
}
