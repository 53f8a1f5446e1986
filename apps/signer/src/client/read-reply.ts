// Reads what the children answer: untrusted like any other message, rebuilt field by field, or null.

import type { ProbeEvidence, ProbeName } from '@mandato/invest-core/link/key-evidence';
import type {
  DenialCode,
  LostCause,
  NotSentCause,
  VenueAnswer,
} from '@mandato/invest-core/venue/venue-answer';
import { plainRecord } from './plain-record.ts';
import type {
  AuditFindings,
  AuditStep,
  CredentialError,
  CredentialOwner,
  KeyAudit,
  KeyFace,
  Outcome,
  StoredCredential,
} from './signer-protocol.ts';

const denialCodes: readonly DenialCode[] = [
  'intent_malformed',
  'credential_unknown',
  'credential_frozen',
  'kill_switch_on',
  'order_already_signed',
  'book_not_allowed',
  'side_not_allowed',
  'notional_above_order_limit',
  'notional_above_day_limit',
  'orders_per_minute_exceeded',
  'price_reference_stale',
  'price_outside_band',
];
const notSentCauses: readonly NotSentCause[] = ['connection_refused', 'name_not_found', 'egress_unavailable'];
const lostCauses: readonly LostCause[] = [
  'timeout',
  'connection_reset',
  'answer_unreadable',
  'signer_stopped',
];
const credentialErrors: readonly CredentialError[] = [
  'sealed_for_another_key',
  'sealed_unreadable',
  'credential_malformed',
  'credential_swapped',
  'credential_already_stored',
  'attestation_missing',
  'storage_failed',
];
const probeNames: readonly ProbeName[] = [
  'read_balance',
  'read_account',
  'read_open_orders',
  'cancel_unknown_order',
  'place_empty_order',
  'withdraw_nothing',
];

/** The answer to one intent. */
export function readVenueAnswer(value: unknown): VenueAnswer | null {
  const { kind, status, body, date, code, cause } = plainRecord(value) ?? {};
  switch (kind) {
    case 'answered': {
      if (typeof status !== 'number' || typeof body !== 'string') return null;
      return { kind, status, body, date: typeof date === 'string' ? date : null };
    }
    case 'denied': {
      const known = denialCodes.find((one) => one === code);
      return known === undefined ? null : { kind, code: known };
    }
    case 'not_sent': {
      const known = notSentCauses.find((one) => one === cause);
      return known === undefined ? null : { kind, cause: known };
    }
    case 'lost': {
      const known = lostCauses.find((one) => one === cause);
      return known === undefined ? null : { kind, cause: known };
    }
    default:
      return null;
  }
}

/** What an auditor found on a sealed credential. */
export function readAudit(value: unknown): Outcome<KeyAudit, CredentialError> | null {
  return readOutcome(value, (audit) => {
    const face = readFace(plainRecord(audit)?.['face']);
    const findings = readFindings(audit);
    return face === null || findings === null ? null : { face, ...findings };
  });
}

/** What an auditor says while it works; null when this is not such a word. */
export function readAuditStep(value: unknown): AuditStep | null {
  const { kind, probe, evidence } = plainRecord(value) ?? {};
  if (kind === 'opened') return { kind };
  if (kind === 'asking') {
    const name = probeNames.find((one) => one === probe);
    return name === undefined ? null : { kind, probe: name };
  }
  const read = kind === 'answered' ? readProbe(evidence) : null;
  return read === null ? null : { kind: 'answered', evidence: read };
}

/** What an auditor found on a stored credential. */
export function readReaudit(value: unknown): Outcome<AuditFindings, 'credential_unknown'> | null {
  const fields = plainRecord(value) ?? {};
  if (fields['ok'] === false) return { ok: false, error: 'credential_unknown' };
  const findings = readFindings(fields['value']);
  return findings === null ? null : { ok: true, value: findings };
}

/** Where a credential was stored. */
export function readStored(value: unknown): Outcome<StoredCredential, CredentialError> | null {
  return readOutcome(value, readStoredCredential);
}

/** What was put in the place of a stored credential. */
export function readReplaced(
  value: unknown,
): Outcome<StoredCredential, CredentialError | 'credential_unknown'> | null {
  const { ok, error } = plainRecord(value) ?? {};
  return ok === false && error === 'credential_unknown' ? { ok, error } : readStored(value);
}

/** The list of stored credentials. */
export function readStoredList(value: unknown): readonly StoredCredential[] | null {
  if (!Array.isArray(value)) return null;
  const list = value.map(readStoredCredential).filter((entry) => entry !== null);
  return list.length === value.length ? list : null;
}

function readOutcome<T>(
  value: unknown,
  readValue: (value: unknown) => T | null,
): Outcome<T, CredentialError> | null {
  const fields = plainRecord(value) ?? {};
  if (fields['ok'] === true) {
    const read = readValue(fields['value']);
    return read === null ? null : { ok: true, value: read };
  }
  const error = credentialErrors.find((one) => one === fields['error']);
  return error === undefined ? null : { ok: false, error };
}

function readStoredCredential(value: unknown): StoredCredential | null {
  const fields = plainRecord(value) ?? {};
  const { credentialId } = fields;
  const owner = readOwner(fields['owner']);
  const face = readFace(fields['face']);
  if (typeof credentialId !== 'string' || owner === null || face === null) return null;
  return { credentialId, owner, face };
}

function readOwner(value: unknown): CredentialOwner | null {
  const { userId, linkId, exchange } = plainRecord(value) ?? {};
  if (typeof userId !== 'string' || typeof linkId !== 'string') return null;
  return exchange === 'bitso' || exchange === 'practice' ? { userId, linkId, exchange } : null;
}

function readFace(value: unknown): KeyFace | null {
  const { keyHint, fingerprint } = plainRecord(value) ?? {};
  return typeof keyHint === 'string' && typeof fingerprint === 'string' ? { keyHint, fingerprint } : null;
}

function readFindings(value: unknown): AuditFindings | null {
  const fields = plainRecord(value) ?? {};
  const probes = readProbes(fields['probes']);
  const { account, attestation, expiresAtMs } = fields;
  if (probes === null || typeof attestation !== 'string') return null;
  return {
    probes,
    account: typeof account === 'string' ? account : null,
    expiresAtMs: Number.isSafeInteger(expiresAtMs) && typeof expiresAtMs === 'number' ? expiresAtMs : null,
    attestation,
  };
}

function readProbes(value: unknown): readonly ProbeEvidence[] | null {
  if (!Array.isArray(value)) return null;
  const probes = value.map(readProbe).filter((entry) => entry !== null);
  return probes.length === value.length ? probes : null;
}

function readProbe(value: unknown): ProbeEvidence | null {
  const { probe, call, answer, atMs } = plainRecord(value) ?? {};
  const name = probeNames.find((one) => one === probe);
  const { kind, status, code, cause } = plainRecord(answer) ?? {};
  if (name === undefined || typeof call !== 'string' || typeof atMs !== 'number') return null;
  if (kind === 'answered' && typeof status === 'number') {
    return {
      probe: name,
      call,
      answer: { kind, status, code: typeof code === 'string' ? code : null },
      atMs,
    };
  }
  if (kind !== 'unanswered' || typeof cause !== 'string') return null;
  return { probe: name, call, answer: { kind, cause }, atMs };
}
