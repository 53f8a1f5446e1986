// The closed list of what the signer can be asked; none of it returns a secret or a signed request.

import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { closedRecord, plainRecord } from '../client/plain-record.ts';
import type { CredentialError, Outcome, StoredCredential } from '../client/signer-protocol.ts';
import type { Vault } from '../vault/vault.ts';

export interface SignerVerbs {
  execute(request: {
    readonly credentialId: unknown;
    readonly intent: unknown;
    readonly nonce: unknown;
  }): Promise<VenueAnswer>;
  store(request: {
    readonly owner: unknown;
    readonly sealed: unknown;
    readonly attestation: unknown;
  }): Promise<Outcome<StoredCredential, CredentialError>>;
  forget: Vault['forget'];
  stored(): readonly StoredCredential[];
}

/** Dispatches one message; whatever is not exactly a known verb fails and changes nothing. */
export async function answerVerb(verbs: SignerVerbs, message: unknown): Promise<unknown> {
  switch (plainRecord(message)?.['verb']) {
    case 'execute': {
      const { credentialId, intent, nonce } =
        closedRecord(message, ['id', 'verb', 'credentialId', 'intent', 'nonce']) ?? {};
      return { kind: 'done', value: await verbs.execute({ credentialId, intent, nonce }) };
    }
    case 'store': {
      const { owner, sealed, attestation } =
        closedRecord(message, ['id', 'verb', 'owner', 'sealed', 'attestation']) ?? {};
      return { kind: 'done', value: await verbs.store({ owner, sealed, attestation }) };
    }
    case 'forget': {
      const { credentialId } = closedRecord(message, ['id', 'verb', 'credentialId']) ?? {};
      if (typeof credentialId !== 'string') return { kind: 'failed' };
      await verbs.forget(credentialId);
      return { kind: 'done', value: null };
    }
    case 'stored':
      return { kind: 'done', value: verbs.stored() };
    default:
      return { kind: 'failed' };
  }
}
