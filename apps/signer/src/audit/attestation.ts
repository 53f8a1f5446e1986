// The auditor's proof to the signer that a key was probed and found unable to withdraw; made and checked with one key.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import type { CredentialOwner } from '../client/signer-protocol.ts';
import { lengthPrefixed } from '../sign/length-prefixed.ts';

/** An audit counts for this long. */
export const attestationAgeMsMax = 15 * 60_000;

/** The one answer that shows the absence of a permission: 401 with code 0202 (bitso-api 14). */
const absenceShown = '401-0202';

interface Attested {
  readonly owner: CredentialOwner;
  readonly fingerprint: string;
}

/** States what the probe for withdrawals was answered, whatever that was. */
export function attest(
  key: Buffer,
  about: Attested,
  finding: { readonly probe: ProbeEvidence | null; readonly atMs: number },
): string {
  const answer = finding.probe?.answer;
  const found = answer?.kind === 'answered' ? `${answer.status}-${answer.code ?? 'none'}` : 'unanswered';
  return `v1.${finding.atMs}.${found}.${macOf(key, about, `${finding.atMs}.${found}`)}`;
}

/** Whether the text attests, no longer ago than the limit, that this owner's key cannot withdraw. */
export function attestsNoOutflow(
  key: Buffer,
  about: Attested,
  claim: { readonly attestation: string; readonly nowMs: number },
): boolean {
  const match = /^v1\.([0-9]{1,15})\.([0-9a-z-]{1,40})\.([0-9a-f]{64})$/.exec(claim.attestation);
  if (match === null) return false;
  const [, at = '', found = '', mac = ''] = match;
  const expected = macOf(key, about, `${at}.${found}`);
  if (!timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(expected, 'hex'))) return false;
  const ageMs = claim.nowMs - Number(at);
  return found === absenceShown && ageMs >= -60_000 && ageMs < attestationAgeMsMax;
}

/** When an attestation says that it was made; believe it only together with attestsNoOutflow. 0 when it says nothing. */
export function attestedAtMs(attestation: string): number {
  return Number(/^v1\.([0-9]{1,15})\./.exec(attestation)?.[1] ?? '0');
}

function macOf(key: Buffer, { owner, fingerprint }: Attested, finding: string): string {
  const parts = ['mandato/attestation/v1', owner.userId, owner.linkId, owner.exchange, fingerprint, finding];
  return createHmac('sha256', key).update(lengthPrefixed(parts)).digest('hex');
}
