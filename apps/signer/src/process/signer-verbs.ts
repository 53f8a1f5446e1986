// The closed list of what the signer can be asked; none of it returns a secret or a signed request.

import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { closedRecord, plainRecord } from '../client/plain-record.ts';
import type { CredentialError, Outcome, StoredCredential } from '../client/signer-protocol.ts';
import type { Vault } from '../vault/vault.ts';
import type { PolicyVerbs } from './policy-verbs.ts';

export interface SignerVerbs extends PolicyVerbs {
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
  replace(request: {
    readonly credentialId: unknown;
    readonly owner: unknown;
    readonly sealed: unknown;
    readonly attestation: unknown;
  }): Promise<Outcome<StoredCredential, CredentialError | 'credential_unknown'>>;
  forget: Vault['forget'];
  stored(): readonly StoredCredential[];
}

/** Every verb with the words that a message may carry besides its id and its verb. */
export const verbWords = {
  execute: ['credentialId', 'intent', 'nonce'],
  store: ['owner', 'sealed', 'attestation'],
  replace: ['credentialId', 'owner', 'sealed', 'attestation'],
  forget: ['credentialId'],
  stored: [],
  policy: [],
  setLimits: ['credentialId', 'limits', 'stepUp'],
  freeze: ['credentialId'],
  unfreeze: ['credentialId', 'attestation', 'stepUp'],
  setKillSwitch: ['isOn', 'stepUp'],
} as const satisfies Record<keyof SignerVerbs, readonly string[]>;

/** Dispatches one message; whatever is not exactly a known verb with exactly its words fails and changes nothing. */
export async function answerVerb(verbs: SignerVerbs, message: unknown): Promise<unknown> {
  const verb = verbNamed(plainRecord(message)?.['verb']);
  if (verb === null) return { kind: 'failed' };
  const words = closedRecord(message, ['id', 'verb', ...verbWords[verb]]);
  if (words === null) return { kind: 'failed' };
  return { kind: 'done', value: await carryOut(verbs, verb, words) };
}

function verbNamed(value: unknown): keyof SignerVerbs | null {
  if (typeof value !== 'string' || !Object.hasOwn(verbWords, value)) return null;
  return verbList.find((verb) => verb === value) ?? null;
}

const verbList: readonly (keyof SignerVerbs)[] = [
  'execute',
  'store',
  'replace',
  'forget',
  'stored',
  'policy',
  'setLimits',
  'freeze',
  'unfreeze',
  'setKillSwitch',
];

async function carryOut(
  verbs: SignerVerbs,
  verb: keyof SignerVerbs,
  words: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const { credentialId, owner, sealed, attestation, intent, nonce, limits, stepUp, isOn } = words;
  switch (verb) {
    case 'execute':
      return verbs.execute({ credentialId, intent, nonce });
    case 'store':
      return verbs.store({ owner, sealed, attestation });
    case 'replace':
      return verbs.replace({ credentialId, owner, sealed, attestation });
    case 'forget':
      if (typeof credentialId === 'string') await verbs.forget(credentialId);
      return null;
    case 'stored':
      return verbs.stored();
    case 'policy':
      return verbs.policy();
    case 'setLimits':
      return verbs.setLimits({ credentialId, limits, stepUp });
    case 'freeze':
      return verbs.freeze({ credentialId });
    case 'unfreeze':
      return verbs.unfreeze({ credentialId, attestation, stepUp });
    case 'setKillSwitch':
      return verbs.setKillSwitch({ isOn, stepUp });
  }
}
