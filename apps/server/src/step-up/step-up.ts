// A session alone is not enough for what matters: one proof permits one action with exactly these parameters, once.

import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { claimFactor, type Factor } from '../account/claim-factor.ts';
import { claimPasskeyProof, isPasskeyProof } from '../account/passkey-proof.ts';
import { isPasswordOf } from '../account/password.ts';
import type { CodeError } from '../account/second-factor.ts';
import type { ServerKey } from '../account/server-key.ts';
import { holdSession } from '../account/session-store.ts';
import { type TryCounter, tryLimiter } from '../account/try-limiter.ts';
import type { HeldSession, Person } from '../api/api-base.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Db } from '../store/database.ts';
import { stepUpGrants, users } from '../store/schema/account-schema.ts';

export type StepUpAction =
  | 'link_key'
  | 'unlink_key'
  | 'replace_key'
  | 'release_link'
  | 'start_plan'
  | 'raise_plan'
  | 'loosen_limits'
  | 'start_buying'
  | 'close_held_order'
  | 'change_password'
  | 'turn_second_factor_off'
  | 'turn_notices_off'
  | 'renew_recovery_codes'
  | 'end_sessions'
  | 'export_trail'
  | 'export_data'
  | 'add_passkey'
  | 'remove_passkey';

/** What is to be permitted: an action and everything that decides what it does, as plain texts. */
export interface StepUpSubject {
  readonly action: StepUpAction;
  readonly params: Readonly<Record<string, string>>;
}

export interface StepUpNeeds {
  readonly db: Db;
  readonly key: ServerKey;
  readonly wall: Clock;
}

/** Why a proof is not accepted, in order of precedence. */
export type StepUpError = 'too_many_tries' | 'session_expired' | 'password_wrong' | CodeError;

/** A grant that is not used by then is worth nothing. */
export const grantLifeMs = 120_000;

/**
 * Permits `subject` to this session once. The proof is a code of the second factor or what a passkey's answer was
 * turned into; a person who has no second factor shows the password instead.
 */
export async function grantStepUp(
  needs: StepUpNeeds,
  session: HeldSession,
  asked: { readonly subject: StepUpSubject; readonly proof: string },
): Promise<Result<null, StepUpError>> {
  const { person } = session;
  const limiter = tryLimiter(needs);
  const isPassword = !person.hasSecondFactor && !isPasskeyProof(asked.proof);
  const kind = isPassword ? 'password_of_session' : 'code_of_account';
  const counters: TryCounter[] = [{ kind, name: person.userId }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  // Before the transaction: hashing takes long, and the embedded database has one connection for everybody.
  const hasPassword = isPassword ? await hasRightPassword(needs.db, person, asked.proof) : null;
  const outcome = await needs.db.transaction(async (tx) => {
    const proved = await prove(tx, { needs, session, proof: asked.proof, hasPassword });
    note(tx, { session, subject: asked.subject, proved });
    if (proved.ok) await insertGrant(tx, { session, subject: asked.subject, nowMs: needs.wall.nowMs() });
    return proved;
  });
  if (!outcome.ok) return outcome;
  await limiter.succeeded(counters);
  return ok(null);
}

/**
 * Uses up a grant of this session for exactly this subject, inside the transaction of the protected change; false
 * when there is none, and then nothing may be changed.
 */
export async function consumeStepUp(
  tx: Db,
  of: { readonly sessionId: string; readonly subject: StepUpSubject; readonly nowMs: number },
): Promise<boolean> {
  const { grantId, sessionId, action, paramsHash, expiresAt, usedAt } = stepUpGrants;
  const one = tx
    .select({ grantId })
    .from(stepUpGrants)
    .where(
      and(
        eq(sessionId, of.sessionId),
        eq(action, of.subject.action),
        eq(paramsHash, hashOfParams(of.subject)),
        gt(expiresAt, of.nowMs),
        isNull(usedAt),
      ),
    )
    .limit(1)
    .for('update');
  const used = await tx
    .update(stepUpGrants)
    .set({ usedAt: of.nowMs })
    .where(and(inArray(grantId, one), isNull(usedAt)))
    .returning({ grantId });
  return used.length > 0;
}

/** Removes grants that can no longer be used. */
export async function removeOldGrants(db: Db, nowMs: number): Promise<void> {
  await db.delete(stepUpGrants).where(lt(stepUpGrants.expiresAt, nowMs - 24 * 3_600_000));
}

type Proved = Result<Factor | 'password' | 'passkey', Exclude<StepUpError, 'too_many_tries'>>;

async function prove(
  tx: Db,
  of: {
    readonly needs: StepUpNeeds;
    readonly session: HeldSession;
    readonly proof: string;
    readonly hasPassword: boolean | null;
  },
): Promise<Proved> {
  const { needs, session, proof, hasPassword } = of;
  // Held until the end: a session that was ended meanwhile is permitted nothing.
  if (!(await holdSession(tx, session.tokenHash))) return err('session_expired');
  if (hasPassword !== null) return hasPassword ? ok('password') : err('password_wrong');
  const { userId } = session.person;
  if (isPasskeyProof(proof)) {
    const { sessionId } = session;
    const claim = { proof, sessionId, userId, nowMs: needs.wall.nowMs() };
    return (await claimPasskeyProof(tx, claim)) ? ok('passkey') : err('code_used');
  }
  return claimFactor(tx, { userId, code: proof, key: needs.key, nowMs: needs.wall.nowMs() });
}

function note(
  tx: Db,
  of: { readonly session: HeldSession; readonly subject: StepUpSubject; readonly proved: Proved },
): void {
  const { action } = of.subject;
  const { userId } = of.session.person;
  const params = hashOfParams(of.subject);
  if (of.proved.ok) {
    noteInTrail(tx, {
      userId,
      what: 'step_up_granted',
      details: { action, params, factor: of.proved.value },
    });
  } else {
    noteInTrail(tx, {
      userId,
      what: 'step_up_refused',
      details: { action, params, reason: of.proved.error },
    });
  }
}

async function insertGrant(
  tx: Db,
  of: { readonly session: HeldSession; readonly subject: StepUpSubject; readonly nowMs: number },
): Promise<void> {
  await tx.insert(stepUpGrants).values({
    grantId: randomUUID(),
    sessionId: of.session.sessionId,
    action: of.subject.action,
    paramsHash: hashOfParams(of.subject),
    expiresAt: of.nowMs + grantLifeMs,
    usedAt: null,
  });
}

async function hasRightPassword(db: Db, person: Person, password: string): Promise<boolean> {
  const [user] = await db.select().from(users).where(eq(users.userId, person.userId));
  return isPasswordOf(user?.passwordHash ?? null, password);
}

function hashOfParams(subject: StepUpSubject): string {
  return createHash('sha256').update(canonicalJson(subject.params)).digest('hex');
}
