// A passkey's answer as a proof for step-up: a code of 160 random bits that stands in once, for one session, two minutes.

import { createHash, randomBytes } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { passkeyProofs } from '../store/schema/passkey-schema.ts';

const proofLifeMs = 120_000;

/** Makes the code, once the passkey's answer was found right. */
export async function makePasskeyProof(
  db: Db,
  of: { readonly sessionId: string; readonly userId: string; readonly nowMs: number },
): Promise<string> {
  const proof = `passkey-${base32Lower(randomBytes(20))}`;
  const { sessionId, userId } = of;
  await db.delete(passkeyProofs).where(lt(passkeyProofs.expiresAt, of.nowMs));
  await db
    .insert(passkeyProofs)
    .values({ proofHash: hashOf(proof), sessionId, userId, expiresAt: of.nowMs + proofLifeMs });
  return proof;
}

/** Whether `text` has the form of such a code. */
export function isPasskeyProof(text: string): boolean {
  return /^passkey-[a-z2-7]{32}$/.test(text);
}

/** Uses the code up in one statement; false when it is another session's, too old, or used. */
export async function claimPasskeyProof(
  tx: Db,
  of: { readonly proof: string; readonly sessionId: string; readonly userId: string; readonly nowMs: number },
): Promise<boolean> {
  const { proofHash, sessionId, userId, expiresAt } = passkeyProofs;
  const claimed = await tx
    .delete(passkeyProofs)
    .where(
      and(
        eq(proofHash, hashOf(of.proof)),
        eq(sessionId, of.sessionId),
        eq(userId, of.userId),
        gt(expiresAt, of.nowMs),
      ),
    )
    .returning({ proofHash });
  return claimed.length > 0;
}

function hashOf(proof: string): string {
  return createHash('sha256').update(proof).digest('hex');
}
