// The verbs that change what may be signed: each reads its own words, asks the register, and shows what holds now.

import { err, ok } from '@mandato/primitives/result';
import { attestedAtMs, attestsNoOutflow } from '../audit/attestation.ts';
import { plainRecord } from '../client/plain-record.ts';
import type { SignerLimits } from '../client/signer-options.ts';
import type { Outcome, PolicyError, PolicyView, StoredCredential } from '../client/signer-protocol.ts';
import { readLimits } from '../client/start-message.ts';
import {
  askForFreeze,
  askForLimits,
  isStopped,
  limitsAt,
  releaseOf,
  stopAt,
  waitAt,
  wouldLoosen,
} from '../policy/policy-changes.ts';
import { noStop, type RegisterBody, type Stop } from '../register/register-body.ts';
import type { Vault } from '../vault/vault.ts';
import type { SignerState } from './open-signer-state.ts';

export interface PolicyVerbs {
  policy(): PolicyView;
  setLimits(request: Words<'credentialId' | 'limits' | 'stepUp'>): Promise<Answer>;
  freeze(request: Words<'credentialId'>): Promise<Answer>;
  unfreeze(request: Words<'credentialId' | 'attestation' | 'stepUp'>): Promise<Answer>;
  setKillSwitch(request: Words<'isOn' | 'stepUp'>): Promise<Answer>;
}

type Words<Name extends string> = Readonly<Record<Name, unknown>>;
type Answer = Outcome<PolicyView, PolicyError>;

interface Ruling {
  readonly state: SignerState;
  readonly vault: Vault;
  readonly nowMs: () => number;
  /** Grants that were taken since the start. */
  readonly taken: Set<string>;
}

const grantAgeMsMax = 120_000;
const grantsKept = 1_000;

/** The verbs over one register. */
export function policyVerbs(about: Omit<Ruling, 'taken'>): PolicyVerbs {
  const ruling: Ruling = { ...about, taken: new Set() };
  const { state, vault, nowMs } = ruling;
  return {
    policy: () => viewOf(ruling),
    async setLimits({ credentialId, limits: given, stepUp }) {
      const limits = readLimits(given);
      if (limits === null) return err('policy_malformed');
      const stored = findStored(vault, credentialId);
      const policy = stored === null ? undefined : state.register.body().policies[stored.face.fingerprint];
      if (stored === null || policy === undefined) return err('credential_unknown');
      const { fingerprint } = stored.face;
      const grant = wouldLoosen(policy, limits, nowMs()) ? readGrant(ruling, stepUp) : null;
      if (grant === 'refused') return err('step_up_required');
      return change(ruling, grant, (body) => askForLimits(body, { fingerprint, limits, nowMs: nowMs() }));
    },
    async freeze({ credentialId }) {
      const stored = findStored(vault, credentialId);
      if (stored === null) return err('credential_unknown');
      const { fingerprint } = stored.face;
      return change(ruling, null, (body) => askForFreeze(body, { fingerprint, stop: stopAt(nowMs()) }));
    },
    async unfreeze({ credentialId, attestation, stepUp }) {
      const stored = findStored(vault, credentialId);
      if (stored === null) return err('credential_unknown');
      const isAttested = attests(ruling, stored, attestation);
      const grant = isAttested ? null : readGrant(ruling, stepUp);
      if (grant === 'refused') return err('step_up_required');
      const { fingerprint } = stored.face;
      return change(ruling, grant, (body) => {
        const { freeze } = body.policies[fingerprint] ?? { freeze: noStop };
        const stop = releaseOf(freeze, nowMs(), isAttested ? 0 : waitAt(body, nowMs()));
        return askForFreeze(body, { fingerprint, stop: isStopped(stop, nowMs()) ? stop : noStop });
      });
    },
    async setKillSwitch({ isOn, stepUp }) {
      if (isOn === true) return change(ruling, null, (body) => ({ ...body, killSwitch: stopAt(nowMs()) }));
      if (isOn !== false) return err('policy_malformed');
      const grant = readGrant(ruling, stepUp);
      if (grant === 'refused') return err('step_up_required');
      return change(ruling, grant, (body) => ({
        ...body,
        killSwitch: releaseOf(body.killSwitch, nowMs(), waitAt(body, nowMs())),
      }));
    },
  };
}

/** What holds for one stored key now. */
export function rulesOf(
  body: RegisterBody,
  fingerprint: string,
  nowMs: number,
): { readonly isKilled: boolean; readonly isFrozen: boolean; readonly limits: SignerLimits | null } {
  const policy = body.policies[fingerprint];
  return {
    isKilled: isStopped(body.killSwitch, nowMs),
    // A key without a policy was never begun properly: nothing is allowed rather than everything.
    isFrozen: policy === undefined || isStopped(policy.freeze, nowMs),
    limits: policy === undefined ? null : limitsAt(policy, nowMs),
  };
}

async function change(
  ruling: Ruling,
  grant: string | null,
  step: (body: RegisterBody) => RegisterBody,
): Promise<Answer> {
  try {
    await ruling.state.register.update((body) => {
      const next = step(body);
      return grant === null ? next : { ...next, usedGrants: [...next.usedGrants, grant].slice(-grantsKept) };
    });
    return ok(viewOf(ruling));
  } catch {
    return err('storage_failed');
  }
}

function readGrant({ state, nowMs, taken }: Ruling, value: unknown): string | 'refused' {
  const { grantId, confirmedAtMs } = plainRecord(value) ?? {};
  if (typeof grantId !== 'string' || !/^[A-Za-z0-9_-]{16,100}$/.test(grantId)) return 'refused';
  if (typeof confirmedAtMs !== 'number') return 'refused';
  const ageMs = nowMs() - confirmedAtMs;
  const isFresh = ageMs >= -5_000 && ageMs <= grantAgeMsMax;
  if (!isFresh || taken.has(grantId) || state.register.body().usedGrants.includes(grantId)) return 'refused';
  // Taken before anything waits: two questions at the same moment must not both use it.
  taken.add(grantId);
  return grantId;
}

function attests({ state, nowMs }: Ruling, stored: StoredCredential, attestation: unknown): boolean {
  const about = { owner: stored.owner, fingerprint: stored.face.fingerprint };
  const frozen = state.register.body().policies[about.fingerprint]?.freeze ?? noStop;
  // An audit from before the freeze says nothing about what it was frozen for.
  return (
    typeof attestation === 'string' &&
    attestedAtMs(attestation) > frozen.sinceMs &&
    attestsNoOutflow(state.attestationKey, about, { attestation, nowMs: nowMs() })
  );
}

function findStored(vault: Vault, credentialId: unknown): StoredCredential | null {
  return typeof credentialId === 'string' ? vault.find(credentialId) : null;
}

function viewOf({ state, vault, nowMs }: Ruling): PolicyView {
  const body = state.register.body();
  const now = nowMs();
  const keys = vault.list().flatMap(({ credentialId, face }) => {
    const policy = body.policies[face.fingerprint];
    if (policy === undefined) return [];
    const pending = policy.pending !== null && policy.pending.atMs > now ? policy.pending : null;
    return [{ credentialId, limits: limitsAt(policy, now), pending, freeze: shown(policy.freeze, now) }];
  });
  return { killSwitch: shown(body.killSwitch, now), waitMs: waitAt(body, now), keys };
}

function shown(stop: Stop, nowMs: number): Stop {
  return isStopped(stop, nowMs) ? stop : noStop;
}
