// Codes for the day the phone is lost: ten at a time, each once, kept only as hashes.

import { createHash, randomBytes } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';
import { and, count, eq, isNull } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { recoveryCodes } from '../store/schema/account-schema.ts';

const setSize = 10;

/** 120 bits: too many to guess even from the hash, which therefore needs no slow function. */
const codeBytes = 15;

/** Makes a set that takes the place of the old one. The codes are shown now and never again. */
export async function makeRecoveryCodes(
  tx: Db,
  of: { readonly userId: string; readonly nowMs: number },
): Promise<readonly string[]> {
  const codes = Array.from({ length: setSize }, () => base32Lower(randomBytes(codeBytes)));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, of.userId));
  await tx.insert(recoveryCodes).values(
    codes.map((code) => ({
      codeHash: hashOf(of.userId, code),
      userId: of.userId,
      createdAt: of.nowMs,
      usedAt: null,
    })),
  );
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

/** Whether `text`, without blanks and dashes, has the form of a recovery code. */
export function isRecoveryCode(text: string): boolean {
  return /^[a-z2-7]{24}$/i.test(text);
}

/** Uses `code` up in one statement, so that it passes once however many ask at the same moment. */
export async function claimRecoveryCode(
  tx: Db,
  claim: { readonly userId: string; readonly code: string; readonly nowMs: number },
): Promise<'claimed' | 'wrong' | 'used'> {
  const codeHash = hashOf(claim.userId, claim.code.toLowerCase());
  const mine = and(eq(recoveryCodes.userId, claim.userId), eq(recoveryCodes.codeHash, codeHash));
  const claimed = await tx
    .update(recoveryCodes)
    .set({ usedAt: claim.nowMs })
    .where(and(mine, isNull(recoveryCodes.usedAt)))
    .returning({ codeHash: recoveryCodes.codeHash });
  if (claimed.length > 0) return 'claimed';
  const [known] = await tx.select().from(recoveryCodes).where(mine);
  return known === undefined ? 'wrong' : 'used';
}

/** How many codes are still good. */
export async function recoveryCodesLeft(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return row?.left ?? 0;
}

/** Removes every code of a person. */
export async function dropRecoveryCodes(tx: Db, userId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

function hashOf(userId: string, code: string): string {
  return createHash('sha256').update(`recovery_code:${userId}:${code}`).digest('hex');
}
