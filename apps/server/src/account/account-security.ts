// What a person changes about how they prove who they are; every change needs a proof made for it just now.

import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, ne } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession } from '../api/api-base.ts';
import { consumeStepUp, grantStepUp, type StepUpError, type StepUpSubject } from '../step-up/step-up.ts';
import type { Db } from '../store/database.ts';
import { secondFactors, sessions, users } from '../store/schema/account-schema.ts';
import type { Origin } from './accounts.ts';
import { hashPassword, isPasswordOf, passwordProblem } from './password.ts';
import { dropRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts';
import type { ServerKey } from './server-key.ts';
import { endSessionsOf, sessionsOf, startSession } from './session-store.ts';
import { type TryCounter, tryLimiter } from './try-limiter.ts';

export interface SecurityNeeds {
  readonly db: Db;
  readonly key: ServerKey;
  readonly wall: Clock;
}

type Refusable<T, Code extends string> = Promise<Result<T, Code | StepUpError | 'step_up_needed'>>;

/** After the second factor was turned off, nothing is linked for a day: time to notice that it was somebody else. */
const linkingHeldMs = 24 * 3_600_000;

/** Changes the password and ends every session; answers the token of the one that takes this one's place. */
export async function changePassword(
  needs: SecurityNeeds,
  session: HeldSession,
  form: {
    readonly password: string;
    readonly newPassword: string;
    readonly stepUpCode: string | null;
    readonly origin: Origin;
  },
): Refusable<string, 'password_too_short' | 'password_too_common'> {
  const problem = passwordProblem(form.newPassword, session.person);
  if (problem !== null) return err(problem);
  const right = await checkPassword(needs, session, form.password);
  if (!right.ok) return right;
  const proof = session.person.hasSecondFactor ? form.stepUpCode : form.password;
  if (proof === null) return err('step_up_needed');
  const passwordHash = await hashPassword(form.newPassword);
  const subject = { action: 'change_password', params: {} } as const;
  const change = async (tx: Db, nowMs: number) => {
    const { userId } = session.person;
    await tx.update(users).set({ passwordHash }).where(eq(users.userId, userId));
    await recordActivity(tx, { userId, atMs: nowMs, code: 'password_changed' });
    return renewAll(tx, { userId, origin: form.origin, nowMs });
  };
  return protect(needs, session, { subject, proof, change });
}

/** Turns the second factor off, ends every session, and holds back linking; answers the new session's token. */
export async function turnSecondFactorOff(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly password: string; readonly stepUpCode: string; readonly origin: Origin },
): Refusable<string, 'second_factor_off'> {
  if (!session.person.hasSecondFactor) return err('second_factor_off');
  const right = await checkPassword(needs, session, form.password);
  if (!right.ok) return right;
  const subject = { action: 'turn_second_factor_off', params: {} } as const;
  const change = async (tx: Db, nowMs: number) => {
    const { userId } = session.person;
    await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
    await dropRecoveryCodes(tx, userId);
    await tx
      .update(users)
      .set({ linkingHeldUntil: nowMs + linkingHeldMs })
      .where(eq(users.userId, userId));
    await recordActivity(tx, { userId, atMs: nowMs, code: 'second_factor_turned_off' });
    return renewAll(tx, { userId, origin: form.origin, nowMs });
  };
  return protect(needs, session, { subject, proof: form.stepUpCode, change });
}

/** Whether a second factor was turned off so recently that nothing may be linked. */
export async function isLinkingHeld(
  { db, wall }: Omit<SecurityNeeds, 'key'>,
  userId: string,
): Promise<boolean> {
  const [user] = await db.select().from(users).where(eq(users.userId, userId));
  return (user?.linkingHeldUntil ?? 0) > wall.nowMs();
}

/** A new set of recovery codes in place of the old one. */
export async function renewRecoveryCodes(
  needs: SecurityNeeds,
  session: HeldSession,
  stepUpCode: string,
): Refusable<readonly string[], 'second_factor_off'> {
  if (!session.person.hasSecondFactor) return err('second_factor_off');
  const subject = { action: 'renew_recovery_codes', params: {} } as const;
  const change = async (tx: Db, nowMs: number) => {
    const { userId } = session.person;
    await recordActivity(tx, { userId, atMs: nowMs, code: 'recovery_codes_made' });
    return makeRecoveryCodes(tx, { userId, nowMs });
  };
  return protect(needs, session, { subject, proof: stepUpCode, change });
}

/** Ends the session of that id, or with null every session but this one. */
export async function endOwnSessions(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly sessionId: string | null; readonly stepUpCode: string },
): Refusable<null, 'session_unknown'> {
  const { userId } = session.person;
  const { sessionId } = form;
  const listed = await sessionsOf(needs.db, userId, needs.wall.nowMs());
  if (sessionId !== null && !listed.some((row) => row.sessionId === sessionId)) return err('session_unknown');
  const subject = { action: 'end_sessions', params: { sessions: sessionId ?? 'all_others' } } as const;
  const change = async (tx: Db, nowMs: number) => {
    const which =
      sessionId === null ? ne(sessions.sessionId, session.sessionId) : eq(sessions.sessionId, sessionId);
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), which))
      .returning({ sessionId: sessions.sessionId });
    const details = { count: String(ended.length) };
    await recordActivity(tx, { userId, atMs: nowMs, code: 'sessions_ended', details });
    return null;
  };
  return protect(needs, session, { subject, proof: form.stepUpCode, change });
}

/** Asks for the proof, and changes something in the transaction that uses the grant up. */
export async function protect<T>(
  needs: SecurityNeeds,
  session: HeldSession,
  asked: {
    readonly subject: StepUpSubject;
    readonly proof: string;
    readonly change: (tx: Db, nowMs: number) => Promise<T>;
  },
): Promise<Result<T, StepUpError | 'step_up_needed'>> {
  const granted = await grantStepUp(needs, session, asked);
  if (!granted.ok) return granted;
  const nowMs = needs.wall.nowMs();
  return needs.db.transaction(async (tx) => {
    const of = { sessionId: session.sessionId, subject: asked.subject, nowMs };
    return (await consumeStepUp(tx, of)) ? ok(await asked.change(tx, nowMs)) : err('step_up_needed');
  });
}

/** Ends every session of the person and begins one. */
async function renewAll(
  tx: Db,
  of: { readonly userId: string; readonly origin: Origin; readonly nowMs: number },
): Promise<string> {
  const { userId, origin, nowMs } = of;
  await endSessionsOf(tx, userId);
  const from = { address: origin.address, userAgent: origin.device.userAgent };
  return startSession(tx, { userId, stage: 'signed_in', nowMs, from });
}

async function checkPassword(
  needs: SecurityNeeds,
  { person }: HeldSession,
  password: string,
): Promise<Result<null, 'too_many_tries' | 'password_wrong'>> {
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'password_of_session', name: person.userId }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  const [user] = await needs.db.select().from(users).where(eq(users.userId, person.userId));
  if (!(await isPasswordOf(user?.passwordHash ?? null, password))) return err('password_wrong');
  await limiter.succeeded(counters);
  return ok(null);
}
