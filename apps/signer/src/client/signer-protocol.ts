// The words that cross from the server to the signer and back; no verb returns a secret.

import type { ProbeEvidence, ProbeName } from '@mandato/invest-core/link/key-evidence';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import type { SignerLimits } from './signer-options.ts';

/** The exchanges that egress knows; the base URL of each is fixed at start-up, never in a message. */
export type ExchangeId = 'bitso' | 'practice';

/** The public half of the pair that browsers seal credentials to. */
export interface SealingKey {
  readonly keyId: string;
  /** Uncompressed P-256 point, base64. */
  readonly publicKey: string;
}

/** A credential sealed by the browser: ECDH P-256, HKDF-SHA-256, AES-256-GCM (see seal-credentials). All base64. */
export interface SealedCredential {
  readonly keyId: string;
  readonly ephemeralKey: string;
  readonly iv: string;
  readonly ciphertext: string;
}

/** Whose credential it is; bound into the sealed record, so that swapping any part makes it unreadable. */
export interface CredentialOwner {
  readonly userId: string;
  readonly linkId: string;
  readonly exchange: ExchangeId;
}

/** What may be shown of a key: its last four characters and a keyed fingerprint of the whole. */
export interface KeyFace {
  readonly keyHint: string;
  readonly fingerprint: string;
}

/** A credential in the vault: whose it is and what may be shown of it. */
export interface StoredCredential {
  readonly credentialId: string;
  readonly owner: CredentialOwner;
  readonly face: KeyFace;
}

/** What the one-shot auditor found; `attestation` is its proof to the signer that the audit took place. */
export interface KeyAudit extends AuditFindings {
  readonly face: KeyFace;
}

/** What the probes of one audit came to. */
export interface AuditFindings {
  readonly probes: readonly ProbeEvidence[];
  /** Keyed fingerprint of the exchange's account that the key belongs to; null where the exchange did not name it. */
  readonly account: string | null;
  /** When the key ends, in epoch ms, as the exchange itself reports it; null where it does not. */
  readonly expiresAtMs: number | null;
  readonly attestation: string;
}

/** `daily` never asks about withdrawals; `full` sends that one probe as well. */
export type AuditScope = 'daily' | 'full';

/** How far an audit has come, told while it runs. */
export type AuditStep =
  | { readonly kind: 'opened' }
  | { readonly kind: 'asking'; readonly probe: ProbeName }
  | { readonly kind: 'answered'; readonly evidence: ProbeEvidence };

/** Why a sealed credential could not be opened or stored, in order of precedence. */
export type CredentialError =
  | 'sealed_for_another_key'
  | 'sealed_unreadable'
  | 'credential_malformed'
  | 'credential_swapped'
  | 'credential_already_stored'
  | 'attestation_missing'
  | 'storage_failed';

export type Outcome<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Limits of one key as the signer keeps them. */
export interface KeyPolicyView {
  readonly credentialId: string;
  readonly limits: SignerLimits;
  /** Looser limits that were asked for, and from when on they hold. */
  readonly pending: { readonly limits: SignerLimits; readonly atMs: number } | null;
  readonly freeze: StopView;
}

/** A stop, and from when on it is released. */
export interface StopView {
  readonly isOn: boolean;
  readonly releaseAtMs: number | null;
}

export interface PolicyView {
  readonly killSwitch: StopView;
  /** How long a loosening waits. */
  readonly waitMs: number;
  readonly keys: readonly KeyPolicyView[];
}

/**
 * What the server says of a person's confirmation. The signer takes each grant once and for 120 seconds; it cannot
 * know that a person was there, which is why the wait does not depend on it.
 */
export interface StepUpClaim {
  readonly grantId: string;
  readonly confirmedAtMs: number;
}

/** Why a policy was not changed, in order of precedence. */
export type PolicyError = 'policy_malformed' | 'credential_unknown' | 'step_up_required' | 'storage_failed';

/** How the server tells the signer what it may do. Tightening holds at once, loosening after the signer's own wait. */
export interface SignerPolicyClient {
  policy(): Promise<PolicyView>;
  /** Asks for limits; those that are looser than the present ones need a grant and wait. */
  setLimits(request: {
    readonly credentialId: string;
    readonly limits: SignerLimits;
    readonly stepUp: StepUpClaim | null;
  }): Promise<Outcome<PolicyView, PolicyError>>;
  /** From now on this key places no order; reads and cancellations go on. */
  freeze(credentialId: string): Promise<Outcome<PolicyView, PolicyError>>;
  /** Releases a freeze: at once with the auditor's fresh word on this very key, else after the wait. */
  unfreeze(request: {
    readonly credentialId: string;
    readonly attestation: string | null;
    readonly stepUp: StepUpClaim | null;
  }): Promise<Outcome<PolicyView, PolicyError>>;
  /** Turns the kill switch on at once, or asks for its release, which needs a grant and waits. */
  setKillSwitch(request: {
    readonly isOn: boolean;
    readonly stepUp: StepUpClaim | null;
  }): Promise<Outcome<PolicyView, PolicyError>>;
  /** Puts another key of the same owner in the place of a stored one, which keeps its id and its limits. */
  replace(request: {
    readonly credentialId: string;
    readonly owner: CredentialOwner;
    readonly sealed: SealedCredential;
    readonly attestation: string;
  }): Promise<Outcome<StoredCredential, CredentialError | 'credential_unknown'>>;
}

/** What the server can ask of the signer. It has no verb that returns a secret or a signed request. */
export interface SignerClient {
  sealingKey(): Promise<SealingKey>;
  /** Opens the sealed credential in a one-shot auditor, runs the harmless probes, and forgets it. */
  audit(request: {
    readonly owner: CredentialOwner;
    readonly sealed: SealedCredential;
    readonly onStep?: (step: AuditStep) => void;
  }): Promise<Outcome<KeyAudit, CredentialError>>;
  /** Audits a stored credential again; `daily`, which is the default, never sends the withdrawal probe. */
  reaudit(credentialId: string, scope?: AuditScope): Promise<Outcome<AuditFindings, 'credential_unknown'>>;
  store(request: {
    readonly owner: CredentialOwner;
    readonly sealed: SealedCredential;
    readonly attestation: string;
  }): Promise<Outcome<{ readonly credentialId: string; readonly face: KeyFace }, CredentialError>>;
  forget(credentialId: string): Promise<void>;
  /** Everything stored, so that a server that was stopped between store and its own record can forget orphans. */
  stored(): Promise<readonly StoredCredential[]>;
  /** Signs and sends one typed intent; the answer comes back, the signed request never does. */
  execute(request: {
    readonly credentialId: string;
    readonly intent: VenueIntent;
    readonly nonce: string;
  }): Promise<VenueAnswer>;
  stop(): Promise<void>;
}
