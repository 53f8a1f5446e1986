// What a person can do with their account; every refusal is a code, and no half-made account is ever left.

import { randomUUID } from 'node:crypto';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { Person } from '../api/api-base.ts';
import type { Language } from '../api-contract/account-contract.ts';
import type { Db } from '../store/database.ts';
import { isUniqueViolation } from '../store/database-error.ts';
import { secondFactors, users } from '../store/schema/account-schema.ts';
import { hashPassword, isPasswordOf, passwordLengthMin, passwordProblem } from './password.ts';
import { beginEnrolment, type CodeError, claimCode, type Enrolment } from './second-factor.ts';
import type { ServerKey } from './server-key.ts';
import { endSession, endSessionsOf, holdSession, personOf, startSession } from './session-store.ts';
import { type TryCounter, tryLimiter } from './try-limiter.ts';

/** A refusal with the texts that its sentence may name. */
export interface AccountRefusal<Code extends string> {
  readonly code: Code;
  readonly details: Readonly<Record<string, string>>;
}

type Outcome<T, Code extends string> = Promise<Result<T, AccountRefusal<Code>>>;

/** A session just begun: its token goes into the cookie and nowhere else. */
export interface Begun {
  readonly token: string;
  readonly stage: 'second_factor_needed' | 'signed_in';
  readonly person: Person;
}

/** From where: the socket's address, and the session that the browser already held, which ends. */
export interface Origin {
  readonly address: string;
  readonly heldTokenHash: string | null;
}

export interface SignUpForm {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly language: Language;
}

export interface Accounts {
  signUp(
    form: SignUpForm,
    origin: Origin,
  ): Outcome<
    Begun,
    'email_malformed' | 'password_too_short' | 'password_too_common' | 'email_taken' | 'too_many_tries'
  >;
  signIn(
    form: { readonly email: string; readonly password: string },
    origin: Origin,
  ): Outcome<Begun, 'credentials_wrong' | 'too_many_tries'>;
  /** The second step; `session` is the one that waits for the code, and a new one takes its place. */
  confirmSignIn(
    session: HeldSession,
    code: string,
  ): Outcome<Begun, 'session_expired' | 'too_many_tries' | CodeError>;
  signOut(tokenHash: string): Promise<void>;
  setLanguage(userId: string, language: Language): Promise<void>;
  beginSecondFactor(
    person: Person,
    password: string,
  ): Outcome<Enrolment, 'password_wrong' | 'second_factor_on' | 'too_many_tries'>;
  /** Turns the second factor on, ends every other session and renews this one. */
  confirmSecondFactor(
    session: HeldSession,
    code: string,
  ): Outcome<Begun, 'session_expired' | 'too_many_tries' | CodeError>;
}

export interface HeldSession {
  readonly person: Person;
  readonly tokenHash: string;
}

export interface AccountNeeds {
  readonly db: Db;
  readonly key: ServerKey;
  readonly wall: Clock;
}

export function accountsOf(needs: AccountNeeds): Accounts {
  return {
    signUp: (form, origin) => signUp(needs, form, origin),
    signIn: (form, origin) => signIn(needs, form, origin),
    confirmSignIn: (session, code) => confirmCode(needs, session, { code, state: 'on' }),
    signOut: async (tokenHash) => {
      await endSession(needs.db, tokenHash);
    },
    setLanguage: async (userId, language) => {
      await needs.db.update(users).set({ language }).where(eq(users.userId, userId));
    },
    beginSecondFactor: (person, password) => beginSecondFactor(needs, person, password),
    confirmSecondFactor: (session, code) => confirmCode(needs, session, { code, state: 'pending' }),
  };
}

async function signUp(needs: AccountNeeds, form: SignUpForm, origin: Origin): ReturnType<Accounts['signUp']> {
  const email = form.email.normalize('NFC');
  if (!isEmail(email)) return refused('email_malformed');
  const problem = passwordProblem(form.password, { email, name: form.name });
  if (problem !== null) return refused(problem, { minimum: String(passwordLengthMin) });
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'tries_of_address', name: origin.address }];
  if (!(await limiter.mayTry(counters))) return refused('too_many_tries');
  const passwordHash = await hashPassword(form.password);
  const nowMs = needs.wall.nowMs();
  const user = {
    userId: randomUUID(),
    name: form.name,
    email,
    emailKey: email.toLowerCase(),
    passwordHash,
    language: form.language,
    createdAt: nowMs,
  };
  try {
    const token = await needs.db.transaction(async (tx) => {
      await tx.insert(users).values(user);
      await recordActivity(tx, { userId: user.userId, atMs: nowMs, code: 'account_created' });
      if (origin.heldTokenHash !== null) await endSession(tx, origin.heldTokenHash);
      return startSession(tx, { userId: user.userId, stage: 'signed_in', nowMs });
    });
    await limiter.succeeded(counters);
    return ok({ token, stage: 'signed_in', person: personOf(user, false) });
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key_unique')) return refused('email_taken');
    throw error;
  }
}

async function signIn(
  needs: AccountNeeds,
  form: { readonly email: string; readonly password: string },
  origin: Origin,
): ReturnType<Accounts['signIn']> {
  const emailKey = form.email.normalize('NFC').toLowerCase();
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [
    { kind: 'tries_of_address', name: origin.address },
    { kind: 'password_of_account', name: emailKey },
  ];
  if (!(await limiter.mayTry(counters))) return refused('too_many_tries');
  const [found] = await needs.db
    .select({ user: users, factorState: secondFactors.state })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.userId))
    .where(eq(users.emailKey, emailKey));
  const isRight = await isPasswordOf(found?.user.passwordHash ?? null, form.password);
  if (!isRight || found === undefined) return refused('credentials_wrong');
  await limiter.succeeded(counters);
  const hasSecondFactor = found.factorState === 'on';
  const stage = hasSecondFactor ? 'second_factor_needed' : 'signed_in';
  const nowMs = needs.wall.nowMs();
  const { userId } = found.user;
  const token = await needs.db.transaction(async (tx) => {
    if (origin.heldTokenHash !== null) await endSession(tx, origin.heldTokenHash);
    if (stage === 'signed_in') await recordActivity(tx, { userId, atMs: nowMs, code: 'signed_in' });
    return startSession(tx, { userId, stage, nowMs });
  });
  return ok({ token, stage, person: personOf(found.user, hasSecondFactor) });
}

/** A code of the app: at sign-in against the factor that is on, at enrolment against the pending one. */
async function confirmCode(
  needs: AccountNeeds,
  session: HeldSession,
  claim: { readonly code: string; readonly state: 'pending' | 'on' },
): Outcome<Begun, 'session_expired' | 'too_many_tries' | CodeError> {
  const { userId } = session.person;
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'code_of_account', name: userId }];
  if (!(await limiter.mayTry(counters))) return refused('too_many_tries');
  const nowMs = needs.wall.nowMs();
  const outcome = await needs.db.transaction(async (tx) => {
    // Held until the end: a session that ended meanwhile uses up no code and turns nothing on.
    if (!(await holdSession(tx, session.tokenHash))) return err('session_expired' as const);
    const claimed = await claimCode(tx, { userId, ...claim, key: needs.key, nowMs });
    if (!claimed.ok) return claimed;
    await endSession(tx, session.tokenHash);
    if (claim.state === 'pending') await endSessionsOf(tx, userId);
    const code = claim.state === 'pending' ? 'second_factor_turned_on' : 'signed_in';
    await recordActivity(tx, { userId, atMs: nowMs, code });
    return ok(await startSession(tx, { userId, stage: 'signed_in', nowMs }));
  });
  if (!outcome.ok) return refused(outcome.error);
  await limiter.succeeded(counters);
  const person = { ...session.person, hasSecondFactor: true };
  return ok({ token: outcome.value, stage: 'signed_in', person });
}

async function beginSecondFactor(
  needs: AccountNeeds,
  person: Person,
  password: string,
): ReturnType<Accounts['beginSecondFactor']> {
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'password_of_account', name: person.email.toLowerCase() }];
  if (!(await limiter.mayTry(counters))) return refused('too_many_tries');
  const [user] = await needs.db.select().from(users).where(eq(users.userId, person.userId));
  if (!(await isPasswordOf(user?.passwordHash ?? null, password))) return refused('password_wrong');
  await limiter.succeeded(counters);
  const { userId, email } = person;
  const enrolment = await beginEnrolment(needs.db, {
    userId,
    email,
    key: needs.key,
    nowMs: needs.wall.nowMs(),
  });
  return enrolment === null ? refused('second_factor_on') : ok(enrolment);
}

function refused<Code extends string>(
  code: Code,
  details: Readonly<Record<string, string>> = {},
): Result<never, AccountRefusal<Code>> {
  return err({ code, details });
}

/** One `@`, something before it, a name with a dot or `localhost` after it, and no blanks. */
function isEmail(text: string): boolean {
  return /^[^\s@\p{Cc}]{1,64}@(?:[^\s@.\p{Cc}]{1,63}\.)*[^\s@.\p{Cc}]{2,63}$/u.test(text);
}
