// Signing in, and proving once more who one is, with a passkey that verified its person: both factors in one answer.

import { err, ok, type Result } from '@mandato/primitives/result';
import { eq } from 'drizzle-orm';
import type { HeldSession } from '../api/api-base.ts';
import { secondFactors, users } from '../store/schema/account-schema.ts';
import type { SecurityNeeds } from './account-security.ts';
import { type Begun, beginSession, type Origin } from './accounts.ts';
import { networkOf } from './network-of.ts';
import { type AssertionError, type AssertionResponse, judgeAssertion } from './passkey-assertion.ts';
import { makeChallenge } from './passkey-challenge.ts';
import { makePasskeyProof } from './passkey-proof.ts';
import type { RelyingParty } from './relying-party.ts';
import { personOf } from './session-store.ts';
import { type TryCounter, tryLimiter } from './try-limiter.ts';

interface Answered {
  readonly response: AssertionResponse;
  readonly party: RelyingParty;
}

type Outcome<T> = Promise<Result<T, AssertionError | 'too_many_tries'>>;

/** A challenge for a browser that nobody is signed in at; counted by address, so that nobody fills the disk with them. */
export async function beginPasskeySignIn(
  needs: SecurityNeeds,
  of: { readonly address: string; holdBrowser(): string },
): Promise<Result<string, 'too_many_tries'>> {
  if (!(await tryLimiter(needs).mayTry(countersOf(of.address)))) return err('too_many_tries');
  const boundTo = of.holdBrowser();
  return ok(await makeChallenge(needs.db, { purpose: 'sign_in', boundTo, nowMs: needs.wall.nowMs() }));
}

function countersOf(address: string): readonly TryCounter[] {
  return [{ kind: 'tries_of_address', name: networkOf(address) }];
}

/** `browserHash` is of the lasting cookie that the challenge was bound to, for there is no session yet. */
export async function signInWithPasskey(
  needs: SecurityNeeds,
  answered: Answered & { readonly browserHash: string; readonly origin: Origin },
): Promise<Result<Begun, AssertionError>> {
  const { origin, browserHash } = answered;
  const owner = { purpose: 'sign_in', boundTo: browserHash } as const;
  const judged = await judgeAssertion(needs.db, { ...answered, owner, nowMs: needs.wall.nowMs() });
  if (!judged.ok) return judged;
  await tryLimiter(needs).succeeded(countersOf(origin.address));
  const { userId } = judged.value;
  const [found] = await needs.db
    .select({ user: users, factorState: secondFactors.state })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.userId))
    .where(eq(users.userId, userId));
  if (found === undefined) return err('passkey_refused');
  const begun = await beginSession(needs, { userId, origin, isComplete: true, factor: 'passkey' });
  return ok({ ...begun, person: personOf(found.user, found.factorState === 'on') });
}

/** A code for one action of this session. */
export async function proveWithPasskey(
  needs: SecurityNeeds,
  session: HeldSession,
  answered: Answered,
): Outcome<string> {
  const { userId } = session.person;
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'code_of_account', name: userId }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  const nowMs = needs.wall.nowMs();
  const owner = { purpose: 'step_up', boundTo: session.tokenHash } as const;
  const judged = await judgeAssertion(needs.db, { ...answered, owner, nowMs });
  if (!judged.ok) return judged;
  if (judged.value.userId !== userId) return err('passkey_refused');
  await limiter.succeeded(counters);
  return ok(await makePasskeyProof(needs.db, { sessionId: session.sessionId, userId, nowMs }));
}
