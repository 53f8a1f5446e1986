// The authenticator app's codes: each 30-second step is accepted at most once, and a later one only.

import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, lt } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { Db } from '../store/database.ts';
import { secondFactors } from '../store/schema/account-schema.ts';
import type { ServerKey } from './server-key.ts';

/** RFC 6238: steps of 30 seconds, six digits, SHA-1, which every authenticator app knows. */
const stepMs = 30_000;
const digits = 6;
const secretBytes = 20;

/** How long a secret that was shown waits for its first code. */
const enrolmentMaxMs = 5 * 60_000;

/** Why a code is not accepted, in order of precedence. */
export type CodeError = 'code_malformed' | 'enrolment_not_started' | 'code_wrong' | 'code_used';

/** What an authenticator app needs: as a QR code, or typed in by hand. */
export interface Enrolment {
  readonly otpauthUri: string;
  readonly manualKey: string;
}

/** Starts enrolment anew with a fresh secret; null when the second factor is already on. */
export async function beginEnrolment(
  db: Db,
  request: {
    readonly userId: string;
    readonly email: string;
    readonly key: ServerKey;
    readonly nowMs: number;
  },
): Promise<Enrolment | null> {
  const bytes = randomBytes(secretBytes);
  const row = {
    userId: request.userId,
    sealedSecret: request.key.seal(bytes, boundTo(request.userId)),
    state: 'pending' as const,
    lastUsedStep: 0,
    createdAt: request.nowMs,
  };
  const begun = await db
    .insert(secondFactors)
    .values(row)
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: row,
      setWhere: eq(secondFactors.state, 'pending'),
    })
    .returning({ userId: secondFactors.userId });
  if (begun.length === 0) return null;
  const totp = totpOf(bytes, request.email);
  return { otpauthUri: totp.toString(), manualKey: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 ') };
}

/**
 * Accepts `code` once: the step it belongs to, one before or one after now, becomes the newest used step in one
 * statement, so that the same code at the same moment passes exactly once. A pending factor is turned on by it.
 */
export async function claimCode(
  db: Db,
  claim: {
    readonly userId: string;
    readonly state: 'pending' | 'on';
    readonly code: string;
    readonly key: ServerKey;
    readonly nowMs: number;
  },
): Promise<Result<null, CodeError>> {
  const code = claim.code.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return err('code_malformed');
  const mine = and(eq(secondFactors.userId, claim.userId), eq(secondFactors.state, claim.state));
  const [factor] = await db.select().from(secondFactors).where(mine);
  const isPendingTooLong =
    claim.state === 'pending' && claim.nowMs - (factor?.createdAt ?? 0) >= enrolmentMaxMs;
  if (factor === undefined || isPendingTooLong) return err('enrolment_not_started');
  const secret = claim.key.open(factor.sealedSecret, boundTo(claim.userId));
  if (!secret.ok) throw new Error('a stored second factor does not open with the key of this installation');
  const delta = totpOf(secret.value, '').validate({ token: code, timestamp: claim.nowMs, window: 1 });
  if (delta === null) return err('code_wrong');
  const step = Math.floor(claim.nowMs / stepMs) + delta;
  const claimed = await db
    .update(secondFactors)
    .set({ lastUsedStep: step, state: 'on' })
    .where(
      and(mine, lt(secondFactors.lastUsedStep, step), eq(secondFactors.sealedSecret, factor.sealedSecret)),
    )
    .returning({ userId: secondFactors.userId });
  return claimed.length > 0 ? ok(null) : err('code_used');
}

function totpOf(secret: Uint8Array, email: string): TOTP {
  return new TOTP({
    issuer: 'Mandato',
    label: email,
    algorithm: 'SHA1',
    digits,
    period: stepMs / 1000,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });
}

function boundTo(userId: string): string {
  return `second_factor:${userId}`;
}
