// Sessions: random tokens kept only as hashes, renewed whenever their rights grow, ended when idle or old.

import { createHash, randomBytes } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';
import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { Caller, Person } from '../api/api-base.ts';
import type { Db } from '../store/database.ts';
import { secondFactors, sessions, users } from '../store/schema/account-schema.ts';

export type SessionStage = 'second_factor_needed' | 'signed_in';

/** A session ends after 7 days without use and after 30 days in any case. */
const idleMaxMs = 7 * 24 * 3_600_000;
const ageMaxMs = 30 * 24 * 3_600_000;

/** How long the code may be typed in after the password. */
const secondFactorMaxMs = 5 * 60_000;

/** Use is noted at most this often, so that reading a page does not write each time. */
const noteUseEveryMs = 60_000;

/** Starts a session and answers its token: 256 random bits that exist nowhere but in the person's cookie. */
export async function startSession(
  db: Db,
  session: {
    readonly userId: string;
    readonly stage: SessionStage;
    readonly nowMs: number;
    readonly from: { readonly address: string; readonly userAgent: string };
  },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.insert(sessions).values({
    tokenHash: hashToken(token),
    sessionId: `session_${base32Lower(randomBytes(10))}`,
    address: session.from.address,
    userAgent: session.from.userAgent,
    userId: session.userId,
    stage: session.stage,
    startedAt: session.nowMs,
    lastSeenAt: session.nowMs,
  });
  return token;
}

/** Keeps a session from ending until the transaction `tx` does; false when it has ended already. */
export async function holdSession(tx: Db, tokenHash: string): Promise<boolean> {
  const held = await tx.select().from(sessions).where(eq(sessions.tokenHash, tokenHash)).for('update');
  return held.length > 0;
}

/** Ends one session, if it has not ended already. */
export async function endSession(db: Db, tokenHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}

/** Ends every session of a person. */
export async function endSessionsOf(db: Db, userId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.userId, userId));
}

/** Who holds `token` at `nowMs`; an unknown, idle or old token is nobody's. */
export async function callerOf(db: Db, token: string | undefined, nowMs: number): Promise<Caller> {
  if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return { kind: 'anonymous' };
  const tokenHash = hashToken(token);
  const [found] = await db
    .select({ session: sessions, user: users, factorState: secondFactors.state })
    .from(sessions)
    .innerJoin(users, eq(users.userId, sessions.userId))
    .leftJoin(secondFactors, eq(secondFactors.userId, sessions.userId))
    .where(eq(sessions.tokenHash, tokenHash));
  if (found === undefined || hasEnded(found.session, nowMs)) return { kind: 'anonymous' };
  if (nowMs - found.session.lastSeenAt > noteUseEveryMs) {
    await db.update(sessions).set({ lastSeenAt: nowMs }).where(eq(sessions.tokenHash, tokenHash));
  }
  const person = personOf(found.user, found.factorState === 'on');
  return { kind: found.session.stage, person, tokenHash, sessionId: found.session.sessionId };
}

/** The sessions of a person that are signed in and have not ended, newest use first. */
export async function sessionsOf(
  db: Db,
  userId: string,
  nowMs: number,
): Promise<readonly (typeof sessions.$inferSelect)[]> {
  const mine = and(eq(sessions.userId, userId), eq(sessions.stage, 'signed_in'));
  const rows = await db.select().from(sessions).where(mine).orderBy(desc(sessions.lastSeenAt));
  return rows.filter((row) => !hasEnded(row, nowMs));
}

/** Removes the rows of sessions that have ended by themselves. */
export async function removeEndedSessions(db: Db, nowMs: number): Promise<void> {
  await db
    .delete(sessions)
    .where(
      or(
        lt(sessions.lastSeenAt, nowMs - idleMaxMs),
        lt(sessions.startedAt, nowMs - ageMaxMs),
        and(eq(sessions.stage, 'second_factor_needed'), lt(sessions.startedAt, nowMs - secondFactorMaxMs)),
      ),
    );
}

function hasEnded(session: typeof sessions.$inferSelect, nowMs: number): boolean {
  const age = nowMs - session.startedAt;
  if (session.stage === 'second_factor_needed') return age >= secondFactorMaxMs;
  return age >= ageMaxMs || nowMs - session.lastSeenAt >= idleMaxMs;
}

export function personOf(user: typeof users.$inferSelect, hasSecondFactor: boolean): Person {
  const { userId, name, email, language } = user;
  return { userId, name, email, language, hasSecondFactor };
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
