// A signer's register for tests: tighter at once, looser with a claim and after the wait, as far as amounts go.

import type { SignerLimits } from '@mandato/signer/client/signer-options';
import type { PolicyView, SignerPolicyClient, StepUpClaim } from '@mandato/signer/client/signer-protocol';

export interface FakePolicy extends Pick<SignerPolicyClient, 'policy' | 'setLimits' | 'setKillSwitch'> {
  /** Null while the signer cannot be asked. */
  view: PolicyView | null;
  /** The grants that came with looser limits and releases, in order. */
  readonly grants: string[];
  /** So far is the signer's clock ahead of the server's. */
  clockAheadMs: number;
  /** Nothing can be written down. */
  isDiskFull: boolean;
}

/** As the signer judges them. */
const grantAgeMaxMs = 120_000;
const grantAheadMaxMs = 5_000;

export const fakeWaitMs = 86_400_000;

/** One stored key, `credentialId`, with `limits`; looser means a larger amount for one order in pesos. */
export function fakePolicy(credentialId: string, limits: SignerLimits, nowMs: () => number): FakePolicy {
  const noStop = { isOn: false, releaseAtMs: null };
  const fake: FakePolicy = {
    view: {
      killSwitch: noStop,
      waitMs: fakeWaitMs,
      keys: [{ credentialId, limits, pending: null, freeze: noStop }],
    },
    grants: [],
    clockAheadMs: 0,
    isDiskFull: false,
    policy: async () => shown(),
    async setLimits(asked) {
      const view = shown();
      const [key] = view.keys;
      if (key === undefined || asked.credentialId !== credentialId)
        return { ok: false, error: 'credential_unknown' };
      const isLooser = amountOf(asked.limits) > amountOf(key.limits);
      if (isLooser && !isFresh(asked.stepUp)) return { ok: false, error: 'step_up_required' };
      if (fake.isDiskFull) return { ok: false, error: 'storage_failed' };
      if (isLooser && asked.stepUp !== null) fake.grants.push(asked.stepUp.grantId);
      const pending = isLooser ? { limits: asked.limits, atMs: nowMs() + fakeWaitMs } : null;
      const held = isLooser ? key.limits : asked.limits;
      fake.view = { ...view, keys: [{ ...key, limits: held, pending }] };
      return { ok: true, value: fake.view };
    },
    async setKillSwitch({ isOn, stepUp }) {
      const view = shown();
      if (!isOn && !isFresh(stepUp)) return { ok: false, error: 'step_up_required' };
      if (fake.isDiskFull) return { ok: false, error: 'storage_failed' };
      if (stepUp !== null) fake.grants.push(stepUp.grantId);
      const releaseAtMs = isOn ? null : nowMs() + fakeWaitMs;
      fake.view = { ...view, killSwitch: { isOn: true, releaseAtMs } };
      return { ok: true, value: fake.view };
    },
  };
  const isFresh = (claim: StepUpClaim | null): boolean => {
    const ageMs = nowMs() + fake.clockAheadMs - (claim?.confirmedAtMs ?? Number.NEGATIVE_INFINITY);
    return ageMs >= -grantAheadMaxMs && ageMs <= grantAgeMaxMs;
  };
  const shown = (): PolicyView => {
    if (fake.view === null) throw new Error('the signer is not available');
    return fake.view;
  };
  return fake;
}

function amountOf(limits: SignerLimits): number {
  const { notionalPerOrderMax } = limits;
  return notionalPerOrderMax === null ? Number.POSITIVE_INFINITY : Number(notionalPerOrderMax['mxn'] ?? 0);
}
