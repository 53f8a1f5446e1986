// What a person can do with their account; every refusal is a code, and no half-made account is ever left.

import { randomUUID } from 'node:crypto';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession, Person } from '../api/api-base.ts';
import type { Language } from '../api-contract/account-contract.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Db } from '../store/database.ts';
import { isUniqueViolation } from '../store/database-error.ts';
import { secondFactors, users } from '../store/schema/account-schema.ts';
import { claimFactor } from './claim-factor.ts';
import { type Device, isKnownDevice, rememberDevice } from './known-devices.ts';
import { networkOf } from './network-of.ts';
import {
  hashPassword,
  isHashedTooLightly,
  isPasswordOf,
  passwordLengthMin,
  passwordProblem,
} from './password.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
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
  /** The lasting cookie for a browser that has none yet. */
  readonly newDeviceToken: string | null;
  readonly stage: 'second_factor_needed' | 'signed_in';
  readonly person: Person;
}

/** From where: the socket's address, the browser, and the session that it already held, which ends. */
export interface Origin {
  readonly address: string;
  readonly device: Device;
  readonly heldTokenHash: string | null;
}

/** The second factor is on; these are shown now and never again. */
export interface Enrolled {
  readonly begun: Begun;
  readonly recoveryCodes: readonly string[];
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
    origin: Origin,
  ): Outcome<Begun, 'session_expired' | 'too_many_tries' | CodeError>;
  signOut(session: HeldSession): Promise<void>;
  setLanguage(userId: string, language: Language): Promise<void>;
  beginSecondFactor(
    person: Person,
    password: string,
  ): Outcome<Enrolment, 'password_wrong' | 'second_factor_on' | 'too_many_tries'>;
  /** Turns the second factor on, ends every other session and renews this one. */
  confirmSecondFactor(
    session: HeldSession,
    code: string,
    origin: Origin,
  ): Outcome<Enrolled, 'session_expired' | 'too_many_tries' | CodeError>;
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
    confirmSignIn: (session, code, origin) => confirmSignIn(needs, session, { code, origin }),
    signOut: (session) =>
      needs.db.transaction(async (tx) => {
        await endSession(tx, session.tokenHash);
        noteInTrail(tx, { userId: session.person.userId, what: 'signed_out', details: {} });
      }),
    setLanguage: async (userId, language) => {
      await needs.db.update(users).set({ language }).where(eq(users.userId, userId));
    },
    beginSecondFactor: (person, password) => beginSecondFactor(needs, person, password),
    confirmSecondFactor: (session, code, origin) => confirmEnrolment(needs, session, { code, origin }),
  };
}

async function signUp(needs: AccountNeeds, form: SignUpForm, origin: Origin): ReturnType<Accounts['signUp']> {
  const email = form.email.normalize('NFC');
  if (!isEmail(email)) return refused('email_malformed');
  const problem = passwordProblem(form.password, { email, name: form.name });
  if (problem !== null) return refused(problem, { minimum: String(passwordLengthMin) });
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'tries_of_address', name: networkOf(origin.address) }];
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
    linkingHeldUntil: null,
  };
  const { userId } = user;
  try {
    const begun = await needs.db.transaction(async (tx) => {
      await tx.insert(users).values(user);
      await recordActivity(tx, { userId, atMs: nowMs, code: 'account_created' });
      if (origin.heldTokenHash !== null) await endSession(tx, origin.heldTokenHash);
      const { newToken } = await rememberDevice(tx, { userId, device: origin.device, nowMs });
      const token = await startSession(tx, { userId, stage: 'signed_in', nowMs, from: fromOf(origin) });
      return { token, newDeviceToken: newToken };
    });
    await limiter.succeeded(counters);
    return ok({ ...begun, stage: 'signed_in', person: personOf(user, false) });
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
  const [found] = await needs.db
    .select({ user: users, factorState: secondFactors.state })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.userId))
    .where(eq(users.emailKey, emailKey));
  const userId = found?.user.userId ?? null;
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [
    { kind: 'tries_of_address', name: networkOf(origin.address) },
    // A browser that has signed in before is counted by itself: strangers who guess cannot keep its person out.
    (await isKnownDevice(needs.db, userId, origin.device))
      ? { kind: 'password_of_device', name: `${emailKey} ${origin.device.tokenHash}` }
      : { kind: 'password_of_account', name: emailKey },
  ];
  if (!(await limiter.mayTry(counters))) return refused('too_many_tries');
  const isRight = await isPasswordOf(found?.user.passwordHash ?? null, form.password);
  if (!isRight || found === undefined) {
    const line = { userId, what: 'sign_in_failed', details: { reason: 'credentials_wrong' } } as const;
    await needs.db.transaction((tx) => Promise.resolve(noteInTrail(tx, line)));
    return refused('credentials_wrong');
  }
  await limiter.succeeded(counters);
  await hashAgain(needs.db, found.user, form.password);
  const isComplete = found.factorState !== 'on';
  const begun = await beginSession(needs, {
    userId: found.user.userId,
    origin,
    isComplete,
    factor: 'password',
  });
  return ok({ ...begun, person: personOf(found.user, !isComplete) });
}

/** Keeps old accounts as safe as new ones when the work that a hash takes was raised. */
async function hashAgain(db: Db, user: typeof users.$inferSelect, password: string): Promise<void> {
  if (!isHashedTooLightly(user.passwordHash)) return;
  const passwordHash = await hashPassword(password);
  // Unless it was changed meanwhile.
  const unchanged = and(eq(users.userId, user.userId), eq(users.passwordHash, user.passwordHash));
  await db.update(users).set({ passwordHash }).where(unchanged);
}

/** The session after a right password or passkey; the sign-in is complete unless a code is still missing. */
export async function beginSession(
  { db, wall }: AccountNeeds,
  of: {
    readonly userId: string;
    readonly origin: Origin;
    readonly isComplete: boolean;
    readonly factor: 'password' | 'passkey';
  },
): Promise<Omit<Begun, 'person'>> {
  const { userId, origin, isComplete, factor } = of;
  const stage = isComplete ? 'signed_in' : 'second_factor_needed';
  const nowMs = wall.nowMs();
  return db.transaction(async (tx) => {
    if (origin.heldTokenHash !== null) await endSession(tx, origin.heldTokenHash);
    const newDeviceToken = isComplete ? await noteSignIn(tx, { userId, origin, nowMs, factor }) : null;
    const token = await startSession(tx, { userId, stage, nowMs, from: fromOf(origin) });
    return { token, newDeviceToken, stage };
  });
}

/** Tells of a complete sign-in, and whether it came from a browser that was never seen before. */
async function noteSignIn(
  tx: Db,
  of: { readonly userId: string; readonly origin: Origin; readonly nowMs: number; readonly factor: string },
): Promise<string | null> {
  const { userId, origin, nowMs, factor } = of;
  const { isNew, newToken } = await rememberDevice(tx, { userId, device: origin.device, nowMs });
  await recordActivity(tx, {
    userId,
    atMs: nowMs,
    code: isNew ? 'signed_in_new_device' : 'signed_in',
    details: { address: origin.address, browser: origin.device.userAgent, factor },
  });
  return newToken;
}

interface CodeShown {
  readonly code: string;
  readonly origin: Origin;
}

async function confirmSignIn(
  needs: AccountNeeds,
  session: HeldSession,
  { code, origin }: CodeShown,
): ReturnType<Accounts['confirmSignIn']> {
  const { userId } = session.person;
  const nowMs = needs.wall.nowMs();
  const outcome = await tryCode(needs, session, async (tx) => {
    const claimed = await claimFactor(tx, { userId, code, key: needs.key, nowMs });
    if (!claimed.ok) return claimed;
    await endSession(tx, session.tokenHash);
    const newDeviceToken = await noteSignIn(tx, { userId, origin, nowMs, factor: claimed.value });
    const token = await startSession(tx, { userId, stage: 'signed_in', nowMs, from: fromOf(origin) });
    return ok({ token, newDeviceToken, stage: 'signed_in' as const });
  });
  return outcome.ok ? ok({ ...outcome.value, person: session.person }) : refused(outcome.error);
}

async function confirmEnrolment(
  needs: AccountNeeds,
  session: HeldSession,
  { code, origin }: CodeShown,
): ReturnType<Accounts['confirmSecondFactor']> {
  const { userId } = session.person;
  const nowMs = needs.wall.nowMs();
  const outcome = await tryCode(needs, session, async (tx) => {
    const claimed = await claimCode(tx, { userId, code, state: 'pending', key: needs.key, nowMs });
    if (!claimed.ok) return claimed;
    await endSessionsOf(tx, userId);
    await recordActivity(tx, { userId, atMs: nowMs, code: 'second_factor_turned_on' });
    const recoveryCodes = await makeRecoveryCodes(tx, { userId, nowMs });
    const token = await startSession(tx, { userId, stage: 'signed_in', nowMs, from: fromOf(origin) });
    return ok({ token, recoveryCodes });
  });
  if (!outcome.ok) return refused(outcome.error);
  const { token, recoveryCodes } = outcome.value;
  const person = { ...session.person, hasSecondFactor: true };
  return ok({ begun: { token, newDeviceToken: null, stage: 'signed_in', person }, recoveryCodes });
}

/** One counted try of a code, in a transaction through which the session is held. */
async function tryCode<T>(
  needs: AccountNeeds,
  session: HeldSession,
  work: (tx: Db) => Promise<Result<T, CodeError>>,
): Promise<Result<T, 'session_expired' | 'too_many_tries' | CodeError>> {
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'code_of_account', name: session.person.userId }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  const outcome = await needs.db.transaction(async (tx) => {
    // Held until the end: a session that ended meanwhile uses up no code and turns nothing on.
    if (!(await holdSession(tx, session.tokenHash))) return err('session_expired' as const);
    return work(tx);
  });
  if (outcome.ok) await limiter.succeeded(counters);
  return outcome;
}

async function beginSecondFactor(
  needs: AccountNeeds,
  person: Person,
  password: string,
): ReturnType<Accounts['beginSecondFactor']> {
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'password_of_session', name: person.userId }];
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

function fromOf({ address, device }: Origin): { readonly address: string; readonly userAgent: string } {
  return { address, userAgent: device.userAgent };
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
