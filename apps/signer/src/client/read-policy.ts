// Reads what the signer says of its limits: untrusted like any other message, rebuilt field by field, or null.

import { plainRecord } from './plain-record.ts';
import type { KeyPolicyView, Outcome, PolicyError, PolicyView, StopView } from './signer-protocol.ts';
import { readLimits } from './start-message.ts';

const policyErrors: readonly PolicyError[] = [
  'policy_malformed',
  'credential_unknown',
  'step_up_required',
  'storage_failed',
];

/** The answer to a change. */
export function readPolicyAnswer(value: unknown): Outcome<PolicyView, PolicyError> | null {
  const fields = plainRecord(value) ?? {};
  if (fields['ok'] === true) {
    const view = readPolicyView(fields['value']);
    return view === null ? null : { ok: true, value: view };
  }
  const error = policyErrors.find((one) => one === fields['error']);
  return error === undefined ? null : { ok: false, error };
}

/** What holds now. */
export function readPolicyView(value: unknown): PolicyView | null {
  const { killSwitch, waitMs, keys } = plainRecord(value) ?? {};
  const stop = readStop(killSwitch);
  if (stop === null || typeof waitMs !== 'number' || !Array.isArray(keys)) return null;
  const read = keys.map(readKey).filter((key) => key !== null);
  return read.length === keys.length ? { killSwitch: stop, waitMs, keys: read } : null;
}

function readKey(value: unknown): KeyPolicyView | null {
  const fields = plainRecord(value) ?? {};
  const { credentialId } = fields;
  const limits = readLimits(fields['limits']);
  const freeze = readStop(fields['freeze']);
  if (typeof credentialId !== 'string' || limits === null || freeze === null) return null;
  if (fields['pending'] === null) return { credentialId, limits, pending: null, freeze };
  const { limits: later, atMs } = plainRecord(fields['pending']) ?? {};
  const looser = readLimits(later);
  if (looser === null || typeof atMs !== 'number') return null;
  return { credentialId, limits, pending: { limits: looser, atMs }, freeze };
}

function readStop(value: unknown): StopView | null {
  const { isOn, releaseAtMs } = plainRecord(value) ?? {};
  if (typeof isOn !== 'boolean') return null;
  return releaseAtMs === null || typeof releaseAtMs === 'number' ? { isOn, releaseAtMs } : null;
}
