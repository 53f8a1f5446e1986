// A new password for who forgot theirs: a link that the operator makes, good once and for half an hour, past no other factor.

import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, gt } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Db } from '../store/database.ts';
import { passwordResets, users } from '../store/schema/account-schema.ts';
import type { SecurityNeeds } from './account-security.ts';
import { networkOf } from './network-of.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { endSessionsOf } from './session-store.ts';
import { type TryCounter, tryLimiter } from './try-limiter.ts';

export const resetLifeMs = 30 * 60_000;

/** Makes the token of a link, 256 random bits; an earlier one of this person stops working. */
export async function makeReset(
  db: Db,
  of: { readonly email: string; readonly nowMs: number },
): Promise<Result<string, 'email_unknown'>> {
  const emailKey = of.email.normalize('NFC').trim().toLowerCase();
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey));
  if (user === undefined) return err('email_unknown');
  const { userId } = user;
  const token = randomBytes(32).toString('base64url');
  await db.transaction(async (tx) => {
    await tx.delete(passwordResets).where(eq(passwordResets.userId, userId));
    await tx
      .insert(passwordResets)
      .values({ tokenHash: hashOf(token), userId, expiresAt: of.nowMs + resetLifeMs });
    noteInTrail(tx, { userId, what: 'reset_link_made', details: {} });
  });
  return ok(token);
}

/**
 * Sets the new password and ends every session. No session begins: whoever holds the link still has to log in, with
 * the second factor where it is on.
 */
export async function resetPassword(
  needs: SecurityNeeds,
  form: { readonly token: string; readonly newPassword: string; readonly address: string },
): Promise<
  Result<null, 'too_many_tries' | 'reset_link_ended' | 'password_too_short' | 'password_too_common'>
> {
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'tries_of_address', name: networkOf(form.address) }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  const nowMs = needs.wall.nowMs();
  const good = and(eq(passwordResets.tokenHash, hashOf(form.token)), gt(passwordResets.expiresAt, nowMs));
  const [found] = await needs.db
    .select({ user: users })
    .from(passwordResets)
    .innerJoin(users, eq(users.userId, passwordResets.userId))
    .where(good);
  if (found === undefined) return err('reset_link_ended');
  const problem = passwordProblem(form.newPassword, found.user);
  if (problem !== null) return err(problem);
  const passwordHash = await hashPassword(form.newPassword);
  const { userId } = found.user;
  const isSet = await needs.db.transaction(async (tx) => {
    const claimed = await tx.delete(passwordResets).where(good).returning();
    if (claimed.length === 0) return false;
    await tx.update(users).set({ passwordHash }).where(eq(users.userId, userId));
    await endSessionsOf(tx, userId);
    await recordActivity(tx, { userId, atMs: nowMs, code: 'password_reset' });
    return true;
  });
  if (!isSet) return err('reset_link_ended');
  await limiter.succeeded(counters);
  return ok(null);
}

function hashOf(token: string): string {
  return createHash('sha256').update('password_reset').update(token).digest('hex');
}
