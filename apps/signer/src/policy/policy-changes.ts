// Changes of limits, freezes and kill switch as pure steps: tightening holds at once, loosening only after the wait.

import type { SignerLimits } from '../client/signer-options.ts';
import { type KeyPolicy, noStop, type RegisterBody, type Stop } from '../register/register-body.ts';
import { isLooser, tighterLimits } from './change-limits.ts';

/** The limits of a key as they hold at `nowMs`. */
export function limitsAt(policy: KeyPolicy, nowMs: number): SignerLimits {
  return policy.pending !== null && policy.pending.atMs <= nowMs ? policy.pending.limits : policy.limits;
}

/** Whether a stop holds at `nowMs`. */
export function isStopped(stop: Stop, nowMs: number): boolean {
  return stop.isOn && (stop.releaseAtMs === null || stop.releaseAtMs > nowMs);
}

/** The wait for a loosening that is asked for at `nowMs`. */
export function waitAt(body: RegisterBody, nowMs: number): number {
  const { pendingWait } = body;
  return pendingWait !== null && pendingWait.atMs <= nowMs ? pendingWait.waitMs : body.waitMs;
}

/** Takes the wait that the signer was started with: a longer one at once, a shorter one after the present one. */
export function askForWait(body: RegisterBody, waitMs: number, nowMs: number): RegisterBody {
  const present = waitAt(body, nowMs);
  if (waitMs === body.waitMs && body.pendingWait === null) return body;
  if (waitMs >= present) return { ...body, waitMs, pendingWait: null };
  if (body.pendingWait?.waitMs === waitMs) return body;
  return { ...body, waitMs: present, pendingWait: { waitMs, atMs: nowMs + present } };
}

/** A key that is linked begins with `limits`; one that was here before keeps what it had. */
export function beginPolicy(body: RegisterBody, fingerprint: string, limits: SignerLimits): RegisterBody {
  if (Object.hasOwn(body.policies, fingerprint)) return body;
  return withPolicy(body, fingerprint, { limits, pending: null, freeze: noStop });
}

/**
 * Asks for limits. What is tighter holds from now on; what is looser is kept for later and holds after the wait, and
 * any later change of limits takes its place.
 */
export function askForLimits(
  body: RegisterBody,
  change: { readonly fingerprint: string; readonly limits: SignerLimits; readonly nowMs: number },
): RegisterBody {
  const { fingerprint, limits, nowMs } = change;
  const policy = body.policies[fingerprint];
  if (policy === undefined) return body;
  const present = limitsAt(policy, nowMs);
  const pending = isLooser(limits, present) ? { limits, atMs: nowMs + waitAt(body, nowMs) } : null;
  const held = pending === null ? limits : tighterLimits(present, limits);
  return withPolicy(body, fingerprint, { ...policy, limits: held, pending });
}

/** Whether asking for these limits would allow anything new. */
export function wouldLoosen(policy: KeyPolicy, limits: SignerLimits, nowMs: number): boolean {
  return isLooser(limits, limitsAt(policy, nowMs));
}

/** Puts a freeze, or a release of one, in place. */
export function askForFreeze(
  body: RegisterBody,
  change: { readonly fingerprint: string; readonly stop: Stop },
): RegisterBody {
  const policy = body.policies[change.fingerprint];
  return policy === undefined
    ? body
    : withPolicy(body, change.fingerprint, { ...policy, freeze: change.stop });
}

/** A stop that begins at `nowMs`; a release that was asked for before is forgotten. */
export function stopAt(nowMs: number): Stop {
  return { isOn: true, sinceMs: nowMs, releaseAtMs: null };
}

/** The release of a stop; one that was asked for before keeps its time. */
export function releaseOf(stop: Stop, nowMs: number, waitMs: number): Stop {
  if (!isStopped(stop, nowMs)) return noStop;
  const atMs = nowMs + waitMs;
  return { ...stop, releaseAtMs: Math.min(stop.releaseAtMs ?? atMs, atMs) };
}

function withPolicy(body: RegisterBody, fingerprint: string, policy: KeyPolicy): RegisterBody {
  return { ...body, policies: { ...body.policies, [fingerprint]: policy } };
}
