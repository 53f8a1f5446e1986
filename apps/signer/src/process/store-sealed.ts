// Stores a sealed credential, but only with the auditor's word that this very key of this very owner cannot withdraw.

import { err, ok } from '@mandato/primitives/result';
import { attestsNoOutflow } from '../audit/attestation.ts';
import type { CredentialError, Outcome, StoredCredential } from '../client/signer-protocol.ts';
import { openSealed, readSealed } from '../sealing/open-sealed.ts';
import { forgetCredential } from '../sign/sign-request.ts';
import { readOwner } from '../vault/credential-record.ts';
import { keyFaceOf } from '../vault/key-face.ts';
import type { Vault } from '../vault/vault.ts';
import type { SignerState } from './open-signer-state.ts';

export async function storeSealed(
  signer: { readonly state: SignerState; readonly vault: Vault; readonly nowMs: number },
  request: { readonly owner: unknown; readonly sealed: unknown; readonly attestation: unknown },
): Promise<Outcome<StoredCredential, CredentialError>> {
  const { keys, pair } = signer.state;
  const owner = readOwner(request.owner);
  const sealed = readSealed(request.sealed);
  const { attestation } = request;
  if (owner === null || sealed === null) return err('sealed_unreadable');
  const opened = openSealed(pair, sealed);
  if (!opened.ok) return opened;
  try {
    const { fingerprint } = keyFaceOf(keys.fingerprint, owner.exchange, opened.value.apiKey);
    const isAttested =
      typeof attestation === 'string' &&
      attestsNoOutflow(keys.attestation, { owner, fingerprint }, { attestation, nowMs: signer.nowMs });
    const known = signer.vault.list().find(({ face }) => face.fingerprint === fingerprint);
    if (known !== undefined && known.owner.linkId !== owner.linkId) return err('credential_already_stored');
    if (!isAttested) return err('attestation_missing');
    const stored = await signer.vault.store(owner, opened.value);
    return stored.ok ? ok(stored.value) : stored;
  } finally {
    forgetCredential(opened.value);
  }
}
