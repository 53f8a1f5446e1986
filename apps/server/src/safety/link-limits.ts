// The limits of a link's key: shown as the signer has them, and changed only through it.

import { randomUUID } from 'node:crypto';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { SignerLimits } from '@mandato/signer/client/signer-options';
import type { KeyPolicyView, PolicyError, SignerPolicyClient } from '@mandato/signer/client/signer-protocol';
import { and, eq, ne } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { LimitsView, LinkLimitsView, RaiseView } from '../api-contract/safety-contract.ts';
import { ownLink } from '../links/own-link.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { limitsForPlan, type NeededLimits } from './limits-for-plan.ts';

/** The part of the signer that limits are kept by. */
export type LimitSigner = Pick<SignerPolicyClient, 'policy' | 'setLimits'>;

export interface LimitNeeds {
  readonly db: Db;
  readonly signer: LimitSigner;
  readonly wall: Clock;
}

export interface LimitRef {
  readonly userId: string;
  readonly linkId: string;
}

/** Why limits are not shown or not changed, in order of precedence. */
export type LimitError =
  | 'link_unknown'
  | 'limits_malformed'
  | 'signer_unavailable'
  | 'step_up_needed'
  | StepUpError
  /** The proof was good, and the signer's clock calls it stale. */
  | 'signer_clock_differs'
  | 'signer_write_failed';

/** The limits of a link as they hold now, and what waits. */
export async function readLinkLimits(
  needs: LimitNeeds,
  ref: LimitRef,
): Promise<Result<LinkLimitsView, 'link_unknown' | 'signer_unavailable'>> {
  const key = await readKey(needs, ref);
  return key.ok ? ok(viewOf(ref.linkId, key.value)) : key;
}

/**
 * Asks for `limits`. What is tighter holds at once. What is looser is asked for only with the person's proof, is
 * written down before the signer hears of it, and holds after the signer's own wait.
 */
export async function changeLinkLimits(
  needs: LimitNeeds,
  change: LimitRef & { readonly limits: LimitsView; readonly stepUp: StepUp | null },
): Promise<Result<LinkLimitsView, LimitError>> {
  const key = await readKey(needs, change);
  if (!key.ok) return key;
  const { credentialId, limits: inForce } = key.value.policy;
  const limits = signerLimits(change.limits, inForce);
  const tightened = await ask(needs, { credentialId, limits, isConfirmed: false });
  if (tightened.ok) {
    await note(needs, change, { code: 'limits_tightened', limits: limits });
    return readLinkLimits(needs, change);
  }
  if (tightened.error !== 'step_up_required') return err(errorOf(tightened.error));
  if (change.stepUp === null) return err('step_up_needed');
  const granted = await change.stepUp.grant();
  if (!granted.ok) return granted;
  const { stepUp } = change;
  const isConsumed = await needs.db.transaction(async (tx) => {
    if (!(await stepUp.consume(tx))) return false;
    await recordLimits(tx, { ...change, code: 'limits_loosening_asked', limits, nowMs: needs.wall.nowMs() });
    return true;
  });
  if (!isConsumed) return err('step_up_needed');
  const loosened = await ask(needs, { credentialId, limits, isConfirmed: true });
  return loosened.ok ? readLinkLimits(needs, change) : err(errorOf(loosened.error));
}

/** Forgets looser limits that wait: those in force are asked for again. */
export async function withdrawLooserLimits(
  needs: LimitNeeds,
  ref: LimitRef,
): Promise<Result<LinkLimitsView, LimitError>> {
  const key = await readKey(needs, ref);
  if (!key.ok) return key;
  const { credentialId, limits, pending } = key.value.policy;
  if (pending === null) return ok(viewOf(ref.linkId, key.value));
  const withdrawn = await ask(needs, { credentialId, limits, isConfirmed: false });
  if (!withdrawn.ok) return err(errorOf(withdrawn.error));
  await note(needs, ref, { code: 'limits_loosening_withdrawn', limits: limits });
  return readLinkLimits(needs, ref);
}

/** A plan whose needs are looked at; `planId` is null for one that does not exist yet. */
export interface PlanOfLink extends LimitRef {
  readonly planId: string | null;
  readonly book: string;
  readonly quote: string;
  readonly notional: bigint;
}

export interface PlanRaise extends NeededLimits {
  /** From when on they hold; ISO 8601. */
  readonly holdsFrom: string;
}

/** What a plan would need raised, measured against what holds or waits already. */
export async function raiseForPlan(
  needs: LimitNeeds,
  plan: PlanOfLink,
): Promise<Result<PlanRaise, 'link_unknown' | 'signer_unavailable'>> {
  const key = await readKey(needs, plan);
  if (!key.ok) return key;
  const others = await needs.db
    .select({ notional: plans.notional })
    .from(plans)
    .where(
      and(
        eq(plans.linkId, plan.linkId),
        eq(plans.quote, plan.quote),
        eq(plans.stateKind, 'active'),
        ne(plans.planId, plan.planId ?? ''),
      ),
    );
  const { policy, waitMs } = key.value;
  const allTogether = others.reduce((sum, { notional }) => sum + notional, plan.notional);
  const needed = limitsForPlan(policy.pending?.limits ?? policy.limits, { ...plan, allTogether });
  const fromMs = needed.raises.length > 0 ? needs.wall.nowMs() + waitMs : needs.wall.nowMs();
  return ok({ ...needed, holdsFrom: new Date(fromMs).toISOString() });
}

/** Asks the signer for what a plan that went live needs; the person's proof for the plan covers it. */
export async function raiseLimits(
  needs: LimitNeeds,
  plan: PlanOfLink,
  raise: PlanRaise,
): Promise<Result<null, LimitError>> {
  if (raise.raises.length === 0) return ok(null);
  const key = await readKey(needs, plan);
  if (!key.ok) return key;
  const { credentialId } = key.value.policy;
  const raised = await ask(needs, { credentialId, limits: raise.limits, isConfirmed: true });
  if (!raised.ok) return err(errorOf(raised.error));
  await note(needs, plan, { code: 'limits_loosening_asked', limits: raise.limits });
  return ok(null);
}

/** The raise as the API shows it. */
export function raiseView({ raises, holdsFrom }: PlanRaise): RaiseView {
  return { raises: [...raises], holdsFrom };
}

interface KeyLimits {
  readonly policy: KeyPolicyView;
  readonly waitMs: number;
}

async function readKey(
  { db, signer }: LimitNeeds,
  ref: LimitRef,
): Promise<Result<KeyLimits, 'link_unknown' | 'signer_unavailable'>> {
  const link = await ownLink(db, ref);
  if (link === null) return err('link_unknown');
  const view = await signer.policy().catch(() => null);
  const policy = view?.keys.find(({ credentialId }) => credentialId === link.credentialId);
  if (view === null || policy === undefined) return err('signer_unavailable');
  return ok({ policy, waitMs: view.waitMs });
}

type AskError = PolicyError | 'signer_unavailable' | 'signer_clock_differs';

async function ask(
  { signer, wall }: LimitNeeds,
  of: { readonly credentialId: string; readonly limits: SignerLimits; readonly isConfirmed: boolean },
): Promise<Result<null, AskError>> {
  const { credentialId, limits, isConfirmed } = of;
  const stepUp = isConfirmed ? { grantId: randomUUID(), confirmedAtMs: wall.nowMs() } : null;
  try {
    const answer = await signer.setLimits({ credentialId, limits, stepUp });
    if (answer.ok) return ok(null);
    const isCalledStale = isConfirmed && answer.error === 'step_up_required';
    return err(isCalledStale ? 'signer_clock_differs' : answer.error);
  } catch {
    return err('signer_unavailable');
  }
}

function errorOf(error: AskError): LimitError {
  switch (error) {
    case 'policy_malformed':
      return 'limits_malformed';
    case 'credential_unknown':
      return 'link_unknown';
    case 'step_up_required':
      return 'step_up_needed';
    case 'storage_failed':
      return 'signer_write_failed';
    case 'signer_unavailable':
    case 'signer_clock_differs':
      return error;
  }
}

type LimitCode = 'limits_tightened' | 'limits_loosening_asked' | 'limits_loosening_withdrawn';

async function note(
  needs: LimitNeeds,
  ref: LimitRef,
  done: { readonly code: LimitCode; readonly limits: SignerLimits },
): Promise<void> {
  const { userId, linkId } = ref;
  const line = { userId, linkId, ...done, nowMs: needs.wall.nowMs() };
  await needs.db.transaction((tx) => recordLimits(tx, line));
}

async function recordLimits(
  tx: Db,
  of: LimitRef & { readonly code: LimitCode; readonly limits: SignerLimits; readonly nowMs: number },
): Promise<void> {
  const { userId, linkId, code, limits, nowMs } = of;
  const details = { limits: JSON.stringify(limits) };
  await recordActivity(tx, { userId, atMs: nowMs, code, details, linkId });
}

function viewOf(linkId: string, { policy, waitMs }: KeyLimits): LinkLimitsView {
  const { limits, pending, freeze } = policy;
  return {
    linkId,
    limits: limitsView(limits),
    pending:
      pending === null
        ? null
        : { limits: limitsView(pending.limits), at: new Date(pending.atMs).toISOString() },
    isFrozen: freeze.isOn,
    waitMs,
  };
}

function limitsView(limits: SignerLimits): LimitsView {
  const { books, sides, notionalPerOrderMax, notionalPerDayMax, ordersPerMinuteMax, priceBandBps } = limits;
  return {
    books: books === null ? null : [...books],
    sides: sides === null ? null : [...sides],
    perOrder: notionalPerOrderMax === null ? null : { ...notionalPerOrderMax },
    perDay: notionalPerDayMax === null ? null : { ...notionalPerDayMax },
    ordersPerMinute: ordersPerMinuteMax,
    priceBandBps,
  };
}

/** How old the public price may be is not for people to set: it stays as it is. */
function signerLimits(view: LimitsView, inForce: SignerLimits): SignerLimits {
  return {
    books: view.books,
    sides: view.sides,
    notionalPerOrderMax: view.perOrder,
    notionalPerDayMax: view.perDay,
    ordersPerMinuteMax: view.ordersPerMinute,
    priceBandBps: view.priceBandBps,
    referenceAgeMsMax: inForce.referenceAgeMsMax,
  };
}
