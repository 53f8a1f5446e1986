// Stores a sealed credential, but only with the auditor's word that this very key of this very owner cannot withdraw.

import { err, ok } from '@mandato/primitives/result';
import { attestsNoOutflow } from '../audit/attestation.ts';
import type { SignerLimits } from '../client/signer-options.ts';
import type {
  CredentialError,
  CredentialOwner,
  Outcome,
  StoredCredential,
} from '../client/signer-protocol.ts';
import { beginPolicy, limitsAt } from '../policy/policy-changes.ts';
import type { Reservations } from '../policy/reservations.ts';
import { openSealed, readSealed } from '../sealing/open-sealed.ts';
import { forgetCredential, type OpenCredential } from '../sign/sign-request.ts';
import { readOwner } from '../vault/credential-record.ts';
import { keyFaceOf } from '../vault/key-face.ts';
import type { Vault } from '../vault/vault.ts';
import type { SignerState } from './open-signer-state.ts';

interface Storing {
  readonly state: SignerState;
  readonly vault: Vault;
  readonly reservations: Pick<Reservations, 'succeed'>;
  readonly newKeyLimits: SignerLimits;
  readonly nowMs: number;
}

/** Stores a key for the first time; a key that was here before keeps the limits that it had. */
export async function storeSealed(
  signer: Storing,
  request: { readonly owner: unknown; readonly sealed: unknown; readonly attestation: unknown },
): Promise<Outcome<StoredCredential, CredentialError>> {
  const { vault, newKeyLimits } = signer;
  const opened = openAttested(signer, request);
  if (!opened.ok) return opened;
  const { owner, credential, fingerprint } = opened.value;
  try {
    await beginWith(signer, fingerprint, newKeyLimits);
    const stored = await vault.store(owner, credential);
    return stored.ok ? ok(stored.value) : stored;
  } catch {
    return err('storage_failed');
  } finally {
    forgetCredential(credential);
  }
}

/** Puts a key in the place of another, with the limits of the one that it replaces and with what that has used today. */
export async function replaceSealed(
  signer: Storing,
  request: {
    readonly credentialId: unknown;
    readonly owner: unknown;
    readonly sealed: unknown;
    readonly attestation: unknown;
  },
): Promise<Outcome<StoredCredential, CredentialError | 'credential_unknown'>> {
  const { vault, state, newKeyLimits, nowMs } = signer;
  const present = typeof request.credentialId === 'string' ? vault.find(request.credentialId) : null;
  if (present === null) return err('credential_unknown');
  const opened = openAttested(signer, request);
  if (!opened.ok) return opened;
  const { owner, credential, fingerprint } = opened.value;
  try {
    const policy = state.register.body().policies[present.face.fingerprint];
    await beginWith(signer, fingerprint, policy === undefined ? newKeyLimits : limitsAt(policy, nowMs));
    // Before the new key can sign anything: another key must not come with another day's allowance.
    await signer.reservations.succeed({ fingerprint, of: present.face.fingerprint });
    const stored = await vault.replace(present.credentialId, owner, credential);
    return stored.ok ? ok(stored.value) : stored;
  } catch {
    return err('storage_failed');
  } finally {
    forgetCredential(credential);
  }
}

async function beginWith({ state }: Storing, fingerprint: string, limits: SignerLimits): Promise<void> {
  const begun = beginPolicy(state.register.body(), fingerprint, limits);
  if (begun === state.register.body()) return;
  await state.register.update((body) => beginPolicy(body, fingerprint, limits));
}

interface Attested {
  readonly owner: CredentialOwner;
  readonly credential: OpenCredential;
  readonly fingerprint: string;
}

// The caller zeroes the credential; on any refusal it was zeroed here.
function openAttested(
  signer: Storing,
  request: { readonly owner: unknown; readonly sealed: unknown; readonly attestation: unknown },
): Outcome<Attested, CredentialError> {
  const { keys, pair, attestationKey } = signer.state;
  const owner = readOwner(request.owner);
  const sealed = readSealed(request.sealed);
  const { attestation } = request;
  if (owner === null || sealed === null) return err('sealed_unreadable');
  const opened = openSealed(pair, sealed);
  if (!opened.ok) return opened;
  const credential = opened.value;
  const { fingerprint } = keyFaceOf(keys.fingerprint, owner.exchange, credential.apiKey);
  const known = signer.vault.list().find(({ face }) => face.fingerprint === fingerprint);
  const isForeign = known !== undefined && known.owner.linkId !== owner.linkId;
  const isAttested =
    typeof attestation === 'string' &&
    attestsNoOutflow(attestationKey, { owner, fingerprint }, { attestation, nowMs: signer.nowMs });
  if (!isForeign && isAttested) return ok({ owner, credential, fingerprint });
  forgetCredential(credential);
  return err(isForeign ? 'credential_already_stored' : 'attestation_missing');
}
