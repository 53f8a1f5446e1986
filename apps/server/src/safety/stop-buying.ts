// Stops buying at once, for everybody, for one person or for one plan, and lets it go on again with a fresh proof.

import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { PolicyError, SignerPolicyClient } from '@mandato/signer/client/signer-protocol';
import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { protect, type SecurityNeeds } from '../account/account-security.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession, Person } from '../api/api-base.ts';
import type { SafetyView, StopScope } from '../api-contract/safety-contract.ts';
import { ensureKillSwitch, type KillScope, setKillSwitch, stopsInForce } from '../orders/kill-switch.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { Db } from '../store/database.ts';
import { users } from '../store/schema/account-schema.ts';
import { intents } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';

export interface StopNeeds extends SecurityNeeds {
  readonly signer: Pick<SignerPolicyClient, 'policy' | 'setKillSwitch'>;
  /** E-mail of the person who may stop everything; null for whoever has the oldest account. */
  readonly operatorEmail: string | null;
  /** Orders under way hear of it now. */
  readonly rouse: () => void;
}

/** Why nothing was stopped or started, in order of precedence. */
export type StopError = 'operator_only' | 'plan_unknown';

/** What is stopped for this person, and what is still on its way. */
export async function safetyOf(needs: StopNeeds, person: Person): Promise<SafetyView> {
  const { userId } = person;
  const own = await needs.db.select({ planId: plans.planId }).from(plans).where(eq(plans.userId, userId));
  const scopes: KillScope[] = [
    { kind: 'all' },
    { kind: 'account', userId },
    ...own.map(({ planId }) => ({ kind: 'plan', planId }) as const),
  ];
  const stops = await stopsInForce(needs.db, scopes);
  const [underWay] = await needs.db
    .select({ orders: count() })
    .from(intents)
    .where(and(eq(intents.userId, userId), inArray(intents.stateKind, statesUnderWay)));
  const policy = await needs.signer.policy().catch(() => null);
  return {
    stops: stops.map(({ scope, sinceMs }) => ({
      scope: shownScope(scope),
      since: new Date(sinceMs).toISOString(),
    })),
    ordersUnderWay: underWay?.orders ?? 0,
    isOperator: await isOperator(needs, person),
    signer:
      policy === null
        ? null
        : { isStopped: policy.killSwitch.isOn, releasedFrom: isoOf(policy.killSwitch.releaseAtMs) },
  };
}

/** From the commit of this on nothing is journaled for sending; open orders are cancelled right after. */
export async function stopBuying(
  needs: StopNeeds,
  person: Person,
  asked: StopScope,
): Promise<Result<SafetyView, StopError>> {
  const scope = await scopeOf(needs, person, asked);
  if (!scope.ok) return scope;
  const nowMs = needs.wall.nowMs();
  await needs.db.transaction(async (tx) => {
    await setKillSwitch(tx, true, { scope: scope.value, nowMs });
    await recordStop(tx, { userId: person.userId, scope: scope.value, nowMs, code: 'buying_stopped' });
  });
  needs.rouse();
  // The second wall; while the signer cannot be told, the first one holds, and the page says so.
  if (asked.kind === 'all') await tellSigner(needs);
  return ok(await safetyOf(needs, person));
}

/** Why a stop inside the signer goes on although it was released here; asking again with another proof may end it. */
export type SignerReleaseError = 'signer_unavailable' | 'signer_clock_differs' | 'signer_write_failed';

/** Lets buying go on, with a proof; a stop inside the signer ends only after the signer's own wait. */
export async function startBuying(
  needs: StopNeeds,
  session: HeldSession,
  asked: { readonly scope: StopScope; readonly proof: string },
): Promise<Result<SafetyView, StopError | StepUpError | 'step_up_needed' | SignerReleaseError>> {
  const { person } = session;
  const scope = await scopeOf(needs, person, asked.scope);
  if (!scope.ok) return scope;
  const params = { scope: asked.scope.kind, planId: asked.scope.kind === 'plan' ? asked.scope.planId : '' };
  const subject = { action: 'start_buying', params } as const;
  const change = async (tx: Db, nowMs: number) => {
    await setKillSwitch(tx, false, { scope: scope.value, nowMs });
    await recordStop(tx, { userId: person.userId, scope: scope.value, nowMs, code: 'buying_started' });
    return null;
  };
  const started = await protect(needs, session, { subject, proof: asked.proof, change });
  if (!started.ok) return started;
  if (asked.scope.kind === 'all') {
    const released = await releaseSigner(needs);
    if (released !== null) return err(released);
  }
  needs.rouse();
  return ok(await safetyOf(needs, person));
}

/** A stop that the signer has not heard of, because one of both was not running, is told to it. At every start. */
export async function reconcileSignerStop(needs: Pick<StopNeeds, 'db' | 'signer'>): Promise<void> {
  await ensureKillSwitch(needs.db);
  const [stop] = await stopsInForce(needs.db, [{ kind: 'all' }]);
  if (stop !== undefined) await tellSigner(needs);
}

const statesUnderWay = ['submitting', 'acknowledged', 'being_confirmed', 'closing'] as const;

async function scopeOf(
  needs: StopNeeds,
  person: Person,
  asked: StopScope,
): Promise<Result<KillScope, StopError>> {
  switch (asked.kind) {
    case 'all':
      return (await isOperator(needs, person)) ? ok({ kind: 'all' }) : err('operator_only');
    case 'account':
      return ok({ kind: 'account', userId: person.userId });
    case 'plan': {
      const [plan] = await needs.db
        .select({ planId: plans.planId })
        .from(plans)
        .where(and(eq(plans.planId, asked.planId), eq(plans.userId, person.userId)));
      return plan === undefined ? err('plan_unknown') : ok({ kind: 'plan', planId: plan.planId });
    }
  }
}

/** Who may stop everything, and open a locked signer. */
export async function isOperator(
  { db, operatorEmail }: Pick<StopNeeds, 'db' | 'operatorEmail'>,
  person: Person,
): Promise<boolean> {
  if (operatorEmail !== null) return person.email.toLowerCase() === operatorEmail.toLowerCase();
  const [oldest] = await db
    .select({ userId: users.userId })
    .from(users)
    .orderBy(asc(users.createdAt), asc(users.userId))
    .limit(1);
  return oldest?.userId === person.userId;
}

async function tellSigner({ signer }: Pick<StopNeeds, 'signer'>): Promise<void> {
  await signer.setKillSwitch({ isOn: true, stepUp: null }).catch(() => undefined);
}

async function releaseSigner({ signer, wall }: StopNeeds): Promise<SignerReleaseError | null> {
  try {
    const stepUp = { grantId: randomUUID(), confirmedAtMs: wall.nowMs() };
    const released = await signer.setKillSwitch({ isOn: false, stepUp });
    return released.ok ? null : errorOfRelease(released.error);
  } catch {
    return 'signer_unavailable';
  }
}

function errorOfRelease(error: PolicyError): SignerReleaseError {
  switch (error) {
    // A fresh grant is refused only when the signer's clock does not call it fresh.
    case 'step_up_required':
      return 'signer_clock_differs';
    case 'storage_failed':
      return 'signer_write_failed';
    case 'policy_malformed':
    case 'credential_unknown':
      // No answer to this question.
      return 'signer_unavailable';
  }
}

async function recordStop(
  tx: Db,
  of: {
    readonly userId: string;
    readonly scope: KillScope;
    readonly nowMs: number;
    readonly code: 'buying_stopped' | 'buying_started';
  },
): Promise<void> {
  const { userId, scope, nowMs, code } = of;
  const planId = scope.kind === 'plan' ? scope.planId : null;
  await recordActivity(tx, { userId, atMs: nowMs, code, details: { scope: scope.kind }, planId });
}

function shownScope(scope: KillScope): StopScope {
  return scope.kind === 'account' ? { kind: 'account' } : scope;
}

function isoOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
